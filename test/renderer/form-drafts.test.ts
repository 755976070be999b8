import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import HomePage from '../../src-renderer/pages/HomePage.vue'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import { draftOf, emptyDraft } from '../../src-renderer/order-draft.ts'
import type { KeptDraft } from '../../src-shared/form-draft.ts'
import type { Order } from '../../src-shared/order.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { SAMPLE_NOW, sampleOrder } from '../support/sample-orders.ts'
import { button, heldNames, mountPages } from './mount-window.ts'

const pages = {
  home: { path: '/', page: HomePage },
  'order-new': { path: '/orders/new', page: OrderNewPage },
  order: { path: '/orders/:id', page: OrderEditPage },
}
const key = '00000000-0000-4000-8000-000000000001'
const requestId = '00000000-0000-4000-8000-000000000002'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

/** What a draft of 受注登録 has in it, as far as is looked at. */
interface Typed {
  readonly draft: { readonly note: string }
}

async function open(
  path: string,
  kept: readonly KeptDraft[] = [],
  stored: Order = sampleOrder(55),
  answers: Partial<Answers> = {},
) {
  const desk = createFakeDesk({ 'drafts.list': () => kept, ...answers }, [stored])
  const mounting = mountPages(desk, pages, path)
  await vi.runAllTimersAsync()
  const { wrapper, router } = await mounting
  const note = wrapper.find<HTMLInputElement>('#new-note')
  return { desk, wrapper, router, note, wait: () => vi.runAllTimersAsync() }
}
const kept = (orderId: number | null, content: object): KeptDraft => ({
  ...{ key, orderId, keptAt: SAMPLE_NOW },
  content: JSON.stringify({ format: 1, ...content }),
})
const newDraft = () => {
  const draft = { ...emptyDraft(), note: '書きかけ' }
  const line = { productCode: '', name: '湯呑', class1: '', class2: '', unitPriceYen: '100', taxIncluded: true }
  draft.lines = [{ ...line, key: 'n1', quantity: '2', taxRatePercent: 10 }]
  draft.deliveries[0]!.goods = { n1: '2' }
  return kept(null, { draft, customerNo: 'M-7', requestId, shippingWritten: '0' })
}

describe('what another window is still writing', () => {
  afterEach(() => {
    heldNames.clear()
  })

  it('is offered neither in the form nor on the start screen', async () => {
    heldNames.add(`draft ${key}`)
    for (const path of ['/orders/new', '/']) {
      const { wrapper } = await open(path, [newDraft()])
      expect(wrapper.text()).not.toContain('前回の入力')
    }
    heldNames.clear()
    for (const path of ['/orders/new', '/']) {
      const { wrapper } = await open(path, [newDraft()])
      expect(wrapper.text()).toContain('前回の入力')
    }
  })

  it('is held as long as the form is open, under the key it is kept with', async () => {
    const { desk, router, note, wait } = await open('/orders/new')
    await note.setValue('あ')
    await wait()
    const [input] = desk.inputs('drafts.keep')
    expect([...heldNames]).toEqual([`draft ${input?.key ?? ''}`])
    const gone = router.push('/')
    await wait()
    button('変更を捨てて移動する').click()
    await gone
    await wait()
    expect([...heldNames]).toEqual([])
  })
})

