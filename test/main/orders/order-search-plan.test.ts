import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filtersOf } from '../../../src-main/orders/order-filters.ts'
import { cheapestPage, countSql, pageSql, SAMPLE, type PagePlan } from '../../../src-main/orders/order-search-plan.ts'
import { planCount, planPage } from '../../../src-main/orders/order-search.ts'
import { orderSortKeys, type OrderConditions, type OrderSort } from '../../../src-shared/order-search.ts'
import type { Sql } from '../../../src-main/orders/sql-text.ts'
import { madeOrders } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

// Enough orders that frequent conditions stop leading and lists are walked.
const ORDERS = 9_000
let shop: OpenedShop
const byUpdate: OrderSort = { key: 'updatedAt', descending: true }

beforeAll(async () => {
  shop = await openedShop()
  await shop.orders.upsert(madeOrders(ORDERS, 21), owner)
}, 60_000)
afterAll(() => shop.close())

const rows = ({ text, values }: Sql) =>
  shop.db.read<{ readonly detail?: string }[]>((connection) => connection.raw(text, [...values]))
async function explained(query: Sql | null | 'all'): Promise<string> {
  if (query === null || query === 'all') throw new Error('There is no query to explain')
  const steps = await rows({ text: `EXPLAIN QUERY PLAN ${query.text}`, values: query.values })
  return steps.map((step) => step.detail).join('\n')
}
const pagePlan = (conditions: OrderConditions, sort = byUpdate) =>
  shop.db.read(async (connection) => explained(await planPage(connection, { conditions, sort, page: 0, pageSize: 50 })))
const countPlan = (conditions: OrderConditions) =>
  shop.db.read(async (connection) => explained(await planCount(connection, conditions)))

describe('every way to find a page', () => {
  const searches: readonly OrderConditions[] = [
    { name: '田' },
    { name: '渡辺', statuses: ['shipped', 'paid'] },
    { tel: '12', message: 'ギフト', sexes: ['male'] },
    { kana: 'タナカタ', orderedFrom: '2025-06-01', orderedTo: '2026-01-31', totalFromYen: 5_000 },
    { orderNoFrom: '100', orderNoTo: '4000', email: 'user.1', hasMessage: true },
    { bornTo: '1965-01-01', paidFrom: '2025-03-01', shippedTo: '2026-03-01', updatedFrom: '2025-02-01' },
  ]
  it.each(searches)('gives the same orders and the same count: %o', async (conditions) => {
    const filters = filtersOf(conditions, null)
    const leads = filters.filter((filter) => filter.lead !== null)
    const plans: PagePlan[] = [
      { kind: 'walk' },
      { kind: 'scan' },
      ...leads.map((filter): PagePlan => ({ kind: 'lead', filter })),
    ]
    for (const key of orderSortKeys) {
      const sort = { key, descending: key !== 'name' }
      const found = await Promise.all(plans.map((plan) => rows(pageSql(plan, filters, sort, 10_000, 0))))
      expect(found[0]?.length).toBeGreaterThan(0)
      for (const other of found.slice(1)) expect(other).toEqual(found[0])
    }
    const counts = await Promise.all([null, ...leads].map((lead) => rows(countSql(lead, filters))))
    for (const other of counts.slice(1)) expect(other).toEqual(counts[0])
  })
})

describe('the chosen index', () => {
  it.each(orderSortKeys)('walks the list sorted by %s without sorting it', async (key) => {
    for (const descending of [true, false]) {
      const plan = await pagePlan({}, { key, descending })
      expect(plan).toContain('COVERING INDEX')
      expect(plan).not.toContain('TEMP B-TREE')
    }
  })

  it.each<[string, OrderConditions]>([
    ['orders_by_person', { name: '伊集院花' }],
    ['orders_by_person', { tel: '0985', statuses: ['shipped'] }],
    ['orders_by_number', { orderNoFrom: '100', orderNoTo: '120' }],
    ['orders_by_status_update', { statuses: ['shipped'] }],
    ['orders_by_method_update', { paymentMethods: ['銀行振込'] }],
    ['orders_by_shipped', { shippedFrom: '2026-01-01', shippedTo: '2026-01-10', sexes: ['male'] }],
    ['orders_by_total', { totalFromYen: 29_500, hasMessage: true }],
    ['orders_by_birth', { bornFrom: '1970-01-01', bornTo: '1970-06-30' }],
    ['orders_by_update', { updatedFrom: '2025-05-01', updatedTo: '2025-05-03' }],
  ])('is led by %s for %o', async (index, conditions) => {
    expect(await pagePlan(conditions)).toMatch(new RegExp(`SEARCH o USING (COVERING )?INDEX ${index} \\(`))
    expect(await countPlan(conditions)).toMatch(new RegExp(`SEARCH o USING (COVERING )?INDEX ${index} \\(`))
  })

  it('finds by the remark and by the exact number through ids', async () => {
    expect(await pagePlan({ message: '3-5日' })).toContain('SEARCH o USING INTEGER PRIMARY KEY')
    const [lettered] = madeOrders(ORDERS, 21).filter((order) => order.orderNo.startsWith('A-'))
    expect(await pagePlan({ orderNoFrom: lettered?.orderNo })).toContain('SEARCH o USING INTEGER PRIMARY KEY')
  })

  it('counts what has no leading condition in the wide index, without reading a row of the table', async () => {
    expect(await countPlan({ sexes: ['male'], hasMessage: true })).toContain('COVERING INDEX orders_by_update')
  })

  it('pages of one status by 更新日 need no sorting', async () => {
    expect(await pagePlan({ statuses: ['received'] })).not.toContain('TEMP B-TREE')
  })

  it('asks nothing more when a word occurs nowhere', async () => {
    const nothing = { name: '鬱' }
    expect(
      await shop.db.read((connection) =>
        planPage(connection, { conditions: nothing, sort: byUpdate, page: 0, pageSize: 50 }),
      ),
    ).toBeNull()
    expect(await shop.orders.count(nothing)).toBe(0)
  })
})

describe('the cheapest way to a page', () => {
  const orders = 1_000_000
  const byName: OrderSort = { key: 'name', descending: false }
  const kindOf = (conditions: OrderConditions, found: number | null, hits: number, sort: OrderSort) =>
    cheapestPage(
      filtersOf(conditions, null).map((filter) => ({ filter, found })),
      sort,
      100,
      { orders, hits },
    ).kind

  it.each<[string, OrderConditions, number | null, number, OrderSort, string]>([
    ['walks when most orders fit', { name: '田' }, 20_001, SAMPLE, byUpdate, 'walk'],
    ['collects the persons when they are few', { name: '田中' }, 3_000, 1, byUpdate, 'lead'],
    ['collects the persons rather than reading rows by name', { name: '田中' }, 12_000, 5, byName, 'lead'],
    ['looks at every order when nothing leads and few fit', { sexes: ['male'] }, null, 1, byName, 'scan'],
    ['walks by 更新日 when nothing leads', { sexes: ['male'] }, null, 1, byUpdate, 'walk'],
  ])('%s', (_title, conditions, found, hits, sort, kind) => {
    expect(kindOf(conditions, found, hits, sort)).toBe(kind)
  })
})
