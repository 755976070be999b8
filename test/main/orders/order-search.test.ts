import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { openOrderFile } from '../../../src-main/orders/order-file.ts'
import { createSampleShop } from '../../../src-main/rehearsal/sample-shop.ts'
import { orderSortKeys } from '../../../src-shared/order-search.ts'
import { madeOrders } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'
import { matches, sorted, type Kept } from './reference-search.ts'
import { anySort, conditionsOver } from './search-arbitraries.ts'

const ORDERS = 800

/** A shop with these orders, a third of them with a trade and every ninth one deleted. */
interface Filled {
  readonly shop: OpenedShop
  readonly kept: readonly Kept[]
}

async function filled(orders: readonly ImportedOrder[]): Promise<Filled> {
  const shop = await openedShop()
  const outcomes = await shop.orders.upsert(orders, owner)
  const trades = orders.map((_order, index) => (index % 3 === 0 ? (index % 2 === 0 ? 'authorised' : 'sales') : null))
  const kept = orders.map((order, index) => ({
    ...order,
    id: outcomes[index]?.id ?? 0,
    trade: trades[index] ?? null,
    isDeleted: index % 9 === 1,
  }))
  for (const order of kept.filter(({ isDeleted }) => isDeleted)) await shop.orders.remove(order.id, 1, owner)
  const rows = kept.filter((order) => order.trade !== null).map((order) => [order.id, order.trade])
  await shop.db.write((trx) =>
    trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen)
       SELECT value ->> 0, 'linked', value ->> 0, value ->> 1, 100 FROM json_each(?)`,
      [JSON.stringify(rows)],
    ),
  )
  return { shop, kept }
}

/** The texts that people would look for. */
const textsOf = (kept: readonly Kept[]) =>
  kept
    .flatMap(({ orderer, lines, orderNo }) => [
      `${orderer.familyName ?? ''} ${orderer.givenName ?? ''}`,
      `${orderer.familyKana ?? ''}${orderer.givenKana ?? ''}`,
      orderer.email ?? '',
      orderer.tel ?? '',
      orderNo,
      ...(lines ?? []).flatMap((line) => [line.name, line.productCode]),
    ])
    .filter((text) => text.trim() !== '')

/** Compares `runs` random searches with looking at every order; answers how many found something. */
async function compare({ shop, kept }: Filled, runs: number): Promise<number> {
  let found = 0
  await fc.assert(
    fc.asyncProperty(conditionsOver(textsOf(kept)), anySort, async (wanted, order) => {
      const fitting = kept.filter((one) => matches(one, wanted))
      const page = await shop.orders.page({ conditions: wanted, sort: order, page: 0, pageSize: 100 })
      expect(page.map((row) => row.orderNo)).toEqual(
        sorted(fitting, order)
          .slice(0, 100)
          .map((one) => one.orderNo),
      )
      expect(await shop.orders.count(wanted)).toBe(fitting.length)
      found += fitting.length > 0 ? 1 : 0
    }),
    { numRuns: runs, seed: 20_261_123 },
  )
  return found
}

describe('order search', () => {
  let made: Filled
  beforeAll(async () => {
    made = await filled(madeOrders(ORDERS, 7))
  })
  afterAll(() => made.shop.close())

  it('finds, counts and sorts exactly what a plain filter finds', async () => {
    // The comparison says little when most searches find nothing.
    expect(await compare(made, 500)).toBeGreaterThan(150)
  }, 180_000)

  it('names the whole result in its order', async () => {
    const sort = { key: 'total', descending: true } as const
    const conditions = { statuses: ['shipped'] } as const
    const ids = await made.shop.orders.ids({ conditions: { statuses: [...conditions.statuses] }, sort })
    const expected = sorted(
      made.kept.filter((one) => matches(one, { statuses: ['shipped'] })),
      sort,
    )
    expect(ids).toEqual(expected.map(({ id }) => id))
  })

  it.each(orderSortKeys.flatMap((key) => [true, false].map((descending) => ({ key, descending }))))(
    'cuts disjoint and complete pages under ties: $key descending=$descending',
    async (order) => {
      const pages: number[] = []
      for (let page = 0; ; page += 1) {
        const rows = await made.shop.orders.page({ conditions: {}, sort: order, page, pageSize: 90 })
        pages.push(...rows.map((row) => row.id))
        if (rows.length < 90) break
      }
      const living = made.kept.filter(({ isDeleted }) => !isDeleted).length
      expect(pages).toHaveLength(living)
      expect(new Set(pages).size).toBe(living)
    },
  )
})

describe('order search over the sample shop and the carts’ files', () => {
  let real: Filled
  beforeAll(async () => {
    const now = Date.UTC(2026, 10, 23, 1)
    const sample = createSampleShop({ now, today: '2026-11-23', seed: 1 }).orders
    const files = ['ec2_order.cp932.csv', 'ec4_order.cp932.csv'].flatMap((name) => {
      const file = openOrderFile(readFileSync(new URL(`../../fixtures/csv/${name}`, import.meta.url)))
      return Array.from(file.orders(), ({ order }) => order)
        .filter((order) => order !== null)
        .map((order): ImportedOrder => ({ ...order, orderNo: `${order.source}-${order.orderNo}` }))
    })
    real = await filled([...sample, ...files])
  })
  afterAll(() => real.shop.close())

  it('finds, counts and sorts exactly what a plain filter finds', async () => {
    expect(real.kept.length).toBe(340)
    expect(await compare(real, 1_500)).toBeGreaterThan(300)
  }, 180_000)
})
