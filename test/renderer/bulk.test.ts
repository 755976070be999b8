import { afterEach, describe, expect, it, vi } from 'vitest'
import { csvText } from '../../src-shared/csv-text.ts'
import { lineReason, reportCsv } from '../../src-renderer/bulk-text.ts'
import { useBulk } from '../../src-renderer/stores/bulk.ts'
import BulkListPage from '../../src-renderer/pages/BulkListPage.vue'
import BulkPreviewPage from '../../src-renderer/pages/BulkPreviewPage.vue'
import BulkRunPage from '../../src-renderer/pages/BulkRunPage.vue'
import CardListPage from '../../src-renderer/pages/CardListPage.vue'
import DeadlinePage from '../../src-renderer/pages/DeadlinePage.vue'
import DeskFrame from '../../src-renderer/pages/DeskFrame.vue'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { rowOf } from '../support/fake-rows.ts'
import { bulkLine, bulkRun } from '../support/fake-bulk.ts'
import { authorised, SAMPLE_NOW, sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  cards: { path: '/cards', page: CardListPage },
  deadlines: { path: '/deadlines', page: DeadlinePage },
  bulk: { path: '/bulk', page: BulkListPage },
  'bulk-preview': { path: '/bulk/preview', page: BulkPreviewPage },
  'bulk-run': { path: '/bulk/:id', page: BulkRunPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

const shop = () => [1, 2, 3].map((id) => sampleOrder(id, { settlement: authorised(String(id), 5775, 80 + id) }))
const press = (key: string, target: EventTarget = window) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

describe('カード決済情報', () => {
  it('asks for 仮売上 of cards first, and says what is missing before it goes on', async () => {
    const desk = createFakeDesk({}, shop())
    const { wrapper } = await mountPages(desk, pages, '/cards')
    expect(desk.inputs('orders.page')[0]?.conditions).toEqual({
      settlementStatuses: ['authorised'],
      paymentMethods: ['クレジットカード決済'],
    })
    expect(wrapper.text()).toContain('仮売上 3')
    button('決済状況変更').click()
    await settle()
    expect(wrapper.text()).toContain('プルダウンで変更後の状況を選んでください。')
    expect(desk.inputs('bulk.preview')).toEqual([])
  })

  it('takes rows by key to the preview, and starts exactly what it showed', async () => {
    const desk = createFakeDesk({}, shop())
    const { router } = await mountPages(desk, pages, '/cards')
    press('j')
    await settle()
    press(' ', document.activeElement ?? window)
    press('j')
    await settle()
    press(' ', document.activeElement ?? window)
    press('s')
    await settle()
    expect(desk.inputs('bulk.preview')).toEqual([{ selection: { ids: [1, 2] }, action: 'sales' }])
    expect(router.currentRoute.value.name).toBe('bulk-preview')
    expect(document.body.textContent).toContain('11,550円')
    button('2件の処理を始める').click()
    await settle()
    expect(desk.inputs('bulk.start')).toEqual([{ digest: 'digest-1', thenStatus: null }])
    expect(router.currentRoute.value.name).toBe('bulk-run')
  })

  it('shows an empty filter and a failure in words', async () => {
    const refusal = () => {
      throw new FakeRefusal('core.unavailable')
    }
    const empty = await mountPages(
      createFakeDesk({ 'orders.page': () => [], 'orders.count': () => 0 }),
      pages,
      '/cards',
    )
    expect(empty.wrapper.text()).toContain('仮売上の受注はありません。')
    const failing = await mountPages(createFakeDesk({ 'orders.page': refusal }), pages, '/cards')
    expect(failing.wrapper.text()).toContain('受注デスクの本体が応答していません。')
  })
})

describe('the preview', () => {
  it('shows what is left out and why, and plans anew when something changed since', async () => {
    const rows = shop().map(rowOf)
    const desk = createFakeDesk(
      {
        'bulk.preview': ({ action }) => ({
          digest: 'd',
          action,
          lines: rows.map(({ id, orderNo, name, status }) => ({
            ...{ orderId: id, orderNo, name, orderStatus: status, settlementStatus: 'authorised' as const },
            ...(id === 3
              ? {
                  action: null,
                  amountYen: 5775,
                  excluded: { code: 'settlement.too-late' as const, params: { orderNo } },
                }
              : { action: 'sales' as const, amountYen: 5775, excluded: null }),
          })),
        }),
        'bulk.start': () => {
          throw new FakeRefusal('bulk.changed-since-preview', { orderNo: '2' })
        },
      },
      shop(),
    )
    const { wrapper, router } = await mountPages(desk, pages, '/cards')
    await useBulk().plan({ ids: [1, 2, 3] }, 'sales', 'cards')
    await router.push({ name: 'bulk-preview' })
    await settle()
    expect(wrapper.text()).toContain('選択 3件のうち、対象外 1件')
    expect(wrapper.text()).toContain('期限を過ぎています')
    wrapper.find<HTMLInputElement>('input[type=checkbox]').element.click()
    await settle()
    expect(wrapper.text()).toContain('→ 入金済み')
    button('2件の処理を始める').click()
    await settle()
    expect(desk.inputs('bulk.start')).toEqual([{ digest: 'd', thenStatus: 'paid' }])
    expect(wrapper.text()).toContain('注文 2 の内容が変わりました')
    button('読み直す').click()
    await settle()
    expect(desk.inputs('bulk.preview')).toHaveLength(2)
  })
})

describe('the run', () => {
  it('follows what the core tells, says 応答待ち after three seconds, and offers the report at the end', async () => {
    const lines = [bulkLine(0, 'underWay', { startedAt: Date.now() - 4_000 }), bulkLine(1, 'queued')]
    let run = bulkRun(lines)
    const desk = createFakeDesk({ 'bulk.report': () => ({ run, lines }), 'bulk.state': () => run })
    const { wrapper } = await mountPages(desk, pages, `/bulk/${run.id}`)
    await useBulk().start()
    expect(wrapper.text()).toContain('応答待ち')
    const failed = bulkLine(1, 'failed', {
      messages: [{ code: 'E01050010', message: '承認されません', advice: '確認' }],
    })
    const ended = [bulkLine(0, 'applied'), failed]
    run = bulkRun(ended, { state: 'ended', endedAt: SAMPLE_NOW })
    lines.splice(0, 2, ...ended)
    desk.emit('bulk.progress', { run, lines: ended })
    await settle()
    expect(wrapper.text()).toContain('実売上 2件 － 終了')
    expect(wrapper.text()).toContain('承認されません（E01050010）')
    expect(button('失敗のみ再選択（1件）').disabled).toBe(false)
    expect(useBulk().current).toBeNull()
  })

  it('says of what was done without its 対応状況 that it was, how often, and why', async () => {
    const lines = [bulkLine(0, 'applied', { statusHeld: '在庫が足りません。' }), bulkLine(1, 'applied')]
    const run = bulkRun(lines, { state: 'ended', endedAt: SAMPLE_NOW })
    const desk = createFakeDesk({ 'bulk.report': () => ({ run, lines }) })
    const { wrapper } = await mountPages(desk, pages, `/bulk/${run.id}`)
    await settle()
    expect(wrapper.text()).toMatch(/対応状況だけが変わっていない受注が\s*1\s*件あります/)
    const rows = wrapper.findAll('tbody tr').map((row) => row.text())
    expect(rows[0]).toContain('対応状況は変わっていません: 在庫が足りません。 決済は済んでいます。')
    expect(rows[1]).not.toContain('対応状況')
  })

  it('holds with the buttons, and shows why it paused by itself', async () => {
    const lines = [bulkLine(0, 'queued')]
    const run = bulkRun(lines, { state: 'paused', pausedBy: 'network' })
    const desk = createFakeDesk({ 'bulk.report': () => ({ run, lines }), 'bulk.hold': () => run })
    const { wrapper } = await mountPages(desk, pages, `/bulk/${run.id}`)
    expect(wrapper.text()).toContain('GMOとの通信に続けて失敗したため、自動で一時停止しました。')
    button('再開').click()
    await settle()
    button('中止（残りを送信しない）').click()
    await settle()
    expect(desk.inputs('bulk.hold').map(({ how }) => how)).toEqual(['resume', 'cancel'])
  })

  it('lists past runs, and says how to begin when there is none', async () => {
    const none = await mountPages(createFakeDesk(), pages, '/bulk')
    expect(none.wrapper.text()).toContain('一括処理はまだありません。')
    const past = bulkRun([bulkLine(0, 'applied')], { state: 'ended', endedAt: SAMPLE_NOW })
    const some = await mountPages(createFakeDesk({ 'bulk.list': () => [past] }), pages, '/bulk')
    expect(some.wrapper.find('tbody tr').text()).toContain('終了')
  })
})

describe('期限レーダー', () => {
  it('lists by days left with its warnings, and settles the row with the focus by one key', async () => {
    const desk = createFakeDesk({}, shop())
    const { wrapper } = await mountPages(desk, pages, '/deadlines')
    expect(wrapper.text()).toContain('残り3日の受注が2件あります。')
    expect(wrapper.text()).toContain('残り6日')
    press('j')
    await settle()
    press('s')
    await settle()
    expect(desk.inputs('bulk.preview')).toEqual([{ selection: { ids: [1] }, action: 'sales' }])
  })
})

describe('the CSV of a report', () => {
  it('has a line per order, and no cell that a spreadsheet would run', () => {
    const lines = [
      bulkLine(0, 'applied', { name: '=HYPERLINK("x")' }),
      bulkLine(1, 'failed', { failure: { code: 'gateway.offline', params: {} } }),
      bulkLine(2, 'applied', { statusHeld: '在庫が足りません。' }),
    ]
    const csv = reportCsv(bulkRun(lines), lines)
    expect(csv.startsWith('\uFEFF')).toBe(true)
    expect(csv.split('\r\n')).toHaveLength(5)
    expect(csv).toContain('"成功","対応状況は変わっていません: 在庫が足りません。"')
    expect(csv).toContain('"1","\'=HYPERLINK(""x"")","実売上",5775,"成功"')
    expect(lineReason(lines[1] ?? bulkLine(0, 'queued'))).toContain('GMOに接続できませんでした')
  })

  it('guards every beginning of a formula', () => {
    expect(csvText([['=1', '+1', '-1', '@a', '\tb', 'c', -5]])).toBe(
      '\uFEFF"\'=1","\'+1","\'-1","\'@a","\'\tb","c",-5\r\n',
    )
  })
})

describe('the banner of a run that was cut off', () => {
  it('says on any screen why 再開 did not work, beside its button and nowhere else', async () => {
    const run = bulkRun([bulkLine(0, 'applied'), bulkLine(1, 'queued')], { state: 'interrupted' })
    let refused = true
    const desk = createFakeDesk({
      'bulk.state': () => run,
      'bulk.hold': () => {
        if (refused) throw new FakeRefusal('storage.full', {})
        return { ...run, state: 'running' }
      },
    })
    const { wrapper } = await mountPages(desk, { shop: { path: '/shop', page: DeskFrame } }, '/shop')
    const told = (text: string) => wrapper.findAll('.v-alert').filter((alert) => alert.text().includes(text)).length
    // The banner is loaded when it is first needed.
    await vi.waitFor(() => {
      expect([told('途中です'), told('storage.full')]).toEqual([1, 0])
    })
    button('再開').click()
    await settle()
    expect([told('途中です'), told('storage.full')]).toEqual([1, 1])
    expect(useBulk().failure).toBeNull()

    refused = false
    button('再開').click()
    await settle()
    expect([told('途中です'), told('storage.full')]).toEqual([0, 0])
  })

  it('shows the same failure on the screen of the run', async () => {
    const lines = [bulkLine(0, 'queued')]
    const run = bulkRun(lines, { state: 'paused', pausedBy: 'operator' })
    const desk = createFakeDesk({
      'bulk.report': () => ({ run, lines }),
      'bulk.hold': () => {
        throw new FakeRefusal('storage.full', {})
      },
    })
    const { wrapper } = await mountPages(desk, pages, `/bulk/${run.id}`)
    button('再開').click()
    await settle()
    expect(wrapper.find('[role=alert]').text()).toContain('storage.full')
  })
})
