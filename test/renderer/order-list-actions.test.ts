import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// Loaded when first opened; here so that a slow machine does not decide over the test.
import '../../src-renderer/pages/ExportDialog.vue'
import '../../src-renderer/parts/ColumnDialog.vue'
import '../../src-renderer/parts/NameDialog.vue'
import OrderListPage from '../../src-renderer/pages/OrderListPage.vue'
import { chipsOf, emptyForm, formOf, toConditions } from '../../src-renderer/search-form.ts'
import { useOrderExport } from '../../src-renderer/stores/order-export.ts'
import { useOrderList } from '../../src-renderer/stores/order-list.ts'
import { useOrderTicks } from '../../src-renderer/stores/order-ticks.ts'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { rowOf } from '../support/fake-rows.ts'
import { sampleShop } from '../support/sample-orders.ts'
import { button, mountPages, settle, useFakeDesk } from './mount-window.ts'

const pages = { orders: { path: '/orders', page: OrderListPage } }
const press = async (key: string) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key }))
  await settle()
}
const shown = () => document.body.textContent

/** What a click on a download link gave the operator. */
interface Saved {
  readonly name: string
  readonly blob: Blob
}
let saved: Saved[]
beforeEach(() => {
  saved = []
  let last: Blob | null = null
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob
    return 'blob:desk'
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (last !== null) saved.push({ name: this.download, blob: last })
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

describe('ticks', () => {
  it('tick a row, the page and the whole result, with the exact number, and are cleared by another search', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/orders')
    const ticks = useOrderTicks()
    await useOrderList().resize(10)
    await settle()
    await wrapper.find('tbody tr').trigger('keydown', { key: ' ' })
    expect(ticks.count).toBe(1)
    expect(shown()).toContain('1件を選択中')
    await press('x')
    expect(ticks.count).toBe(10)
    expect(wrapper.find<HTMLInputElement>('thead input').element.checked).toBe(true)
    await press(']')
    expect(wrapper.find<HTMLInputElement>('thead input').element.checked).toBe(false)
    button('全て選択').click()
    await settle()
    expect(shown()).toContain('95件を選択中')
    expect(await ticks.pick()).not.toHaveProperty('only')
    await wrapper.find('tbody .tick input').setValue(false)
    await settle()
    expect((await ticks.pick()).only).toHaveLength(94)
    await press('a')
    expect(ticks.count).toBe(95)
    await press('a')
    expect(ticks.count).toBe(0)
    await press('x')
    useOrderList().form.words = '田中'
    await useOrderList().search()
    await settle()
    expect(ticks.count).toBe(0)
  })

  it('forgets orders that left the result', async () => {
    const orders = sampleShop()
    const desk = createFakeDesk({}, orders)
    await mountPages(desk, pages, '/orders')
    const ticks = useOrderTicks()
    ticks.togglePage()
    expect(ticks.count).toBe(50)
    orders.splice(0, 2)
    desk.emit('orders.changed', { ids: [] })
    await settle()
    expect(ticks.count).toBe(48)
  })
})

describe('row actions', () => {
  it('購入履歴 lists by member number, for guests by what they are known by', async () => {
    const desk = createFakeDesk()
    await mountPages(desk, pages, '/orders')
    const list = useOrderList()
    const [order] = sampleShop()
    if (order === undefined) throw new Error('no order')
    await list.showPurchases({ ...rowOf(order), customerNo: '100' })
    expect(desk.inputs('orders.page').at(-1)?.conditions).toEqual({ customerNo: '100' })
    await list.showPurchases({ ...rowOf(order), customerNo: null, name: '山田 花子', email: 'a@example.jp' })
    expect(desk.inputs('orders.page').at(-1)?.conditions).toEqual({ name: '山田 花子', email: 'a@example.jp' })
  })
})

describe('saved searches and columns', () => {
  it('keeps the conditions under a name and opens them with one click', async () => {
    const desk = createFakeDesk()
    await mountPages(desk, pages, '/orders')
    const list = useOrderList()
    list.form = { ...emptyForm(), words: '湯呑', totalFromYen: '1000', orderedFrom: '2026/11/01' }
    await list.search()
    button('いまの条件を保存').click()
    await settle()
    const field = document.querySelector<HTMLInputElement>('.dialog input')
    if (field === null) throw new Error('no field')
    field.value = '湯呑のお客様'
    field.dispatchEvent(new Event('input'))
    await settle()
    button('保存する').click()
    await settle()
    await list.clear()
    await settle()
    button('湯呑のお客様').click()
    await settle()
    const { conditions } = desk.inputs('searches.save')[0]?.content ?? { conditions: null }
    expect(conditions).toEqual({ words: '湯呑', totalFromYen: 1000, orderedFrom: '2026-11-01' })
    expect(desk.inputs('orders.page').at(-1)?.conditions).toEqual(conditions)
  })

  it('comes back from conditions to the same form', () => {
    const form = {
      ...emptyForm(),
      words: '湯呑 田中',
      customerNo: '7',
      product: '皿',
      deleted: true,
      hasMessage: true,
      statuses: ['paid' as const],
      paidTo: '2026/11/23',
      totalToYen: '500',
      orderNoFrom: 'A-1',
    }
    const { conditions } = toConditions(form, '2026-11-23')
    expect(formOf(conditions)).toEqual(form)
    expect(chipsOf(conditions).map(({ label, text }) => `${label} ${text}`)).toContain('一覧 削除した受注')
  })

  it('shows the chosen columns, after the next start too', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/orders')
    await press('v')
    const tel = [...document.querySelectorAll<HTMLLabelElement>('.dialog label')].find((one) =>
      one.textContent.includes('TEL'),
    )
    tel?.querySelector('input')?.click()
    await settle()
    button('この項目で表示する').click()
    await settle()
    expect(wrapper.findAll('thead th').map((head) => head.text())).toContain('TEL')
    expect(desk.inputs('columns.save')[0]?.columns).toContain('tel')
  })
})

