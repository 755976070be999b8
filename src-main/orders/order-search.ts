import type { OrderConditions, OrderPageRequest, OrderRow, OrderSort } from '../../src-shared/order-search.ts'
import type { Connection } from '../db/database.ts'
import { filtersOf } from './order-filters.ts'
import {
  cheapestPage,
  countDeletedSql,
  countSql,
  FEW,
  fewest,
  isWide,
  pageSql,
  probedIdsSql,
  probeLimit,
  probeSql,
  SAMPLE,
  sampleSql,
  type PagePlan,
  type ProbedFilter,
} from './order-search-plan.ts'
import { countAll, idListFrom, idsFrom, numberFrom, orderRows } from './order-search-table.ts'
import { findPaymentMethods } from './payment-method-table.ts'
import type { Filter } from './search-filter.ts'
import { listKey, type KnownList, type KnownSearch, type SearchMemory } from './search-memory.ts'
import { sql, type Sql } from './sql-text.ts'

/**
 * So much of a result is kept: the first pages. Finding the first few of some thousands and counting the others costs less
 * than putting all of them in order.
 */
export const KEPT_IDS = 200
/** More orders than any shop has in one file. */
const MAX_LISTED = 10_000_000

/** One page of 検索結果一覧. */
export async function pageOfOrders(
  db: Connection,
  request: OrderPageRequest,
  memory: SearchMemory,
): Promise<readonly OrderRow[]> {
  const { conditions, sort, page, pageSize } = request
  const known = await knownSearch(db, conditions, memory)
  const end = (page + 1) * pageSize
  const list = known === null || end > KEPT_IDS ? null : await listOf(db, sort, known)
  if (list?.isWhole === true || (list !== null && end <= list.ids.length)) {
    return orderRows(db, list.ids.slice(page * pageSize, end))
  }
  const query = await planPage(db, request, await known?.probed)
  return query === null ? [] : orderRows(db, await idsFrom(db, query))
}

/** A search that was asked before, or is kept from now on; null when it is none to be kept. */
async function knownSearch(
  db: Connection,
  conditions: OrderConditions,
  memory: SearchMemory,
): Promise<KnownSearch | null> {
  if (conditions.deleted === true) return null
  return memory.search(db, conditions, (orders) => probedFilters(db, conditions, orders))
}

/** The beginning of a result with few orders; where that is the whole, it is also the shortest way to the count. */
function listOf(db: Connection, sort: OrderSort, { probed, lists }: KnownSearch): Promise<KnownList | null> {
  const key = listKey(sort)
  const list = lists.get(key) ?? probed.then((filters) => beginningOf(db, filters, sort))
  lists.set(key, list)
  list.catch(() => lists.delete(key))
  return list
}

async function beginningOf(
  db: Connection,
  probed: readonly ProbedFilter[],
  sort: OrderSort,
): Promise<KnownList | null> {
  if (probed.some(({ found }) => found === 0)) return { ids: [], isWhole: true }
  const few = fewest(probed, FEW)
  // In an index that has the list's own order, a page and the count cost next to nothing.
  if (few === null || (probed.length === 1 && few.filter.lead?.isByUpdate === true)) return null
  const filters = probed.map(({ filter }) => filter)
  const ids = await idsFrom(db, pageSql({ kind: 'lead', filter: few.filter }, filters, sort, KEPT_IDS + 1, 0))
  return { ids, isWhole: ids.length <= KEPT_IDS }
}

/** The ids of every order that meets the conditions, in the order of the list; at most `limit` of them. */
export async function allOrderIds(
  db: Connection,
  request: Pick<OrderPageRequest, 'conditions' | 'sort'>,
  limit = MAX_LISTED,
): Promise<readonly number[]> {
  const query = await planPage(db, { ...request, page: 0, pageSize: limit })
  return query === null ? [] : idsFrom(db, query)
}

/** The exact number of orders that meet the conditions. */
export async function countOrders(db: Connection, conditions: OrderConditions, memory: SearchMemory): Promise<number> {
  const known = await knownSearch(db, conditions, memory)
  for (const list of known?.lists.values() ?? []) {
    const found = await list
    if (found?.isWhole === true) return found.ids.length
  }
  const query = await planCount(db, conditions, await known?.probed)
  if (query === 'all') return countAll(db)
  return query === null ? 0 : numberFrom(db, query)
}

