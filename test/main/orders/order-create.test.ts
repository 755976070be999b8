import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../../src-shared/failure.ts'
import { newOrderSchema } from '../../../src-shared/order-input.ts'
import { chargesOf, goodsOf } from '../../../src-shared/order-money.ts'
import { orderTotals } from '../../../src-shared/order-totals.ts'
import type { Order } from '../../../src-shared/order.ts'
import { firstMoneySettings } from '../../../src-shared/money-settings.ts'
import { madeOrder } from './made-orders.ts'
import { typedDelivery, typedLine, typedOrder } from './made-forms.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const create = (input = typedOrder()) => shop.orders.create(input, owner)
async function refusal(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof Refusal ? error.failure : error
}

describe('registering an order by hand', () => {
  it('counts the sums of the guide, page 9, and stores the order with its entry', async () => {
    const order = await create(typedOrder({ message: 'のし希望', note: '電話注文', customerNo: '12' }))
    expect(order).toEqual(await shop.orders.open(order.id))
    expect(order).toMatchObject({
      orderNo: 'T-000001',
      source: 'desk',
      status: 'received',
      version: 1,
      orderedAt: shop.clock.now(),
      customerNo: '12',
      message: 'のし希望',
      note: '電話注文',
      money: { subtotalYen: 5250, shippingYen: 525, totalYen: 5775, paymentTotalYen: 5775, addedPoints: 52 },
      paymentMethod: { kind: 'card' },
      settlement: { link: { state: 'unlinked', reason: 'notAsked' } },
    })
    expect(order.deliveries).toMatchObject([{ familyName: '佐藤', carrier: 'ヤマト運輸', cartShipmentNo: '' }])
    expect(await shop.orders.history(order.id)).toMatchObject([{ kind: 'order.created', operatorName: '店主' }])
    expect(await shop.orders.count({ name: '佐藤', message: 'のし' })).toBe(1)
    const seen = await shop.db.read<unknown[]>((connection) =>
      connection.raw('SELECT c.customer_no, p.code FROM customers AS c, products AS p'),
    )
    expect(seen).toEqual([expect.objectContaining({ customer_no: '12', code: '123456' })])
  })

  it('levels what people type, and takes the day they say', async () => {
    const { orderer } = typedOrder()
    const typed = { ...orderer, familyKana: 'さとう', postalCode: '８７００００１', tel: '０９０－０００１' }
    const order = await create(typedOrder({ orderer: typed, orderedAt: 1_000 }))
    expect(order.orderer).toMatchObject({ familyKana: 'サトウ', postalCode: '870-0001', tel: '090-0001' })
    expect(order.orderedAt).toBe(1_000)
  })

  it('makes one order of one form, however often it is sent', async () => {
    const input = typedOrder()
    const [first, second] = await Promise.all([create(input), create(input)])
    const third = await create(newOrderSchema.parse({ ...input, customerNo: '' }))
    expect([second.id, third.id]).toEqual([first.id, first.id])
    expect(await shop.orders.count({})).toBe(1)
    expect(await shop.orders.history(first.id)).toHaveLength(1)
    expect(await refusal(create({ ...input, note: '別の内容' }))).toMatchObject({
      code: 'order.already-created',
      params: { orderNo: 'T-000001', id: first.id },
    })
    expect((await create()).orderNo).toBe('T-000002')
  })

  it('wastes no number on what it refuses, and passes over those that a file has brought', async () => {
    await shop.orders.upsert([madeOrder({ orderNo: 'T-000001' }), madeOrder({ orderNo: '3' })], owner)
    await refusal(create(typedOrder({ lines: [] })))
    expect((await create()).orderNo).toBe('T-000002')
    await shop.db.write((trx) => trx.raw(`UPDATE orders SET deleted_at = 1 WHERE order_no = 'T-000002'`))
    expect((await create()).orderNo).toBe('T-000003')
    expect('T-000003').toMatch(/^[A-Za-z0-9-]{1,27}$/)
  })

  it('is never touched by a file that has its number', async () => {
    const order = await create()
    const file = madeOrder({ orderNo: order.orderNo, updatedAt: shop.clock.now() + 1_000_000 })
    const fates = [...(await shop.orders.compare([file])), ...(await shop.orders.upsert([file], owner))]
    expect(fates.map(({ fate }) => fate)).toEqual(['foreign', 'foreign'])
    expect(await shop.orders.open(order.id)).toEqual(order)
  })

  it.each([
    ['order.no-lines', { lines: [] }],
    ['order.line-without-name', { lines: [typedLine(), typedLine({ name: '' })] }],
    ['order.quantity-out-of-range', { lines: [typedLine({ quantity: 0 })] }],
    ['order.quantity-out-of-range', { lines: [typedLine({ quantity: 1_000_000 })] }],
    ['order.price-out-of-range', { lines: [typedLine({ unitPriceYen: -1 })] }],
    ['order.charge-out-of-range', { charges: { discountYen: -1, shippingYen: 0, feeYen: 0, usedPoints: 0 } }],
    ['order.total-negative', { charges: { discountYen: 5251, shippingYen: 0, feeYen: 0, usedPoints: 0 } }],
    ['order.total-negative', { charges: { discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 5251 } }],
    ['order.total-too-large', { lines: [typedLine({ unitPriceYen: 99_999_999, quantity: 999_999 })] }],
    ['order.name-missing', { orderer: { ...typedOrder().orderer, familyName: '' } }],
    ['order.card-number-in-text', { note: '4111 1111 1111 1111' }],
    ['order.card-number-in-text', { lines: [typedLine({ name: '4111-1111-1111-1111' })] }],
    ['order.card-number-in-text', { deliveries: [typedDelivery({ address2: '4111111111111111' })] }],
  ])('refuses %s and writes nothing', async (code, given) => {
    expect(await refusal(create(typedOrder(given)))).toMatchObject({ code })
    expect(await shop.orders.isEmpty()).toBe(true)
  })

  it('takes zero yen, a JAN code that looks like a card’s number, and a carrier’s long slip number', async () => {
    const lines = [typedLine({ productCode: '4222222222222' })]
    const charges = { discountYen: 5775, shippingYen: 525, feeYen: 0, usedPoints: 0 }
    const deliveries = [typedDelivery({ trackingNo: '4111111111111111' })]
    expect((await create(typedOrder({ lines, charges, deliveries }))).money.paymentTotalYen).toBe(0)
  })
})