describe('CSVダウンロード', () => {
  it('names what is lost before anything is saved, and saves what was decided', async () => {
    const loss = { orderNo: '7', column: 'お名前(姓)', what: '𠮷', kind: 'characters' } as const
    const piece = { base64: btoa('a,b\r\n'), done: 95, finished: true, losses: [loss], lossCount: 1 }
    const desk = createFakeDesk({ 'exports.next': () => piece })
    await mountPages(desk, pages, '/orders')
    await press('c')
    button('ダウンロードする').click()
    await settle()
    expect(shown()).toContain('そのままでは出せない内容が 1件あります。')
    expect(shown()).toContain('Shift_JIS にない文字「𠮷」')
    expect(saved).toEqual([])
    button('〓のまま保存する').click()
    await settle()
    expect(saved.map(({ name }) => name)).toEqual(['order_261123_141000.csv'])
    expect(await saved[0]?.blob.text()).toBe('a,b\r\n')
    expect(shown()).toContain('order_261123_141000.csv に出力しました。')
  })

  it('joins the pieces, stops when told to, and throws the rest away', async () => {
    let pieces = 0
    const waiting: (() => void)[] = []
    const desk = createFakeDesk({
      'exports.next': async () => {
        pieces += 1
        const finished = pieces === 2
        if (pieces > 2) await new Promise<void>((resolve) => waiting.push(resolve))
        return { base64: btoa(String(pieces)), done: pieces, finished, losses: [], lossCount: 0 }
      },
    })
    useFakeDesk(desk)
    const file = useOrderExport()
    const pick = () => Promise.resolve({ conditions: {}, sort: { key: 'total', descending: true } } as const)
    await file.start(pick)
    expect(await saved[0]?.blob.text()).toBe('12')
    const running = file.start(pick)
    await settle()
    file.stop()
    waiting.forEach((go) => {
      go()
    })
    await running
    expect(saved).toHaveLength(1)
    expect(desk.inputs('exports.end')).toHaveLength(1)
    expect(file.phase).toBe('choosing')
  })

  it('says that nothing was printed yet', async () => {
    await mountPages(createFakeDesk(), pages, '/orders')
    button('印刷履歴ダウンロード').click()
    await settle()
    expect(shown()).toContain('まだ印刷の記録がありません。')
    expect(saved).toEqual([])
  })
})
