import { sealAll } from '../../../src-main/db/seal.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../../src-shared/order.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const HOUR = 3_600_000
let shop: OpenedShop
let order: Order

beforeEach(async () => {
  shop = await openedShop()
  const [added] = await shop.orders.upsert(
    [
      madeOrder({
        orderNo: '55',
        customerNo: '7',
        message: 'のし希望',
        lines: [madeLine(), madeLine({ kind: 'shipping', productCode: '', name: '送料', unitPriceYen: 525 })],
        deliveries: [
          { cartShipmentNo: '1', timeSlot: '午前中', familyName: '田中' },
          { cartShipmentNo: '2', shippedAt: 5 },
        ],
      }),
    ],
    owner,
  )
  order = await shop.orders.open(added?.id ?? 0)
})
afterEach(() => shop.close())

const change = (changes: Parameters<typeof shop.orders.change>[2], seen = order.version) =>
  shop.orders.change(order.id, seen, changes, owner)

describe('opening an order', () => {
  it('shows everything that was stored', () => {
    expect(order).toMatchObject({
      orderNo: '55',
      version: 1,
      status: 'received',
      customerNo: '7',
      message: 'のし希望',
      note: '',
    })
    expect(order.paymentMethod).toEqual({ name: 'クレジットカード決済', kind: 'card' })
    expect(order.lines.map((line) => line.name)).toEqual(['湯呑', '送料'])
    expect(order.deliveries.map((delivery) => delivery.cartShipmentNo)).toEqual(['1', '2'])
    expect(order.settlement).toMatchObject({ status: null, link: { state: 'unlinked', reason: 'notAsked' } })
    expect(Object.keys(order)).not.toContain('cart')
    expect(Object.keys(order.deliveries[0] ?? {})).not.toContain('cart')
  })

  it('has no settlement for a method without a trade', async () => {
    const [added] = await shop.orders.upsert([madeOrder({ orderNo: '56', paymentMethodName: '代金引換' })], owner)
    expect((await shop.orders.open(added?.id ?? 0)).settlement).toBeNull()
  })

  it('refuses an order that does not exist', async () => {
    await expect(shop.orders.open(999)).rejects.toThrow('order.not-found')
  })
})

describe('changing an order', () => {
  it('writes note and delivery, counts the version up and notes each field', async () => {
    shop.clock.set(shop.clock.now() + HOUR)
    const [first] = order.deliveries
    const changed = await change({
      note: '電話済み',
      deliveries: [{ id: first?.id ?? 0, trackingNo: '1234-5678', requestedOn: '2026-11-30', timeSlot: '' }],
    })
    expect(changed).toEqual(await shop.orders.open(order.id))
    expect(changed).toMatchObject({ version: 2, note: '電話済み', updatedAt: shop.clock.now() })
    expect(changed.deliveries[0]).toMatchObject({ trackingNo: '1234-5678', requestedOn: '2026-11-30', timeSlot: '' })
    const [entry] = await shop.orders.history(order.id)
    expect(entry).toMatchObject({ kind: 'order.changed', operatorName: '店主' })
    expect(entry?.changes).toEqual([
      { field: 'メモ', from: '', to: '電話済み' },
      { field: 'お届け先1 配達日指定', from: '', to: '2026/11/30' },
      { field: 'お届け先1 時間指定', from: '午前中', to: '' },
      { field: 'お届け先1 発送伝票番号', from: '', to: '1234-5678' },
    ])
  })

  it('refuses a version that somebody else has changed meanwhile, and writes nothing', async () => {
    await change({ note: 'a' })
    await expect(change({ note: 'b' })).rejects.toThrow('order.changed-meanwhile')
    expect((await shop.orders.open(order.id)).note).toBe('a')
  })

  it('lets one of two simultaneous changes win', async () => {
    const results = await Promise.allSettled([change({ note: 'a' }), change({ note: 'b' })])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await shop.orders.open(order.id)).version).toBe(2)
  })

  it('leaves version and history alone when nothing differs', async () => {
    expect((await change({ note: '', status: 'received' })).version).toBe(1)
    expect(await shop.orders.history(order.id)).toHaveLength(1)
  })

  it('refuses a card number in the note', async () => {
    await expect(change({ note: 'カード 4111 1111 1111 1111' })).rejects.toThrow('order.card-number-in-text')
  })

  it('refuses a delivery that is not of this order', async () => {
    await expect(change({ deliveries: [{ id: 999, trackingNo: '1' }] })).rejects.toThrow('order.changed-meanwhile')
  })

  it('sets 入金日 when it comes into 入金済み, and never clears it', async () => {
    const paid = await change({ status: 'paid' })
    expect(paid.paidAt).toBe(shop.clock.now())
    const back = await change({ status: 'received' }, paid.version)
    expect(back).toMatchObject({ status: 'received', paidAt: shop.clock.now(), shippedAt: null })
  })

  it('sets 全商品発送日 when it comes into 発送済み, and 発送日 of deliveries without one', async () => {
    const shipped = await change({ status: 'shipped' })
    expect(shipped.shippedAt).toBe(shop.clock.now())
    expect(shipped.deliveries.map((delivery) => delivery.shippedAt)).toEqual([shop.clock.now(), 5])
    const [entry] = await shop.orders.history(order.id)
    expect(entry?.changes.map((field) => field.field)).toEqual(['対応状況', '全商品発送日', 'お届け先1 発送日'])
  })
})

