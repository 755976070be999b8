import { sealAll } from '../../../src-main/db/seal.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import type { OrderChanges } from '../../../src-shared/order-input.ts'
import type { Order } from '../../../src-shared/order.ts'
import { orderStatusText } from '../../../src-shared/text.ts'
import { madeLine, madeOrder, madeOrders } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const T0 = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const full = (given: Partial<ImportedOrder> = {}): ImportedOrder =>
  madeOrder({
    orderNo: '100',
    updatedAt: T0,
    note: '',
    lines: [madeLine()],
    deliveries: [{ cartShipmentNo: '9', trackingNo: '', shippedAt: null }],
    ...given,
  })
const take = async (...orders: ImportedOrder[]) =>
  (await shop.orders.upsert(orders, owner)).map((outcome) => outcome.fate)
async function stored(): Promise<Order> {
  const id = (await shop.orders.byOrderNos(['100'])).get('100')?.id ?? 0
  return shop.orders.open(id)
}
async function edit(changes: OrderChanges): Promise<Order> {
  const order = await stored()
  return shop.orders.change(order.id, order.version, changes, owner)
}
/** A settlement of the order whose outcome is not known yet. */
async function startSettlement(id: number): Promise<void> {
  await shop.db.write(async (trx) => {
    await trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen) VALUES (?, 'linked', 'g', 'authorised', 1)`,
      [id],
    )
    await trx.raw(
      `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash, order_status, pre_status,
         pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state, operator_id, created_at, updated_at)
       VALUES ('op', ?, 'g', 'sales', 'S1', '{}', '', 'received', 'authorised', 1, 1, 'sales', 1, 'unknown', 'owner', 1, 1)`,
      [id],
    )
    await sealAll(trx, 'payments')
    await sealAll(trx, 'settlement_operations')
  })
}

describe('taking orders over', () => {
  it('adds, then finds the same, then changes, and says so beforehand', async () => {
    const orders = madeOrders(1_200, 5)
    const fates = async (batch: readonly ImportedOrder[]) => {
      const compared = (await shop.orders.compare(batch)).map((outcome) => outcome.fate)
      const done = await take(...batch)
      expect(done).toEqual(compared)
      return new Set(done)
    }
    expect(await fates(orders)).toEqual(new Set(['added']))
    expect(await fates(orders)).toEqual(new Set(['same']))
    expect(await fates(orders.map((order) => ({ ...order, message: '変更', updatedAt: order.updatedAt + 1 })))).toEqual(
      new Set(['changed']),
    )
    expect(await shop.orders.count({ message: '変更' })).toBe(1_200)
    expect(await shop.orders.count({ message: 'ギフト' })).toBe(0)
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it('fills what the file has no column for with nothing, and keeps it later', async () => {
    await take(full({ note: '電話する', customerNo: '3' }))
    const bare = madeOrder({ orderNo: '100', updatedAt: T0 + DAY, money: { totalYen: 2000, paymentTotalYen: 1900 } })
    expect(await take(bare)).toEqual(['changed'])
    const order = await stored()
    expect(order).toMatchObject({ note: '電話する', customerNo: '3', money: { totalYen: 2000, subtotalYen: 0 } })
    expect(order.lines).toHaveLength(1)
    expect(order.deliveries).toHaveLength(1)
  })

  it('notes in the history what a file changed', async () => {
    await take(full())
    await take(full({ updatedAt: T0 + DAY, orderer: { familyName: '髙橋' }, lines: [madeLine({ quantity: 2 })] }))
    const [entry, first] = await shop.orders.history((await stored()).id)
    expect(first).toMatchObject({ kind: 'order.imported', changes: [] })
    expect(entry?.kind).toBe('order.reimported')
    expect(entry?.changes).toEqual([
      { field: '顧客名', from: '田中 太郎', to: '髙橋 太郎' },
      { field: '明細1', from: 'cup-1 湯呑 1,000円(税込 10%) × 1', to: 'cup-1 湯呑 1,000円(税込 10%) × 2' },
    ])
  })

  it('takes a number that comes twice in one go as two states of one order', async () => {
    expect(await take(full(), full({ updatedAt: T0 + 1, message: 'あと' }))).toEqual(['added', 'changed'])
    expect(await stored()).toMatchObject({ message: 'あと', version: 2 })
  })

  it('makes customers and products of what orders show, the newest order deciding', async () => {
    await take(
      full({
        orderNo: '2',
        orderedAt: T0 + DAY,
        customerNo: '7',
        orderer: { address1: '新住所' },
        lines: [madeLine({ name: '湯呑 大' })],
      }),
      full({ orderNo: '1', orderedAt: T0, customerNo: '7', orderer: { address1: '旧住所' } }),
    )
    const rows = await shop.db.read<unknown[]>((connection) =>
      connection.raw('SELECT c.customer_no, c.address1, p.code, p.name FROM customers AS c, products AS p'),
    )
    expect(rows).toEqual([
      expect.objectContaining({ customer_no: '7', address1: '新住所', code: 'cup-1', name: '湯呑 大' }),
    ])
  })

  it('leaves an order under a running settlement alone', async () => {
    await take(full())
    await startSettlement((await stored()).id)
    const before = await stored()
    expect(await take(full({ updatedAt: T0 + DAY, message: '変更' }), full())).toEqual(['locked', 'same'])
    expect(await stored()).toEqual(before)
  })

  it('writes nothing at all when the transaction fails', async () => {
    const failing = shop.db.write(async (trx) => {
      await shop.orders.upsert([full()], owner, trx)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await shop.orders.isEmpty()).toBe(true)
    expect(await shop.orders.count({ name: '田中' })).toBe(0)
  })
})

describe('a file against the work of the operator', () => {
  it('keeps status, note and slip number when the cart has not touched them', async () => {
    await take(full())
    const [delivery] = (await stored()).deliveries
    await edit({ status: 'shipped', note: '梱包済み', deliveries: [{ id: delivery?.id ?? 0, trackingNo: '123' }] })
    await take(full({ updatedAt: T0 + 60 * DAY, message: '追記' }))
    const order = await stored()
    expect(order).toMatchObject({ status: 'shipped', note: '梱包済み', message: '追記' })
    expect(order.shippedAt).not.toBeNull()
    expect(order.deliveries[0]).toMatchObject({ id: delivery?.id, trackingNo: '123' })
  })

  it('follows the cart where the operator has done nothing', async () => {
    await take(full())
    await take(
      full({
        updatedAt: T0 + DAY,
        status: 'paid',
        note: '入金確認',
        paidAt: T0,
        deliveries: [{ cartShipmentNo: '9', trackingNo: '77' }],
      }),
    )
    const order = await stored()
    expect(order).toMatchObject({ status: 'paid', note: '入金確認', paidAt: T0, updatedAt: T0 + DAY })
    expect(order.deliveries[0]?.trackingNo).toBe('77')
  })

  it('takes the newer note when both sides wrote one, and keeps the older in the history', async () => {
    await take(full())
    await edit({ note: '当店で記入' })
    const now = shop.clock.now()
    await take(full({ updatedAt: now - 1, note: 'カートで前に記入' }))
    expect((await stored()).note).toBe('当店で記入')
    await take(full({ updatedAt: now + 1, note: 'カートで後に記入' }))
    expect((await stored()).note).toBe('カートで後に記入')
    expect((await shop.orders.history((await stored()).id))[0]?.changes).toContainEqual({
      field: 'メモ',
      from: '当店で記入',
      to: 'カートで後に記入',
    })
  })

  it('never moves the status a step back, but lets a later cancellation through', async () => {
    await take(full())
    await edit({ status: 'shipped' })
    const later = shop.clock.now() + DAY
    await take(full({ updatedAt: later, status: 'paid' }))
    expect((await stored()).status).toBe('shipped')
    await take(full({ updatedAt: later + 1, status: 'cancelled' }))
    expect((await stored()).status).toBe('cancelled')
  })

  it.each(['cancelled', 'returned'] as const)('lets %s through even when the desk was later', async (status) => {
    await take(full())
    await edit({ status: 'shipped' })
    const file = full({ updatedAt: T0 + DAY, status })
    expect(await take(file)).toEqual(['changed'])
    const order = await stored()
    expect(order).toMatchObject({ status, version: 3, updatedAt: shop.clock.now() })
    expect((await shop.orders.history(order.id))[0]).toMatchObject({
      kind: 'order.reimported',
      changes: [{ field: '対応状況', from: '発送済み', to: orderStatusText[status] }],
    })
    expect(await take(file)).toEqual(['same'])
  })

  it('keeps a cancellation back while a settlement runs, and lets it through afterwards', async () => {
    await take(full())
    await edit({ status: 'inProgress' })
    await startSettlement((await stored()).id)
    const cancellation = full({ updatedAt: T0 + DAY, status: 'cancelled' })
    expect(await take(cancellation)).toEqual(['locked'])
    expect((await stored()).status).toBe('inProgress')
    await shop.db.write((trx) => trx.raw(`UPDATE settlement_operations SET state = 'applied'`))
    expect(await take(cancellation)).toEqual(['changed'])
    expect((await stored()).status).toBe('cancelled')
  })

  it('leaves an order open that was opened again here after its cancellation', async () => {
    await take(full({ status: 'cancelled' }))
    await edit({ status: 'inProgress' })
    await take(full({ status: 'cancelled', updatedAt: shop.clock.now() + DAY, message: '追記' }))
    expect(await stored()).toMatchObject({ status: 'inProgress', message: '追記' })
  })

  it('asks again about a status it did not take over', async () => {
    await take(full())
    await edit({ status: 'inProgress' })
    const paid = full({ updatedAt: T0 + DAY, status: 'paid' })
    expect(await take(paid)).toEqual(['same'])
    await edit({ status: 'received' })
    expect(await take(paid)).toEqual(['changed'])
    expect((await stored()).status).toBe('paid')
    await edit({ status: 'inProgress' })
    expect(await take(full({ updatedAt: T0 + 2 * DAY, status: 'shipped' }))).toEqual(['same'])
    await take(full({ updatedAt: shop.clock.now() + 1, status: 'shipped' }))
    expect((await stored()).status).toBe('shipped')
  })

  it('never empties a slip number that was given here', async () => {
    await take(full({ deliveries: [{ cartShipmentNo: '9', trackingNo: '1' }] }))
    const [delivery] = (await stored()).deliveries
    await edit({ deliveries: [{ id: delivery?.id ?? 0, trackingNo: '2' }] })
    await take(full({ updatedAt: shop.clock.now() + DAY, deliveries: [{ cartShipmentNo: '9', trackingNo: '' }] }))
    expect((await stored()).deliveries[0]?.trackingNo).toBe('2')
  })

  it('ignores a file older than the last one', async () => {
    await take(full({ updatedAt: T0 + DAY, message: '新' }))
    expect(await take(full({ updatedAt: T0, message: '旧' }))).toEqual(['same'])
    expect((await stored()).message).toBe('新')
  })

  it('drops a delivery the cart no longer has, unless it was shipped from here', async () => {
    const two = [{ cartShipmentNo: '9' }, { cartShipmentNo: '10' }, { cartShipmentNo: '11' }]
    await take(full({ deliveries: two }))
    const order = await stored()
    await edit({ deliveries: [{ id: order.deliveries[1]?.id ?? 0, trackingNo: '55' }] })
    await take(full({ updatedAt: T0 + DAY, deliveries: [{ cartShipmentNo: '9' }] }))
    expect((await stored()).deliveries.map((delivery) => delivery.cartShipmentNo)).toEqual(['9', '10'])
  })
})
