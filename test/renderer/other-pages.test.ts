import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import GatewayPage from '../../src-renderer/pages/GatewayPage.vue'
import ImportPage from '../../src-renderer/pages/ImportPage.vue'
import StartupFailed from '../../src-renderer/StartupFailed.vue'
import { PIECE_BYTES } from '../../src-renderer/file-pieces.ts'
import { useOrderImport } from '../../src-renderer/stores/order-import.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { button, mountAlone, mountPages, settle, useFakeDesk } from './mount-window.ts'

const pages = {
  import: { path: '/import', page: ImportPage },
  gateway: { path: '/settings/gateway', page: GatewayPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

describe('受注取込', () => {
  it('sends the file in pieces, shows what would happen, and applies exactly that', async () => {
    const bytes = new Uint8Array(PIECE_BYTES + 5).map((_, at) => at % 251)
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/import')
    const intake = useOrderImport()
    await intake.read(new File([bytes], 'order.csv'))
    await settle()
    const pieces = desk.inputs('files.append')
    expect(pieces.map(({ offset }) => offset)).toEqual([0, PIECE_BYTES])
    expect(Buffer.concat(pieces.map(({ base64 }) => Buffer.from(base64, 'base64')))).toEqual(Buffer.from(bytes))
    expect(wrapper.text()).toContain('髙橋 一郎')
    expect(wrapper.text()).toContain('二千円')
    expect(button('この内容で取り込む').disabled).toBe(true)
    await wrapper.find('input[type="checkbox"]').setValue(true)
    button('この内容で取り込む').click()
    await settle()
    const [applied] = desk.inputs('import.apply')
    expect(applied).toEqual({ fileId: '0'.repeat(32), digest: 'digest-1', withoutRefused: true })
    expect(wrapper.text()).toContain('取込の結果')
  })

  it('やめる drops the file in the core', async () => {
    const desk = createFakeDesk()
    await mountPages(desk, pages, '/import')
    await useOrderImport().read(new File(['a'], 'order.csv'))
    await settle()
    button('やめる').click()
    await settle()
    expect(desk.inputs('files.discard')).toEqual([{ fileId: '0'.repeat(32) }])
    expect(useOrderImport().phase).toBe('choose')
  })

  it('a file that is no order file says so and lets another be chosen', async () => {
    const desk = createFakeDesk({
      'import.preview': () => {
        throw new FakeRefusal('import.unknown-layout')
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/import')
    await useOrderImport().read(new File(['a'], 'photo.csv'))
    await settle()
    expect(wrapper.text()).toContain('EC-CUBE の受注CSVとして読めませんでした。')
    expect(wrapper.find('input[type="file"]').exists()).toBe(true)
  })

  it('what changed since the preview is previewed again, not applied', async () => {
    const desk = createFakeDesk({
      'import.apply': () => {
        throw new FakeRefusal('import.changed-since-preview')
      },
    })
    useFakeDesk(desk)
    const intake = useOrderImport()
    await intake.read(new File(['a'], 'order.csv'))
    intake.withoutRefused = true
    await intake.apply()
    expect(intake.phase).toBe('preview')
    expect(intake.failure?.code).toBe('import.changed-since-preview')
    expect(desk.inputs('import.preview')).toHaveLength(2)
  })
})

describe('決済（GMO）', () => {
  it('never shows the pass, and leaves it out when nothing was typed', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/settings/gateway')
    expect(wrapper.find<HTMLInputElement>('#gateway-pass').element.value).toBe('')
    expect(wrapper.text()).toContain('登録済み')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-gateway')[0]).not.toHaveProperty('password')
  })

  it('shows the progress and the result of まとめて照会する', async () => {
    let finish = () => {}
    const report = { asked: 3, linked: 1, notFound: 2, failed: 0 }
    const desk = createFakeDesk({
      'settlement.link-all': () => new Promise((resolve) => (finish = () => resolve(report))),
    })
    const { wrapper } = await mountPages(desk, pages, '/settings/gateway')
    const { useDesk } = await import('../../src-renderer/stores/desk.ts')
    await useDesk().start()
    await settle()
    button('まとめて照会する').click()
    await settle()
    desk.emit('settlement.linking', { done: 2, total: 3 })
    await settle()
    expect(wrapper.text()).toContain('2 / 3件')
    finish()
    await settle()
    expect(wrapper.text()).toContain('連携 1件')
  })
})

describe('the screen of a failed start', () => {
  it('names the failure and restores a copy only after a second click', async () => {
    const desk = createFakeDesk()
    useFakeDesk(desk)
    const failure = { code: 'startup.damaged-file', params: {} } as const
    const changed: unknown[] = []
    const startup = { state: 'failed', failure, dataDir: '/data', version: '0.1.0' } as const
    mountAlone(() => h(StartupFailed, { startup, onChanged: (next: unknown) => changed.push(next) }))
    await settle()
    expect(document.body.textContent).toContain('データファイルが壊れているため、開けません。')
    button('この控えに戻す').click()
    await settle()
    expect(desk.inputs('startup.restore')).toHaveLength(0)
    document.querySelector('.dialog')?.querySelectorAll('button')[1]?.click()
    await settle()
    expect(desk.inputs('startup.restore')).toEqual([{ id: 'b1' }])
    expect(changed).toEqual([{ state: 'ready' }])
  })
})
