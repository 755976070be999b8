import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settlementStatuses, type SettlementStatus } from '../../../src-shared/settlement.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
let id: number
beforeEach(async () => {
  shop = await openedShop()
  const [outcome] = await shop.orders.upsert([madeOrder({ orderNo: '55' }), madeOrder({ orderNo: '56' })], owner)
  id = outcome?.id ?? 0
})
afterEach(() => shop.close())

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof Refusal ? error.failure : null
}
const listed = async (deleted = false) => {
  const conditions = deleted ? { deleted } : {}
  const sort = { key: 'orderNo', descending: false } as const
  const rows = await shop.orders.page({ conditions, sort, page: 0, pageSize: 10 })
  expect(await shop.orders.count(conditions)).toBe(rows.length)
  return rows.map(({ orderNo }) => orderNo)
}
const trade = (status: SettlementStatus) =>
  shop.db.write((trx) =>
    trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen) VALUES (?, 'linked', 'g', ?, 1)`,
      [id, status],
    ),
  )

describe('deleting an order', () => {
  it('takes it out of every list, writes it down, and brings it back as it was', async () => {
    const before = await shop.orders.open(id)
    const deleted = await shop.orders.remove(id, 1, owner)
    expect(deleted).toEqual({ id, version: 2, orderNo: '55' })
    expect(await listed()).toEqual(['56'])
    expect(await listed(true)).toEqual(['55'])
    expect((await refusal(shop.orders.open(id)))?.code).toBe('order.not-found')
    const [row] = await shop.orders.page({
      conditions: { deleted: true, name: '田中' },
      sort: { key: 'updatedAt', descending: true },
      page: 0,
      pageSize: 10,
    })
    expect(row).toMatchObject({ version: 2, deletedAt: shop.clock.now() })
    expect(await shop.orders.count({ deleted: true, name: '佐藤' })).toBe(0)
    await shop.orders.restore(id, 2, owner)
    expect(await listed()).toEqual(['55', '56'])
    expect(await listed(true)).toEqual([])
    expect(await shop.orders.open(id)).toEqual({ ...before, version: 3 })
    expect((await shop.orders.history(id)).map(({ kind }) => kind)).toEqual([
      'order.restored',
      'order.deleted',
      'order.imported',
    ])
  })

  it('is refused when someone saved meanwhile, and once only', async () => {
    expect((await refusal(shop.orders.remove(id, 2, owner)))?.code).toBe('order.changed-meanwhile')
    await shop.orders.remove(id, 1, owner)
    expect((await refusal(shop.orders.remove(id, 2, owner)))?.code).toBe('order.not-found')
    expect((await refusal(shop.orders.restore(id, 1, owner)))?.code).toBe('order.changed-meanwhile')
    await shop.orders.restore(id, 2, owner)
    expect((await refusal(shop.orders.restore(id, 3, owner)))?.code).toBe('order.not-found')
  })

  const money = new Set(['authorised', 'simpleAuthorised', 'sales', 'captured', 'requested', 'paid', 'other'])
  it.each(settlementStatuses)('looks at the trade first: %s', async (status) => {
    await trade(status)
    const found = await refusal(shop.orders.remove(id, 1, owner))
    if (money.has(status)) expect(found).toEqual({ code: 'order.money-standing', params: { orderNo: '55', status } })
    else expect(found).toBeNull()
    expect(await listed()).toEqual(money.has(status) ? ['55', '56'] : ['56'])
  })

  it.each(['intended', 'unknown', 'conflict'])('is refused under an operation that is %s', async (state) => {
    await trade('voided')
    await shop.db.write((trx) =>
      trx.raw(
        `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash,
           order_status, pre_status, pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state,
           operator_id, created_at, updated_at)
         VALUES ('op', ?, 'g', 'sales', 'S1', '{}', '', 'received', 'authorised', 1, 0, 'sales', 1, ?, 'owner', 0, 0)`,
        [id, state],
      ),
    )
    expect((await refusal(shop.orders.remove(id, 1, owner)))?.code).toBe('settlement.in-progress')
  })

  it.each([
    ['intended', true],
    ['open', true],
    ['unknown', true],
    ['ended', false],
    ['refused', false],
  ])('looks at payment links that are %s', async (state, refuses) => {
    await shop.db.write((trx) =>
      trx.raw(
        `INSERT INTO payment_links (order_id, attempt, gateway_order_no, amount_yen, job, three_d_secure, state,
           issued_at, expires_at, operator_id) VALUES (?, 1, 'g', 1, 'captured', 1, ?, 0, 1, 'owner')`,
        [id, state],
      ),
    )
    expect((await refusal(shop.orders.remove(id, 1, owner)))?.code).toBe(refuses ? 'order.link-open' : undefined)
  })

  it.each<[string, SettlementStatus, boolean]>([
    ['the order has another trade', 'authorised', true],
    ['the order has another trade', 'captured', true],
    ['the order has another trade', 'other', true],
    ['it was taken back', 'voided', false],
  ])('names the money of a second paid link: %s, %s', async (_what, status, refuses) => {
    await trade('voided')
    await shop.db.write((trx) =>
      trx.raw(
        `INSERT INTO payment_links (order_id, attempt, gateway_order_no, amount_yen, job, three_d_secure, state,
           trade_status, issued_at, expires_at, operator_id)
         VALUES (?, 1, 'g', 1, 'captured', 1, 'paid', 'authorised', 0, 1, 'owner'),
           (?, 2, '55-2', 5775, 'captured', 1, 'paid', ?, 0, 1, 'owner')`,
        [id, id, status],
      ),
    )
    const found = await refusal(shop.orders.remove(id, 1, owner))
    const money = { orderNo: '55', gatewayOrderNo: '55-2', amountYen: 5775, status }
    expect(found).toEqual(refuses ? { code: 'order.link-money', params: money } : null)
    expect(await listed()).toEqual(refuses ? ['55', '56'] : ['56'])
  })

  it('stays deleted when the cart’s file brings it again, and says so', async () => {
    await shop.orders.remove(id, 1, owner)
    const file = [madeOrder({ orderNo: '55', status: 'shipped', updatedAt: Date.UTC(2026, 10, 20) })]
    expect(await shop.orders.compare(file)).toMatchObject([{ fate: 'deleted', orderNo: '55' }])
    expect(await shop.orders.upsert(file, owner)).toMatchObject([{ fate: 'deleted', orderNo: '55' }])
    expect(await listed()).toEqual(['56'])
    await shop.orders.restore(id, 2, owner)
    expect((await shop.orders.open(id)).status).toBe('received')
    expect(await shop.orders.upsert(file, owner)).toMatchObject([{ fate: 'changed' }])
  })
})
