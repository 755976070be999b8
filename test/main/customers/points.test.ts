import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movePoints, pointLedger, pointsOf, pointsOfNos, setPoints } from '../../../src-main/customers/points.ts'
import type { Transaction } from '../../../src-main/db/database.ts'
import { madeOrder } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
  await shop.db.write((trx) =>
    trx.raw(`INSERT INTO customers (id, customer_no, family_name, given_name, family_kana, given_kana, company,
      postal_code, prefecture, address1, address2, tel, fax, email, seen_at)
      VALUES (1, '100', '山田', '花子', '', '', '', '', '', '', '', '', '', '', 1)`),
  )
})
afterEach(() => shop.close())

const at = Date.UTC(2026, 10, 26, 1)
const byHand = { at, reason: 'corrected', operatorName: '店主' } as const
const byOrder = { at, reason: 'moved', operatorName: '店主', orderId: null } as const
const write = <T>(work: (trx: Transaction) => Promise<T>) => shop.db.write(work)
const points = async () => (await shop.db.read((db) => pointsOf(db, [1]))).get(1)?.points

describe('a balance', () => {
  it('is unknown at first: orders pass it over', async () => {
    await write((trx) => movePoints(trx, [{ customerId: 1, change: -30 }], byOrder))
    expect(await points()).toBeNull()
    expect((await shop.db.read((db) => pointLedger(db, 1, { offset: 0, limit: 10 }))).total).toBe(0)
  })

  it('is the sum of its ledger once it is known', async () => {
    await write((trx) => setPoints(trx, { customerId: 1, to: 100, seen: null }, { ...byHand, reason: 'imported' }))
    await write((trx) => movePoints(trx, [{ customerId: 1, change: 52 }], byOrder))
    await write((trx) => setPoints(trx, { customerId: 1, to: 100, seen: 152 }, byHand))
    const { lines } = await shop.db.read((db) => pointLedger(db, 1, { offset: 0, limit: 10 }))
    expect(lines.map(({ change, after, reason }) => [change, after, reason])).toEqual([
      [-52, 100, 'corrected'],
      [52, 152, 'moved'],
      [100, 100, 'imported'],
    ])
  })

  it('tells in its ledger whether there is still an order to go to', async () => {
    const [order] = await shop.orders.upsert([madeOrder({ orderNo: '55' })], owner)
    const orderId = order?.id ?? 0
    await write((trx) => setPoints(trx, { customerId: 1, to: 100 }, byHand))
    await write((trx) => movePoints(trx, [{ customerId: 1, change: 5 }], { ...byOrder, orderId }))
    const told = async () =>
      (await shop.db.read((db) => pointLedger(db, 1, { offset: 0, limit: 10 }))).lines.map(
        ({ orderNo, isOrderDeleted }) => [orderNo, isOrderDeleted],
      )
    expect(await told()).toEqual([
      ['55', false],
      [null, false],
    ])
    await shop.orders.remove(orderId, 1, owner)
    expect(await told()).toEqual([
      ['55', true],
      [null, false],
    ])
  })

  it('never falls below 0', async () => {
    await write((trx) => setPoints(trx, { customerId: 1, to: 10 }, byHand))
    const tooMuch = write((trx) => movePoints(trx, [{ customerId: 1, change: -11 }], byOrder))
    await expect(tooMuch).rejects.toMatchObject({
      failure: { code: 'points.short', params: { name: '山田 花子', customerNo: '100', points: 10, after: -1 } },
    })
    expect(await points()).toBe(10)
  })

  it('is not set over one that moved meanwhile, and not twice', async () => {
    await write((trx) => setPoints(trx, { customerId: 1, to: 10 }, byHand))
    await write((trx) => setPoints(trx, { customerId: 1, to: 10 }, byHand))
    const late = write((trx) => setPoints(trx, { customerId: 1, to: 99, seen: 3 }, byHand))
    await expect(late).rejects.toMatchObject({ failure: { code: 'points.changed-meanwhile' } })
    expect((await shop.db.read((db) => pointLedger(db, 1, { offset: 0, limit: 10 }))).total).toBe(1)
  })

  it('of a member who does not exist is refused', async () => {
    const gone = write((trx) => movePoints(trx, [{ customerId: 9, change: 1 }], byOrder))
    await expect(gone).rejects.toMatchObject({ failure: { code: 'customer.not-found' } })
  })
})

it('finds balances by 会員ID', async () => {
  const found = await shop.db.read((db) => pointsOfNos(db, ['100', '200']))
  expect([...found]).toEqual([['100', { id: 1, customerNo: '100', name: '山田 花子', points: null }]])
})
