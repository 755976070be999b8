import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { shopFile } from '../../../src-main/db/shop-file.ts'
import { createSampleShop } from '../../../src-main/rehearsal/sample-shop.ts'
import { KEPT_IDS } from '../../../src-main/orders/order-search.ts'
import type { OrderConditions } from '../../../src-shared/order-search.ts'
import { madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
let orderIds: readonly number[]

const byUpdate = { key: 'updatedAt', descending: true } as const
const found = async (conditions: OrderConditions) => {
  const rows = await shop.orders.page({ conditions, sort: byUpdate, page: 0, pageSize: 100 })
  const count = await shop.orders.count(conditions)
  return { ids: rows.map(({ id }) => id), count }
}

beforeEach(async () => {
  shop = await openedShop()
  const { orders } = createSampleShop({ now: shop.clock.now(), today: '2026-11-23', seed: 1 })
  const outcomes = await shop.orders.upsert(orders.slice(-60), owner)
  orderIds = outcomes.map(({ id }) => id ?? 0)
})

afterEach(async () => {
  await shop.close()
})

it('answers the same search anew after anything was written', async () => {
  const before = await found({ statuses: ['paid'] })
  expect(before.count).toBeGreaterThan(0)
  expect(await found({ statuses: ['paid'] })).toEqual(before)
  const id = orderIds.find((one) => !before.ids.includes(one)) ?? 0
  await shop.db.write((trx) => shop.orders.changeStatusIn(trx, id, 'paid', owner))
  const after = await found({ statuses: ['paid'] })
  expect(after.count).toBe(before.count + 1)
  expect([...after.ids].sort()).toEqual([...before.ids, id].sort())
})

it('notices what another connection wrote', async () => {
  const before = await found({ statuses: ['paid'] })
  expect(before.count).toBeGreaterThan(0)
  const id = orderIds.find((one) => !before.ids.includes(one)) ?? 0
  const other = new DatabaseSync(shopFile(shop.dataDir), { timeout: 5_000 })
  const likeFirst = 'UPDATE orders SET status = (SELECT status FROM orders WHERE id = ?) WHERE id = ?'
  other.prepare(likeFirst).run(before.ids[0] ?? 0, id)
  other.close()
  const after = await found({ statuses: ['paid'] })
  expect(after.count).toBe(before.count + 1)
  expect(after.ids).toContain(id)
})

it('goes on behind the part of a long result that it keeps', async () => {
  const count = KEPT_IDS + 150
  const orderer = { familyName: '鷲尾', givenName: '', familyKana: 'ワシオ', givenKana: '', email: '', tel: '' }
  const made = Array.from({ length: count }, (_none, index) =>
    madeOrder({ orderNo: `w-${index}`, orderer, updatedAt: Date.UTC(2026, 0, 1) + (index % 700) * 60_000 }),
  )
  const outcomes = await shop.orders.upsert(made, owner)
  const wanted = outcomes
    .map(({ id }, index) => ({ id: id ?? 0, updatedAt: made[index]?.updatedAt ?? 0 }))
    .sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)
    .map(({ id }) => id)
  const conditions = { name: '鷲尾' }
  const shown: number[] = []
  for (let page = 0; page * 70 < count; page += 1) {
    const rows = await shop.orders.page({ conditions, sort: byUpdate, page, pageSize: 70 })
    shown.push(...rows.map(({ id }) => id))
  }
  expect(shown).toEqual(wanted)
  expect(await shop.orders.count(conditions)).toBe(count)
  // Counted by another question than the list was made by.
  expect(await shop.orders.count({ name: '鷲' })).toBe(count)
})
