import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newOrderSchema, orderChangesSchema } from '../../src-shared/order-input.ts'
import { firstMoneySettings } from '../../src-shared/money-settings.ts'
import { newLine, readMoney, withProduct } from '../../src-renderer/money-draft.ts'
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
import { masterProducts } from '../support/fake-products.ts'
import { sampleOrder } from '../support/sample-orders.ts'

const today = '2026-11-23'
const reading = { today, settings: firstMoneySettings }
const word = fc.constantFrom('', 'あ', 'い', 'う')
const keys = ['status', 'note', '550:trackingNo', '550:timeSlot', '550:requestedOn', '550:trackingUrl']

describe('the draft of an order', () => {
  it('sends only what was changed, in a form the core accepts', () => {
    const order = sampleOrder(55)
    let draft = setField(draftOf(order), 'status', 'shipped')
    draft = setField(draft, '550:trackingNo', ' 1234 ')
    draft = setField(draft, '550:requestedOn', '')
    const { changes, problems } = readChanges(order, draft, reading)
    expect(problems).toEqual({})
    expect(orderChangesSchema.parse(changes)).toEqual({
      status: 'shipped',
      deliveries: [{ id: 550, trackingNo: '1234', requestedOn: null }],
    })
  })

  it('an untouched order has no changes', () => {
    const order = sampleOrder(55)
    expect(isDirty(order, draftOf(order))).toBe(false)
    expect(readChanges(order, draftOf(order), reading).changes).toEqual({})
  })

  it('says what has to be corrected', () => {
    const order = sampleOrder(55)
    let draft = setField(draftOf(order), '550:requestedOn', 'あした')
    draft = setField(draft, '550:trackingUrl', 'javascript:alert(1)')
    expect(Object.keys(readChanges(order, draft, reading).problems).sort()).toEqual([
      '550:requestedOn',
      '550:trackingUrl',
    ])
  })
})

describe('the contents of an order, as typed', () => {
  it('are sent field by field, in a form the core accepts', () => {
    const order = sampleOrder(55)
    let draft = setField(draftOf(order), 'orderer.tel', '０９０－１')
    draft = setField(setField(draft, 'orderer.bornOn', ''), 'orderer.sex', '')
    draft = setField(setField(draft, 'charges.shippingYen', '1,050円'), 'paymentMethodName', '銀行振込')
    draft = setField(setField(draft, 'orderedOn', '11/20'), 'message', '急ぎ')
    draft = setField(draft, '550:address1', '中央')
    const { changes, problems } = readChanges(order, draft, reading)
    expect(problems).toEqual({})
    expect(orderChangesSchema.parse(changes)).toMatchObject({
      orderer: { tel: '090-1', sex: null, bornOn: null },
      charges: { shippingYen: 1050 },
      paymentMethodName: '銀行振込',
      message: '急ぎ',
      deliveries: [{ id: 550, address1: '中央' }],
    })
    expect(Object.keys(changes)).not.toContain('lines')
    expect(changes.orderedAt).toBeLessThan(order.orderedAt)
  })

  it('send all goods with their own rates when one of them moves', () => {
    const order = sampleOrder(55)
    const draft = draftOf(order)
    draft.lines = [...draft.lines, newLine(masterProducts[1] ?? null, firstMoneySettings)]
    const { changes } = readChanges(order, draft, reading)
    expect(changes.lines?.map(({ name, taxRatePercent }) => [name, taxRatePercent])).toEqual([
      ['商品A', 8],
      ['煎茶', 8],
    ])
  })

  it('send deliveries that were added and taken out', () => {
    const order = sampleOrder(55)
    const draft = setField(draftOf(order), '550:removed', '外す')
    draft.deliveries.push(newDelivery(draft.deliveries, true))
    const { changes } = readChanges(order, draft, reading)
    expect(changes).toMatchObject({ removedDeliveries: [550], addedDeliveries: [{ address1: '大分市金池町' }] })
    expect(orderChangesSchema.safeParse(changes).success).toBe(true)
  })

  it.each([
    ['charges.feeYen', '千円', 'charges.feeYen'],
    ['charges.discountYen', '9999', 'total'],
    ['charges.usedPoints', '-1', 'charges.usedPoints'],
    ['orderer.email', 'だれか', 'orderer.email'],
    ['orderer.familyName', ' ', 'orderer.familyName'],
    ['orderedOn', '2026/11/24', 'orderedOn'],
    ['orderedTime', '25:00', 'orderedTime'],
  ])('%s 「%s」 has to be corrected', (key, value, problem) => {
    const order = sampleOrder(55)
    expect(Object.keys(readChanges(order, setField(draftOf(order), key, value), reading).problems)).toEqual([problem])
  })

  it('a row is named by its own key when its number is no number', () => {
    const order = sampleOrder(55)
    const draft = draftOf(order)
    draft.lines = draft.lines.map((line) => ({ ...line, quantity: '一' }))
    expect(Object.keys(readChanges(order, draft, reading).problems)).toEqual(['lines.l0.quantity'])
    draft.lines = draft.lines.map((line) => ({ ...line, quantity: '0' }))
    expect(Object.keys(readChanges(order, draft, reading).problems)).toEqual(['lines.l0'])
  })

  it('a row that was taken out and typed again is no change', () => {
    const order = sampleOrder(55)
    const draft = draftOf(order)
    draft.lines = draft.lines.map((line) => ({ ...line, key: 'n9' }))
    expect(isDirty(order, draft)).toBe(false)
  })

  it('the same product again counts its row up', () => {
    const [product = null] = masterProducts
    const once = withProduct([], newLine(product, firstMoneySettings))
    const twice = withProduct(once, newLine(product, firstMoneySettings))
    expect(twice.map(({ quantity }) => quantity)).toEqual(['2'])
    expect(withProduct(twice, newLine(masterProducts[1] ?? null, firstMoneySettings))).toHaveLength(2)
  })

  it('an untouched order shows its own sums, whatever the shop’s rules make of its lines', () => {
    const money = { ...sampleOrder(55).money, subtotalYen: 5000, totalYen: 5525, paymentTotalYen: 5525 }
    const order = sampleOrder(55, { money })
    const read = readMoney(draftOf(order), order, firstMoneySettings)
    expect(read).toMatchObject({ moved: false, problems: {}, totals: { subtotalYen: 5000, byRate: [] } })
    const moved = readMoney(setField(draftOf(order), 'charges.shippingYen', '0'), order, firstMoneySettings)
    expect(moved).toMatchObject({ moved: true, totals: { subtotalYen: 5250, paymentTotalYen: 5250 } })
  })
})