describe('what settlement needs', () => {
  it('moves the status inside a transaction of the caller, with its entry', async () => {
    await shop.db.write(async (trx) => {
      await shop.orders.changeStatusIn(trx, order.id, 'paid', owner)
      expect(await shop.orders.openIn(trx, order.id)).toMatchObject({ status: 'paid', version: 2 })
    })
    expect((await shop.orders.history(order.id))[0]?.changes).toContainEqual({
      field: '対応状況',
      from: '新規受付',
      to: '入金済み',
    })
  })

  it('takes it back with the transaction', async () => {
    const failing = shop.db.write(async (trx) => {
      await shop.orders.changeStatusIn(trx, order.id, 'paid', owner)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await shop.orders.open(order.id)).toEqual(order)
  })

  it('counts the version up on touch and on a status that stays, without an entry', async () => {
    await shop.db.write((trx) => shop.orders.touch(trx, order.id))
    await shop.db.write((trx) => shop.orders.changeStatusIn(trx, order.id, 'received', owner))
    expect(await shop.orders.open(order.id)).toMatchObject({ version: 3, updatedAt: shop.clock.now() })
    expect(await shop.orders.history(order.id)).toHaveLength(1)
    await expect(shop.db.write((trx) => shop.orders.touch(trx, 999))).rejects.toThrow('order.not-found')
  })

  it('shows a trade and its open operation in list and order', async () => {
    await shop.db.write(async (trx) => {
      await trx.raw(
        `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen, settle_by) VALUES (?, 'linked', '55-1', 'authorised', 1000, '2026-12-01')`,
        [order.id],
      )
      await trx.raw(
        `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash, order_status, pre_status,
           pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state, operator_id, created_at, updated_at)
         VALUES ('op1', ?, '55-1', 'sales', 'S1', '{}', '', 'received', 'authorised', 1000, 1, 'sales', 1000, 'intended', 'owner', 9, 9)`,
        [order.id],
      )
      await sealAll(trx, 'payments')
      await sealAll(trx, 'settlement_operations')
    })
    const underInquiry = { id: 'op1', action: 'sales', state: 'inProgress', startedAt: 9 }
    const expected = {
      status: 'authorised',
      link: { state: 'linked', gatewayOrderNo: '55-1' },
      settleBy: '2026-12-01',
      underInquiry,
    }
    expect((await shop.orders.open(order.id)).settlement).toMatchObject({ ...expected, payment: null })
    const [row] = await shop.orders.page({
      conditions: {},
      sort: { key: 'updatedAt', descending: true },
      page: 0,
      pageSize: 10,
    })
    expect(row?.settlement).toEqual({ ...expected, amountYen: 1000 })
  })
})

describe('what the forms offer', () => {
  it('names payment methods and time slots that occur', async () => {
    await shop.orders.upsert(
      [madeOrder({ orderNo: '57', paymentMethodName: '銀行振込', deliveries: [{ timeSlot: '14-16' }] })],
      owner,
    )
    expect(await shop.orders.vocabulary()).toEqual({
      paymentMethods: ['クレジットカード決済', '銀行振込'],
      timeSlots: ['14-16', '午前中'],
    })
  })

  it('knows which numbers exist', async () => {
    expect(await shop.orders.byOrderNos(['55', '99'])).toEqual(new Map([['55', { id: order.id, version: 1 }]]))
    expect(await shop.orders.isEmpty()).toBe(false)
  })
})
