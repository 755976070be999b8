import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAll } from '../../../src-main/db/seal.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { lineInputSchema, orderChangesSchema, type OrderChanges } from '../../../src-shared/order-input.ts'
import type { Order } from '../../../src-shared/order.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { typedDelivery, typedLine } from './made-forms.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const T0 = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
const noCharges = { subtotalYen: 1000, discountYen: 0, shippingYen: 0, feeYen: 0, taxYen: 91 }
const money = { ...noCharges, totalYen: 1000, paymentTotalYen: 1000, usedPoints: 0, addedPoints: 10 }
let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const file = (given: Partial<ImportedOrder> = {}) =>
  madeOrder({
    ...{ orderNo: '100', updatedAt: T0, money, lines: [madeLine()], message: 'のし希望' },
    orderer: { familyName: '田中', postalCode: '100-0001', prefecture: '東京都', address1: '千代田', address2: '1' },
    deliveries: [
      { cartShipmentNo: '9', familyName: '田中', address1: '千代田' },
      { cartShipmentNo: '10', familyName: '鈴木', address1: '港' },
    ],
    ...given,
  })
const take = async (given: Partial<ImportedOrder> = {}) => (await shop.orders.upsert([file(given)], owner))[0]?.fate
async function stored(): Promise<Order> {
  return shop.orders.open((await shop.orders.byOrderNos(['100'])).get('100')?.id ?? 0)
}
async function edit(changes: OrderChanges): Promise<Order> {
  const order = await stored()
  return shop.orders.change(order.id, order.version, changes, owner)
}
async function codeOf(changes: OrderChanges): Promise<string> {
  const before = await stored()
  try {
    await edit(changes)
    return 'stored'
  } catch (error) {
    expect(await stored()).toEqual(before)
    return error instanceof Refusal ? error.failure.code : String(error)
  }
}
async function giveTrade(state: 'linked' | 'underInquiry'): Promise<void> {
  const { id } = await stored()
  await shop.db.write(async (trx) => {
    await trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen) VALUES (?, 'linked', 'g', 'authorised', 1000)`,
      [id],
    )
    await sealAll(trx, 'payments')
    if (state === 'linked') return
    await trx.raw(
      `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash, order_status, pre_status,
         pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state, operator_id, created_at, updated_at)
       VALUES ('op', ?, 'g', 'sales', 'S1', '{}', '', 'received', 'authorised', 1, 1, 'sales', 1, 'unknown', 'owner', 1, 1)`,
      [id],
    )
    await sealAll(trx, 'settlement_operations')
  })
}

describe('changing what an order contains', () => {
  it('counts the sums anew and notes every field', async () => {
    await take()
    const changed = await edit({
      lines: [typedLine(), typedLine({ productCode: '', name: '箱', unitPriceYen: 100, taxRatePercent: 8 })],
      charges: { shippingYen: 525, usedPoints: 50 },
      orderer: { tel: '03-0000-0000', bornOn: '1980-04-01' },
      paymentMethodName: '銀行振込',
      message: '急ぎ',
      orderedAt: T0 + DAY,
    })
    expect(changed).toEqual(await stored())
    expect(changed.money).toMatchObject({ subtotalYen: 5350, totalYen: 5875, paymentTotalYen: 5825, addedPoints: 53 })
    const [entry] = await shop.orders.history(changed.id)
    const fields = ['受注日', '支払方法', 'TEL', '生年月日', '備考欄コメント', '小計', '送料', '消費税', '合計']
    const more = ['お支払い合計', '使用ポイント', '加算ポイント', '明細1', '明細2']
    expect(entry?.changes.map(({ field }) => field)).toEqual([...fields, ...more])
    expect(await shop.orders.count({ message: '急ぎ', paymentMethods: ['銀行振込'] })).toBe(1)
  })

  it('keeps the rate of a line and its way of pricing, and the cart’s sums while only names change', async () => {
    const odd = { ...money, subtotalYen: 999, totalYen: 999, paymentTotalYen: 999 }
    await take({ money: odd, lines: [madeLine({ taxRatePercent: 5, taxIncluded: false })] })
    const line = typedLine({ productCode: 'cup-1', name: '湯呑 青', unitPriceYen: 1000, taxRatePercent: 5 })
    const renamed = await edit({ lines: [{ ...line, taxIncluded: false }] })
    expect(renamed.money).toEqual(odd)
    const two = await edit({ lines: [{ ...line, taxIncluded: false, quantity: 2 }] })
    expect(two.money).toMatchObject({ subtotalYen: 2100, taxYen: 100, paymentTotalYen: 2100 })
  })

  it('changes the charges of an order whose file brought no lines', async () => {
    const { lines: _none, ...bare } = file({ source: 'ec2' })
    await shop.orders.upsert([bare], owner)
    const changed = await edit({ charges: { shippingYen: 525, discountYen: 100 } })
    expect(changed.money).toMatchObject({ subtotalYen: 1000, totalYen: 1425, paymentTotalYen: 1425, addedPoints: 10 })
    expect(changed.lines).toEqual([])
  })

  it('counts points once where EC-CUBE 4 counts them into 値引, and keeps its lines of charges in step', async () => {
    const charge = { productCode: '', taxRatePercent: 10, quantity: 1 }
    await take({
      money: { ...money, discountYen: 150, shippingYen: 500, totalYen: 1350, paymentTotalYen: 1350, usedPoints: 50 },
      lines: [
        madeLine(),
        madeLine({ ...charge, kind: 'shipping', name: '送料', unitPriceYen: 500 }),
        madeLine({ ...charge, kind: 'discount', name: '値引', unitPriceYen: -100 }),
        madeLine({ ...charge, kind: 'points', name: 'ポイント', unitPriceYen: -50, taxRatePercent: 0 }),
      ],
    })
    const changed = await edit({ charges: { shippingYen: 800 } })
    expect(changed.money).toMatchObject({ discountYen: 100, usedPoints: 50, totalYen: 1700, paymentTotalYen: 1650 })
    expect(changed.lines.map(({ kind, unitPriceYen }) => [kind, unitPriceYen])).toEqual([
      ['product', 1000],
      ['shipping', 800],
      ['discount', -100],
      ['points', -50],
    ])
    expect((await edit({ charges: { usedPoints: 0 } })).lines.map(({ kind }) => kind)).not.toContain('points')
  })

  it('adds and removes deliveries, but none that is under way and not the last', async () => {
    await take()
    const [first, second] = (await stored()).deliveries.map(({ id }) => id)
    const added = await edit({ removedDeliveries: [second ?? 0], addedDeliveries: [typedDelivery()] })
    expect(added.deliveries.map(({ familyName }) => familyName)).toEqual(['田中', '佐藤'])
    expect(await codeOf({ removedDeliveries: added.deliveries.map(({ id }) => id) })).toBe('order.no-delivery')
    await edit({ deliveries: [{ id: first ?? 0, trackingNo: '1', address1: '中央', carrier: '佐川急便' }] })
    expect((await stored()).deliveries[0]).toMatchObject({ address1: '中央', carrier: '佐川急便', trackingNo: '1' })
    expect(await codeOf({ removedDeliveries: [first ?? 0] })).toBe('order.delivery-under-way')
    expect(await codeOf({ removedDeliveries: [999] })).toBe('order.changed-meanwhile')
  })

  it.each([
    ['order.no-lines', { lines: [] }],
    ['order.quantity-out-of-range', { lines: [typedLine({ quantity: 0 })] }],
    ['order.total-negative', { charges: { discountYen: 1001 } }],
    ['order.charge-out-of-range', { charges: { feeYen: 1_000_000_000 } }],
    ['order.name-missing', { orderer: { familyName: '' } }],
    ['order.card-number-in-text', { message: '4111111111111111' }],
  ])('refuses %s and leaves the order as it was', async (code, changes) => {
    await take()
    expect(await codeOf(changes)).toBe(code)
  })

  it('lets what a file brought stand, even where it could not be typed', async () => {
    const red = madeLine({ quantity: -1, unitPriceYen: 100 })
    await take({ money: { ...money, subtotalYen: 900, totalYen: 900, paymentTotalYen: 900 }, lines: [madeLine(), red] })
    const { kind: _kind, ...line } = red
    const lines = [typedLine({ unitPriceYen: 2000 }), { ...line }]
    expect((await edit({ lines })).money.subtotalYen).toBe(1900)
  })

  it('lets a long text of a file stay while the rest of its line changes, and refuses it as a new one', async () => {
    const long = '銘'.repeat(1_200)
    await take({ lines: [madeLine({ name: long, productCode: 'c'.repeat(150), class1: ` ${'色'.repeat(300)}` })] })
    const [line] = (await stored()).lines
    const { kind: _kind, ...known } = line ?? madeLine()
    const typed = lineInputSchema.parse({ ...known, quantity: 2 })
    expect((await edit({ lines: [typed] })).lines[0]).toMatchObject({ name: long, quantity: 2 })
    expect(await codeOf({ lines: [{ ...typed, name: `${long}器` }] })).toBe('order.line-text-too-long')
    expect(await codeOf({ lines: [{ ...typed, productCode: 'd'.repeat(101) }] })).toBe('order.line-text-too-long')
    expect(await codeOf({ lines: [{ ...typed, name: '器'.repeat(200) }] })).toBe('stored')
    // A method that a file brought can be chosen, however long its name is.
    expect(await codeOf(orderChangesSchema.parse({ paymentMethodName: '銀行振込'.repeat(50) }))).toBe('stored')
  })
})

describe('an order with a trade at the gateway', () => {
  it('keeps its kind of payment, while card money may change', async () => {
    await take()
    expect(await codeOf({ paymentMethodName: '銀行振込' })).toBe('stored')
    expect(await codeOf({ paymentMethodName: 'クレジットカード決済' })).toBe('stored')
    await giveTrade('linked')
    expect(await codeOf({ paymentMethodName: '銀行振込' })).toBe('order.method-locked')
    expect(await codeOf({ paymentMethodName: 'クレジットカード' })).toBe('stored')
    expect(await codeOf({ charges: { shippingYen: 525 } })).toBe('stored')
  })

  it.each(['コンビニ決済', 'ペイジー決済'])('cannot change its money when it is paid by %s', async (name) => {
    await take({ paymentMethodName: name })
    await giveTrade('linked')
    expect(await codeOf({ charges: { shippingYen: 525 } })).toBe('order.money-locked')
    expect(await codeOf({ lines: [typedLine({ unitPriceYen: 1000 }), typedLine()] })).toBe('order.money-locked')
    expect(await codeOf({ orderer: { tel: '1' } })).toBe('stored')
  })

  it('changes neither money nor method while an outcome is being looked for', async () => {
    await take()
    await giveTrade('underInquiry')
    expect(await codeOf({ charges: { feeYen: 1 } })).toBe('settlement.in-progress')
    expect(await codeOf({ paymentMethodName: '銀行振込' })).toBe('settlement.in-progress')
    expect(await codeOf({ note: '電話済み' })).toBe('stored')
  })
})

describe('the cart’s file after the desk changed the contents', () => {
  const later = T0 + 60 * DAY
  const ownLines = [typedLine({ unitPriceYen: 3000 })]

  it('keeps goods, charges, address and method that the cart has not touched since', async () => {
    await take()
    const mine = await edit({
      ...{ lines: ownLines, charges: { shippingYen: 525 }, paymentMethodName: '銀行振込', message: '急ぎ' },
      ...{ orderer: { address1: '中央', address2: '2' }, orderedAt: T0 - DAY },
    })
    expect(await take({ updatedAt: later, note: '追記' })).toBe('changed')
    expect(await stored()).toMatchObject({
      ...{ money: mine.money, lines: mine.lines, orderer: mine.orderer, orderedAt: T0 - DAY },
      ...{ message: '急ぎ', note: '追記', paymentMethod: { name: '銀行振込' } },
    })
  })

  it('takes the cart’s goods and sums together when both moved and the cart later, and says so in the history', async () => {
    await take()
    await edit({ lines: ownLines })
    const now = shop.clock.now()
    const theirs = { lines: [madeLine({ quantity: 2 })], money: { ...money, totalYen: 2000, paymentTotalYen: 2000 } }
    expect(await take({ ...theirs, updatedAt: now - 1 })).toBe('same')
    expect((await stored()).money.subtotalYen).toBe(3000)
    await take({ ...theirs, updatedAt: now + 1, message: '再送' })
    // The first file was the cart's last word on the goods: what it says again is no news.
    expect(await stored()).toMatchObject({ message: '再送', money: { subtotalYen: 3000 } })
    await take({ ...theirs, money: { ...theirs.money, totalYen: 2100, paymentTotalYen: 2100 }, updatedAt: now + 2 })
    const order = await stored()
    expect(order.money.totalYen).toBe(2100)
    expect(order.lines).toEqual([madeLine({ quantity: 2 })])
    const fields = (await shop.orders.history(order.id))[0]?.changes.map(({ field }) => field)
    expect(fields).toEqual(expect.arrayContaining(['お支払い合計', '明細1']))
  })

  it('never puts the sums of a file without lines over lines typed here', async () => {
    const { lines: _none, ...bare } = file({ source: 'ec2' })
    await shop.orders.upsert([bare], owner)
    await edit({ lines: ownLines })
    const newer = { ...bare, updatedAt: later, money: { ...money, totalYen: 1200, paymentTotalYen: 1200 } }
    await shop.orders.upsert([newer], owner)
    expect(await stored()).toMatchObject({ lines: [], money: { totalYen: 1200, subtotalYen: 1000 } })
  })

  it('never mixes two addresses, and follows the cart again in what the desk left alone', async () => {
    await take()
    await edit({ orderer: { postalCode: '104-0001', address1: '中央' } })
    const moved = { familyName: '田中', postalCode: '100-0001', prefecture: '東京都', address1: '千代田' }
    await take({ updatedAt: T0 + DAY, orderer: { ...moved, address2: '別館', tel: '03-1' } })
    expect((await stored()).orderer).toMatchObject({
      postalCode: '104-0001',
      address1: '中央',
      address2: '1',
      tel: '03-1',
    })
    await take({ updatedAt: later, orderer: { ...moved, address2: '新館', tel: '03-1' } })
    expect((await stored()).orderer).toMatchObject({ postalCode: '100-0001', address1: '千代田', address2: '新館' })
  })

  it('keeps the deliveries as the desk arranged them', async () => {
    await take()
    const [first, second] = (await stored()).deliveries.map(({ id }) => id)
    const deliveries = [{ id: first ?? 0, address1: '中央' }]
    await edit({ deliveries, removedDeliveries: [second ?? 0], addedDeliveries: [typedDelivery()] })
    await take({ updatedAt: later, note: '追記' })
    expect((await stored()).deliveries.map(({ address1 }) => address1)).toEqual(['中央', '大分市金池町'])
  })
})
