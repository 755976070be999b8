import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import { firstMoneySettings } from '../../src-shared/money-settings.ts'
import { orderChangesSchema, newOrderSchema } from '../../src-shared/order-input.ts'
import type { Order } from '../../src-shared/order.ts'
import { newLine } from '../../src-renderer/money-draft.ts'
import {
  draftOf,
  emptyDraft,
  fieldOf,
  isDirty,
  mergeDraft,
  newDelivery,
  setField,
} from '../../src-renderer/order-draft.ts'
import { readChanges, readNewOrder } from '../../src-renderer/order-draft-read.ts'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { masterProducts } from '../support/fake-products.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const reading = { today: '2026-11-23', settings: firstMoneySettings }
const [line] = sampleOrder(55).lines
const [delivery] = sampleOrder(55).deliveries
if (!line || !delivery) throw new Error('the sample has a line and a delivery')

/** Three of one product and one of another, to two places. */
const split = (a: number[] = [2, 0], b: number[] = [1, 1], more: Partial<Order> = {}) =>
  sampleOrder(55, {
    lines: [
      { ...line, quantity: 3 },
      { ...line, name: '商品B', productCode: 'B' },
    ],
    deliveries: [
      { ...delivery, id: 1, goods: a },
      { ...delivery, id: 2, goods: b },
    ],
    ...more,
  })
const readFrom = (order: Order, draft: ReturnType<typeof draftOf>) => readChanges(order, draft, reading)

describe('what goes where, as typed', () => {
  it('sends the numbers of all deliveries when one of them moves, and nothing when none does', () => {
    const order = split()
    const draft = draftOf(order)
    expect(isDirty(order, draft)).toBe(false)
    expect(readFrom(order, draft).changes).toEqual({})
    draft.deliveries[0]!.goods = { l0: '1', l1: '１' }
    draft.deliveries[1]!.goods = { l0: '2', l1: '' }
    expect(isDirty(order, draft)).toBe(true)
    const { changes, problems } = readFrom(order, draft)
    expect(problems).toEqual({})
    expect(orderChangesSchema.parse(changes)).toEqual({
      deliveries: [
        { id: 1, goods: [1, 1] },
        { id: 2, goods: [2, 0] },
      ],
    })
  })

  it('sends them by place after a row has gone', () => {
    const order = split()
    const draft = draftOf(order)
    draft.lines = draft.lines.slice(1)
    expect(readFrom(order, draft).changes.deliveries).toEqual([
      { id: 1, goods: [0] },
      { id: 2, goods: [1] },
    ])
  })

  it('says of the first row that does not sum up what is wrong, and what is no number', () => {
    const order = split()
    const draft = draftOf(order)
    draft.deliveries[0]!.goods['l1'] = '2'
    expect(readFrom(order, draft).problems['split.l1']).toBe(
      '2行目の商品は、お届け先ごとの数量の合計（3）が受注の数量（1）と違います。お届け先ごとの数量か、受注の数量を直してください。',
    )
    draft.deliveries[0]!.goods['l1'] = 'ふたつ'
    expect(readFrom(order, draft).problems).toEqual({ 'split.1.l1': '数量を数字で入力してください。' })
  })

  it('asks for the rest when a delivery with goods is taken out, and for nothing when one is left', () => {
    const three = split([2, 0], [1, 0], {})
    const order = { ...three, deliveries: [...three.deliveries, { ...delivery, id: 3, goods: [0, 1] }] }
    const draft = draftOf(order)
    draft.deliveries[2]!.removed = true
    expect(Object.keys(readFrom(order, draft).problems)).toEqual(['split.l1'])
    draft.deliveries[1]!.removed = true
    const { changes, problems } = readFrom(order, draft)
    expect(problems).toEqual({})
    expect(changes).toEqual({ removedDeliveries: [2, 3] })
  })

  it('reaches a new order and its new deliveries', () => {
    const draft = emptyDraft()
    const product = masterProducts[0]
    if (!product) throw new Error('no product')
    const row = { ...newLine(product, firstMoneySettings), quantity: '2' }
    draft.lines = [row]
    draft.orderer.familyName = '佐藤'
    draft.paymentMethodName = '代金引換'
    draft.deliveries.push(newDelivery(draft.deliveries, false))
    for (const one of draft.deliveries) one.goods = { [row.key]: '1' }
    const form = { requestId: '00000000-0000-4000-8000-000000000001', customerNo: '' }
    const { input, problems } = readNewOrder(draft, form, reading)
    expect(problems).toEqual({})
    expect(newOrderSchema.parse(input).deliveries.map(({ goods }) => goods)).toEqual([[1], [1]])
  })

  it('is one field when someone else changed the order meanwhile', () => {
    const base = split()
    const draft = draftOf(base)
    draft.deliveries.push(newDelivery(draft.deliveries, true))
    draft.deliveries[1]!.goods = {}
    draft.deliveries[2]!.goods = { l0: '1', l1: '1' }
    const noted = mergeDraft(base, draft, { ...base, version: 2, note: 'ほか' })
    expect(noted.conflicts).toEqual([])
    expect(readFrom({ ...base, note: 'ほか' }, noted.draft).changes.addedDeliveries).toMatchObject([{ goods: [1, 1] }])
    const theirs = split([0, 0], [3, 1], { version: 2 })
    const { conflicts } = mergeDraft(base, draft, theirs)
    expect(conflicts).toMatchObject([
      { key: 'split', label: 'お届け先ごとの数量', theirs: 'お届け先1: 0、0\nお届け先2: 3、1', keepable: true },
    ])
    const taken = setField(draftOf(theirs), 'split', fieldOf(theirs, 'split'))
    expect(isDirty(theirs, taken)).toBe(false)
  })
})

describe('the table お届け先ごとの数量', () => {
  afterEach(() => {
    document.body.replaceChildren()
  })
  const pages = {
    'order-new': { path: '/orders/new', page: OrderNewPage },
    order: { path: '/orders/:id', page: OrderEditPage },
  }
  const open = async (order: Order) => {
    const desk = createFakeDesk({}, [order])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    const field = (name: string) => wrapper.find<HTMLInputElement>(`[aria-label="${name}"]`)
    return { desk, wrapper, field }
  }

  it('is there for two deliveries only, and refuses numbers that do not sum up', async () => {
    const one = await open(sampleOrder(55))
    expect(one.wrapper.text()).not.toContain('お届け先ごとの数量')
    one.wrapper.unmount()
    document.body.replaceChildren()
    const { desk, wrapper, field } = await open(split())
    await field('1行目 お届け先2 数量').setValue('0')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([])
    expect(wrapper.text()).toContain('合計（2）が受注の数量（3）と違います')
    expect(field('1行目 お届け先1 数量').attributes('aria-invalid')).toBe('true')
    await field('1行目 受注の数量を2にする').trigger('click')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')[0]?.changes).toMatchObject({
      lines: [{ quantity: 2 }, { quantity: 1 }],
      deliveries: [{ goods: [2, 0] }, { goods: [0, 1] }],
    })
  })

  it('gives the rest to the first delivery, and can be left alone', async () => {
    const { wrapper, field } = await open(split([], []))
    expect(wrapper.text()).toContain('空欄のままでも登録できます')
    await field('1行目 お届け先2 数量').setValue('1')
    button('残りをお届け先1へ').click()
    await settle()
    expect(field('1行目 お届け先1 数量').element.value).toBe('2')
    expect(field('2行目 お届け先1 数量').element.value).toBe('1')
    button('数量の指定をやめる').click()
    await settle()
    expect(field('1行目 お届け先1 数量').element.value).toBe('')
  })
})