describe('what is typed into 受注登録', () => {
  it('is kept after a pause, once, and not before', async () => {
    const { desk, note, wait } = await open('/orders/new')
    expect(desk.inputs('drafts.keep')).toEqual([])
    await note.setValue('あ')
    await note.setValue('あい')
    expect(desk.inputs('drafts.keep')).toEqual([])
    await wait()
    const [input, ...more] = desk.inputs('drafts.keep')
    expect(more).toEqual([])
    expect(input).toMatchObject({ orderId: null })
    expect(JSON.parse(input?.content ?? '')).toMatchObject({ format: 1, draft: { note: 'あい' } })
    await note.setValue('')
    await wait()
    expect(desk.inputs('drafts.drop')).toEqual([{ keys: [input?.key] }])
  })

  it('goes when it is registered, and when it is thrown away', async () => {
    for (const leave of ['register', 'throw away'] as const) {
      const { desk, wrapper, router, note, wait } = await open('/orders/new')
      await wrapper.find('[aria-label="注文者 姓"]').setValue('佐藤')
      await wrapper.find('#order-method').setValue('代金引換')
      await wrapper.find('[placeholder^="商品コード"]').setValue('123456')
      await wait()
      await wrapper.find('[placeholder^="商品コード"]').trigger('keydown', { key: 'Enter' })
      await note.setValue('あ')
      await wait()
      const keys = [...new Set(desk.inputs('drafts.keep').map((input) => input.key))]
      expect(keys).toHaveLength(1)
      if (leave === 'register') button('この内容で登録する').click()
      else {
        void router.push('/')
        await wait()
        button('変更を捨てて移動する').click()
      }
      await wait()
      expect(router.currentRoute.value.name).not.toBe('order-new')
      expect(desk.inputs('drafts.drop')).toContainEqual({ keys })
      wrapper.unmount()
      document.body.replaceChildren()
    }
  })

  it('is offered at the next opening: 戻す puts it back under the same request, and keeps it anew', async () => {
    const { desk, wrapper, wait } = await open('/orders/new', [newDraft(), kept(55, {})])
    expect(wrapper.text()).toContain('前回の入力が残っています')
    expect(wrapper.findAll('[aria-label$="の入力を戻す"]')).toHaveLength(1)
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('書きかけ')
    expect(wrapper.find<HTMLInputElement>('#orderer-customer-no').element.value).toBe('M-7')
    expect(wrapper.find<HTMLInputElement>('[aria-label="1行目 数量"]').element.value).toBe('2')
    expect(wrapper.text()).not.toContain('前回の入力が残っています')
    const again = desk.inputs('drafts.keep').at(-1)
    expect(again?.key).not.toBe(key)
    expect(JSON.parse(again?.content ?? '')).toMatchObject({
      requestId,
      draft: { lines: [{ key: 'l0' }], deliveries: [{ goods: { l0: '2' } }] },
    })
    const order = desk.sent.map(({ name }) => name).filter((name) => name.startsWith('drafts.'))
    expect(order.indexOf('drafts.drop')).toBeGreaterThan(order.indexOf('drafts.keep'))
    expect(desk.inputs('drafts.drop')).toEqual([{ keys: [key] }])
  })

  it('戻す offers what was typed meanwhile in its place', async () => {
    const { desk, wrapper, note, wait } = await open('/orders/new', [newDraft()])
    await note.setValue('打ちかけ')
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('書きかけ')
    expect(wrapper.text()).toContain('前回の入力が残っています')
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('打ちかけ')
    expect(wrapper.findAll('[aria-label$="の入力を戻す"]')).toHaveLength(1)
    // Every text that was dropped had been kept under another key before.
    const texts = desk.inputs('drafts.keep').map(({ content }) => (JSON.parse(content) as Typed).draft.note)
    expect(texts.filter((text) => text === '打ちかけ')).toHaveLength(2)
  })

  /** Answers of `drafts.keep` that come when the test lets them; what the core holds then. */
  function slowCore() {
    const waiting: (() => void)[] = []
    const held = new Map<string, string>()
    const answers: Partial<Answers> = {
      'drafts.keep': ({ key: under, content }) =>
        new Promise((resolve) => {
          waiting.push(() => {
            held.set(under, content)
            resolve({ kept: true })
          })
        }),
      'drafts.drop': ({ keys }) => {
        for (const one of keys) held.delete(one)
        return null
      },
    }
    const notes = () => [...held.values()].map((content) => (JSON.parse(content) as Typed).draft.note)
    return { answers, notes, answer: () => waiting.shift()?.() }
  }

  it('戻す while it is being kept sets it aside, and does not drop it', async () => {
    const core = slowCore()
    const { wrapper, note, wait } = await open('/orders/new', [newDraft()], sampleOrder(55), core.answers)
    await note.setValue('打ちかけ')
    await wait()
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('打ちかけ')
    for (let turn = 0; turn < 4; turn += 1) {
      core.answer()
      await wait()
    }
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('書きかけ')
    expect(core.notes().sort()).toEqual(['打ちかけ', '書きかけ'].sort())
  })

  it('leaving while it is being kept leaves nothing behind', async () => {
    const core = slowCore()
    const { router, note, wait } = await open('/orders/new', [], sampleOrder(55), core.answers)
    await note.setValue('打ちかけ')
    await wait()
    void router.push('/')
    await wait()
    button('変更を捨てて移動する').click()
    await wait()
    core.answer()
    await wait()
    expect(core.notes()).toEqual([])
  })

  it('戻す loses nothing when the form cannot be kept', async () => {
    const keep = () => {
      throw new FakeRefusal('storage.full')
    }
    const { desk, wrapper, note, wait } = await open('/orders/new', [newDraft()], sampleOrder(55), {
      'drafts.keep': keep,
    })
    await note.setValue('打ちかけ')
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('打ちかけ')
    expect(wrapper.text()).toContain('いまの入力を控えられないため')
    await note.setValue('')
    button('戻す').click()
    await wait()
    expect(wrapper.find<HTMLTextAreaElement>('#new-note').element.value).toBe('書きかけ')
    expect(desk.inputs('drafts.drop')).not.toContainEqual({ keys: [key] })
  })

  it('会員ID alone is kept', async () => {
    const { desk, wrapper, wait } = await open('/orders/new')
    await wrapper.find('#orderer-customer-no').setValue('M-9')
    await wait()
    expect(JSON.parse(desk.inputs('drafts.keep').at(-1)?.content ?? '')).toMatchObject({ customerNo: 'M-9' })
  })

  it('捨てる forgets it, and one of another version can only be thrown away', async () => {
    const other = { ...newDraft(), content: '{"format":0}' }
    const { desk, wrapper, wait } = await open('/orders/new', [other])
    button('戻す').click()
    await wait()
    expect(wrapper.text()).toContain('別の版で残されたため戻せません')
    expect(desk.inputs('drafts.drop')).toEqual([])
    button('捨てる').click()
    await wait()
    expect(desk.inputs('drafts.drop')).toEqual([{ keys: [key] }])
    expect(wrapper.text()).not.toContain('前回の入力が残っています')
  })

  it('says when it could not be kept', async () => {
    const keep = () => {
      throw new FakeRefusal('storage.full')
    }
    const { wrapper, note, wait } = await open('/orders/new', [], sampleOrder(55), { 'drafts.keep': keep })
    await note.setValue('あ')
    await wait()
    expect(wrapper.text()).toContain('入力中の内容を控えられませんでした')
  })
})

describe('what is typed into 受注編集', () => {
  const base = sampleOrder(55, { note: '元のメモ' })
  const typed = () => kept(55, { base, draft: { ...draftOf(base), note: '私のメモ', message: '私の備考' } })

  it('comes back over an order that changed meanwhile, and asks about what both changed', async () => {
    const stored = sampleOrder(55, { version: 4, note: 'ほかの人のメモ', status: 'paid' })
    const { wrapper, wait } = await open('/orders/55', [typed()], stored)
    button('戻す').click()
    await wait()
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('ほかの人のメモ')
    expect(wrapper.find<HTMLTextAreaElement>('#order-message').element.value).toBe('私の備考')
    expect(wrapper.text()).toContain('登録していない変更があります')
  })

  it('is named on the start screen, with the way to it', async () => {
    const { wrapper } = await open('/', [typed(), newDraft()])
    const links = wrapper
      .findAll('[aria-label="登録していない入力"] a')
      .map((link) => [link.text(), link.attributes('href')])
    expect(links).toEqual([
      ['受注編集 注文 55', '/orders/55'],
      ['受注登録', '/orders/new'],
    ])
  })
})