describe('a new order, as typed', () => {
  const form = { requestId: '00000000-0000-4000-8000-000000000001', customerNo: '' }

  it('is what the core accepts; its delivery is the orderer’s address', () => {
    let draft = setField(setField(emptyDraft(), 'orderer.familyName', '佐藤'), 'orderer.address1', '金池町')
    draft = setField(setField(draft, 'paymentMethodName', '代金引換'), 'charges.shippingYen', '525')
    draft.lines = [newLine(masterProducts[0] ?? null, firstMoneySettings)]
    const { input, problems } = readNewOrder(draft, form, reading)
    expect(problems).toEqual({})
    expect(newOrderSchema.parse(input)).toMatchObject({
      customerNo: null,
      deliveries: [{ familyName: '佐藤', address1: '金池町' }],
      lines: [{ productCode: '123456', unitPriceYen: 5250, quantity: 1 }],
      charges: { discountYen: 0, shippingYen: 525 },
    })
    expect(Object.keys(input)).not.toContain('orderedAt')
  })

  it('says everything that is missing at once', () => {
    const { problems } = readNewOrder(emptyDraft(), form, reading)
    expect(Object.keys(problems).sort()).toEqual(['orderer.familyName', 'paymentMethodName', 'total'])
  })
})

describe('someone saved meanwhile', () => {
  it('loses no text of either side, whatever both changed', () => {
    const side = fc.record({ note: word, slot: word, no: word })
    fc.assert(
      fc.property(side, side, side, (base, mine, theirs) => {
        const order = (of: typeof base, version: number) => {
          const sample = sampleOrder(55)
          const deliveries = sample.deliveries.map((one) => ({ ...one, timeSlot: of.slot, trackingNo: of.no }))
          return { ...sample, version, note: of.note, deliveries }
        }
        const draft = draftOf(order(mine, 1))
        const merged = mergeDraft(order(base, 1), draft, order(theirs, 2))
        const now = { ...order(theirs, 2) }
        for (const key of keys) {
          const [was, my, their] = [fieldOf(order(base, 1), key), fieldOf(order(mine, 1), key), fieldOf(now, key)]
          const stands = draftField(merged.draft, key)
          const asked = merged.conflicts.some((one) => one.key === key)
          expect(stands).toBe(my === was ? their : my)
          expect(asked).toBe(my !== was && their !== was && my !== their)
        }
      }),
    )
  })

  it('keeps orderer, charges, goods and new deliveries that were typed, and asks where both sides moved', () => {
    const order = sampleOrder(55)
    let draft = setField(setField(draftOf(order), 'orderer.tel', '1'), 'charges.feeYen', '330')
    draft = setField(draft, 'message', '私の備考')
    draft.lines = draft.lines.map((line) => ({ ...line, quantity: '3' }))
    draft.deliveries.push({ ...newDelivery(draft.deliveries, false), address1: '新しい住所' })
    const theirs = sampleOrder(55, {
      version: 2,
      message: 'ほかの備考',
      orderer: { ...order.orderer, tel: '2', company: '有限会社' },
      lines: order.lines.map((line) => ({ ...line, quantity: 2 })),
    })
    const merged = mergeDraft(order, draft, theirs)
    expect(merged.conflicts.map(({ label, mine, theirs: their }) => [label, mine, their])).toEqual([
      ['備考欄コメント', '私の備考', 'ほかの備考'],
      ['注文者 TEL', '1', '2'],
      ['受注商品', '123456 商品A 5250円(税込 8%) × 3', '123456 商品A 5250円(税込 8%) × 2'],
    ])
    expect(merged.draft).toMatchObject({
      message: '私の備考',
      orderer: { tel: '1', company: '有限会社' },
      charges: { feeYen: '330' },
      lines: [{ quantity: '3' }],
      deliveries: [{ id: 550 }, { id: -1, address1: '新しい住所' }],
    })
    const settled = setField(merged.draft, 'lines', fieldOf(theirs, 'lines'))
    expect(settled.lines).toMatchObject([{ quantity: '2' }])
  })

  it('shows what was typed for a delivery that is gone', () => {
    const order = sampleOrder(55)
    const draft = setField(draftOf(order), '550:trackingNo', '1234')
    const { conflicts } = mergeDraft(order, draft, { ...order, version: 2, deliveries: [] })
    expect(conflicts).toEqual([expect.objectContaining({ mine: '1234', keepable: false })])
  })
})

function draftField(draft: ReturnType<typeof draftOf>, key: string): string {
  if (key === 'status' || key === 'note') return draft[key]
  const field = key.split(':')[1] as 'trackingNo' | 'timeSlot' | 'requestedOn' | 'trackingUrl'
  return draft.deliveries[0]?.[field] ?? ''
}