describe('what is stored', () => {
  it('always equals the totals of its lines, and its sums hold, after registering and after changing', async () => {
    const yen = fc.nat(20_000)
    const line = fc.record({
      unitPriceYen: yen,
      taxIncluded: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 30 }),
      taxRatePercent: fc.constantFrom(8, 10),
    })
    const goods = fc.array(line.map(typedLine), { minLength: 1, maxLength: 5 })
    const charges = fc.record({ discountYen: fc.nat(900), shippingYen: yen, feeYen: yen, usedPoints: fc.nat(900) })
    await fc.assert(
      fc.asyncProperty(goods, goods, charges, charges, async (first, second, before, after) => {
        const order = await create(typedOrder({ lines: first, charges: before })).catch(() => null)
        if (order === null) return
        expectSums(order)
        const change = { lines: second, charges: after }
        const changed = await shop.orders.change(order.id, order.version, change, owner).catch(() => order)
        expectSums(changed)
        expect(await shop.orders.open(order.id)).toEqual(changed)
      }),
      { numRuns: 60 },
    )
    expect(await shop.audit.firstBroken()).toBeNull()
    expect(await shop.orders.count({})).toBeGreaterThan(30)
  })
})

function expectSums({ money, lines }: Order): void {
  const charges = chargesOf(money)
  const { lines: _lines, byRate, ...totals } = orderTotals({ lines: goodsOf(lines), ...charges }, firstMoneySettings)
  expect(money).toEqual(totals)
  expect(money.totalYen).toBe(money.subtotalYen - money.discountYen + money.shippingYen + money.feeYen)
  expect(money.paymentTotalYen).toBe(money.totalYen - money.usedPoints)
  expect(byRate.reduce((sum, rate) => sum + rate.totalYen, 0)).toBe(money.paymentTotalYen)
}
