import type { OrderConditions, OrderPageRequest, OrderRow } from '../../src-shared/order-search.ts'
import type { Connection } from '../db/database.ts'
import { filtersOf } from './order-filters.ts'
import {
  countSql,
  fewest,
  pageSql,
  probeSql,
  sampleSql,
  type PagePlan,
  type ProbedFilter,
} from './order-search-plan.ts'
import { countAll, idsFrom, numberFrom, orderRows } from './order-search-table.ts'
import { findPaymentMethods } from './payment-method-table.ts'
import type { Filter } from './search-filter.ts'
import { sql, type Sql } from './sql-text.ts'

/** Orders looked at to guess how many meet all conditions together. */
const SAMPLE = 400

/** One page of 検索結果一覧. */
export async function pageOfOrders(db: Connection, request: OrderPageRequest): Promise<readonly OrderRow[]> {
  const query = await planPage(db, request)
  return query === null ? [] : orderRows(db, await idsFrom(db, query))
}

/** The exact number of orders that meet the conditions. */
export async function countOrders(db: Connection, conditions: OrderConditions): Promise<number> {
  const query = await planCount(db, conditions)
  if (query === 'all') return countAll(db)
  return query === null ? 0 : numberFrom(db, query)
}

/** The query for the ids of a page; null when a probe showed that nothing can be found. */
export async function planPage(db: Connection, request: OrderPageRequest): Promise<Sql | null> {
  const { conditions, sort, pageSize } = request
  const probed = await probedFilters(db, conditions)
  if (probed.some(({ found }) => found === 0)) return null
  const filters = probed.map(({ filter }) => filter)
  const offset = request.page * pageSize
  const plan = await pagePlan(db, probed, request, offset + pageSize)
  return pageSql(plan, filters, sort, pageSize, offset)
}

/** The query for the count: `all` without conditions, null when a probe showed that nothing can be found. */
export async function planCount(db: Connection, conditions: OrderConditions): Promise<Sql | null | 'all'> {
  const probed = await probedFilters(db, conditions)
  if (probed.length === 0) return 'all'
  if (probed.some(({ found }) => found === 0)) return null
  const filters = probed.map(({ filter }) => filter)
  return countSql(fewest(probed)?.filter ?? countLead(filters), filters)
}

async function pagePlan(
  db: Connection,
  probed: readonly ProbedFilter[],
  { sort }: OrderPageRequest,
  wanted: number,
): Promise<PagePlan> {
  const filters = probed.map(({ filter }) => filter)
  const [only] = filters
  if (sort.key === 'updatedAt' && filters.length === 1 && only?.lead?.isByUpdate === true)
    return { kind: 'lead', filter: only }
  const few = fewest(probed)
  if (few !== null) return { kind: 'lead', filter: few.filter }
  if (filters.length === 0) return { kind: 'walk' }
  const largestId = await numberFrom(db, sql('SELECT max(id) AS n FROM orders'))
  const hits = await numberFrom(db, sampleSql(filters, sampleIds(largestId)))
  // Walking reads a row of the table for each order it passes, which costs some four times a row of the wide index.
  if ((wanted * SAMPLE) / Math.max(hits, 0.5) < largestId / 4) return { kind: 'walk' }
  const byPerson = filters.find((filter) => filter.lead?.index === 'orders_by_person')
  return byPerson === undefined ? { kind: 'scan' } : { kind: 'lead', filter: byPerson }
}

/** A condition alone is counted in its own index; with others, that of persons still beats looking at every order. */
function countLead(filters: readonly Filter[]): Filter | null {
  const [only] = filters
  if (filters.length === 1 && only?.lead) return only
  return filters.find((filter) => filter.lead?.index === 'orders_by_person') ?? null
}

async function probedFilters(db: Connection, conditions: OrderConditions): Promise<readonly ProbedFilter[]> {
  const methods = conditions.paymentMethods ?? []
  const methodIds = methods.length === 0 ? null : Array.from((await findPaymentMethods(db, methods)).values())
  const probed: ProbedFilter[] = []
  for (const filter of filtersOf(conditions, methodIds)) {
    const found = filter.lead === null ? null : await numberFrom(db, probeSql(filter.lead))
    probed.push({ filter, found })
    // Nothing can be found any more: the other probes would be wasted.
    if (found === 0) break
  }
  return probed
}

/** Ids spread evenly, the same for every page of a list, so that its pages are all made by the same plan. */
function sampleIds(largestId: number): string {
  return JSON.stringify(
    Array.from({ length: SAMPLE }, (_none, index) => Math.ceil(((index + 0.5) * largestId) / SAMPLE)),
  )
}