/** The query for the ids of a page; null when a probe showed that nothing can be found. */
export async function planPage(
  db: Connection,
  request: OrderPageRequest,
  known?: readonly ProbedFilter[],
): Promise<Sql | null> {
  const { conditions, sort, pageSize } = request
  if (conditions.deleted === true) {
    const filters = await allFilters(db, conditions)
    return pageSql({ kind: 'deleted' }, filters, sort, pageSize, request.page * pageSize)
  }
  const probed = known ?? (await probedFilters(db, conditions, await largestId(db)))
  if (probed.some(({ found }) => found === 0)) return null
  const filters = probed.map(({ filter }) => filter)
  const offset = request.page * pageSize
  const plan = await pagePlan(db, probed, request, offset + pageSize)
  return pageSql(plan, filters, sort, pageSize, offset)
}

/** The query for the count: `all` without conditions, null when a probe showed that nothing can be found. */
export async function planCount(
  db: Connection,
  conditions: OrderConditions,
  known?: readonly ProbedFilter[],
): Promise<Sql | null | 'all'> {
  if (conditions.deleted === true) return countDeletedSql(await allFilters(db, conditions))
  const probed = known ?? (await probedFilters(db, conditions, await largestId(db)))
  if (probed.length === 0) return 'all'
  if (probed.some(({ found }) => found === 0)) return null
  const filters = probed.map(({ filter }) => filter)
  const few = fewest(probed, probeLimit(await largestId(db)))
  return countSql(few?.filter ?? countLead(filters), filters)
}

async function pagePlan(
  db: Connection,
  probed: readonly ProbedFilter[],
  { sort }: OrderPageRequest,
  wanted: number,
): Promise<PagePlan> {
  const filters = probed.map(({ filter }) => filter)
  const [only] = filters
  if (only === undefined) return { kind: 'walk' }
  if (sort.key === 'updatedAt' && filters.length === 1 && only.lead?.isByUpdate === true)
    return { kind: 'lead', filter: only }
  const few = fewest(probed, FEW)
  if (few !== null) return { kind: 'lead', filter: few.filter }
  const orders = await largestId(db)
  const hits = await numberFrom(db, sampleSql(filters, sampleIds(orders)))
  return cheapestPage(probed, sort, wanted, { orders, hits })
}

/** A condition alone is counted in its own index; with others, a part of a wide one still beats looking at every order. */
function countLead(filters: readonly Filter[]): Filter | null {
  const [only] = filters
  if (filters.length === 1 && only?.lead) return only
  const wide = filters.filter(({ lead }) => isWide(lead) && lead?.index !== 'orders_by_update')
  return wide.find(({ lead }) => lead?.index === 'orders_by_person') ?? wide[0] ?? null
}

async function allFilters(db: Connection, conditions: OrderConditions): Promise<readonly Filter[]> {
  const methods = conditions.paymentMethods ?? []
  const methodIds = methods.length === 0 ? null : Array.from((await findPaymentMethods(db, methods)).values())
  return filtersOf(conditions, methodIds)
}

async function probedFilters(
  db: Connection,
  conditions: OrderConditions,
  orders: number,
): Promise<readonly ProbedFilter[]> {
  const limit = probeLimit(orders)
  const probed: ProbedFilter[] = []
  for (const filter of await allFilters(db, conditions)) {
    const one = await probe(db, filter, limit)
    probed.push(one)
    // Nothing can be found any more: the other probes would be wasted.
    if (one.found === 0) break
  }
  return probed
}

async function probe(db: Connection, filter: Filter, limit: number): Promise<ProbedFilter> {
  const { lead } = filter
  if (lead === null) return { filter, found: null }
  if (lead.whereFound !== undefined) {
    const { ids, count } = await idListFrom(db, probedIdsSql(lead, FEW))
    // What is known by now need not be found again, not even for the count.
    const { count: _count, ...others } = lead
    if (count <= FEW) return { filter: { ...filter, lead: { ...others, where: lead.whereFound(ids) } }, found: count }
  }
  return { filter, found: await numberFrom(db, probeSql(lead, limit)) }
}

/** Orders are hardly ever deleted, so the largest id is as good as their number and costs nothing. */
function largestId(db: Connection): Promise<number> {
  return numberFrom(db, sql('SELECT max(id) AS n FROM orders'))
}

/** Steps of the golden ratio fall evenly and never in time with any regularity of the orders. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Ids spread over all orders, the same for every page of a list, so that its pages are all made by the same plan. */
function sampleIds(orders: number): string {
  return JSON.stringify(
    Array.from({ length: SAMPLE }, (_none, index) => 1 + Math.floor((((index + 1) * GOLDEN) % 1) * orders)),
  )
}
