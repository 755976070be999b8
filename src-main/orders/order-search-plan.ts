import type { OrderSort, OrderSortKey } from '../../src-shared/order-search.ts'
import type { Filter, Lead, OrderIndex } from './search-filter.ts'
import { joined, sql, type Sql } from './sql-text.ts'

/**
 * SQLite cannot know how often a bound name or status occurs and picks bad plans for combined conditions (seconds
 * instead of milliseconds at a million orders). So the index is chosen here, from what small probes counted, and is
 * forced with INDEXED BY.
 */

/** So many rows are collected and sorted faster than anything better could be found out. */
export const FEW = 2_000

/** How many orders there may be, and how many of `SAMPLE` evenly spread ones meet every condition. */
export interface Spread {
  readonly orders: number
  readonly hits: number
}

/** Orders looked at to guess how many meet all conditions together. */
export const SAMPLE = 400

/** A filter and what its probe counted, at most up to its limit; null when it has no lead. */
export interface ProbedFilter {
  readonly filter: Filter
  readonly found: number | null
}

const sortColumns: Readonly<Record<OrderSortKey, readonly string[]>> = {
  updatedAt: ['updated_at', 'id'],
  orderedAt: ['ordered_at', 'id'],
  orderNo: ['order_no_number', 'order_no', 'id'],
  name: ['name_key', 'id'],
  total: ['total_yen', 'id'],
  shippedAt: ['shipped_at', 'id'],
  status: ['status', 'id'],
}
const sortIndexes: Readonly<Record<OrderSortKey, OrderIndex>> = {
  updatedAt: 'orders_by_update',
  orderedAt: 'orders_by_ordered',
  orderNo: 'orders_by_number',
  name: 'orders_by_name',
  total: 'orders_by_total',
  shippedAt: 'orders_by_shipped',
  status: 'orders_by_status',
}
/** Carries every column that conditions look at, so that reading all of it is the cheapest way to look at every order. */
const WIDE: OrderIndex = 'orders_by_update'

/** These carry them too, so that what they lead to costs one entry each and no row. */
const wideIndexes: ReadonlySet<OrderIndex | 'id'> = new Set([WIDE, 'orders_by_person', 'orders_by_ordered'])

/** True when conditions are looked at without touching the rows. */
export function isWide(lead: Lead | null): boolean {
  return lead !== null && wideIndexes.has(lead.index)
}

/** How far a probe counts: beyond, reading every order in the wide index is cheaper than this condition's rows. */
export function probeLimit(orders: number): number {
  return Math.max(FEW, Math.floor(orders / 50))
}

/** The condition with the fewest rows, when its probe did not reach the limit. */
export function fewest(filters: readonly ProbedFilter[], limit: number): ProbedFilter | null {
  const few = filters.filter(({ found }) => found !== null && found <= limit)
  return few.reduce<ProbedFilter | null>(
    (best, one) => (best === null || (one.found ?? 0) < (best.found ?? 0) ? one : best),
    null,
  )
}

/** How the ids of one page are found. */
export type PagePlan =
  /** All rows of the leading condition are collected, checked and sorted. */
  | { readonly kind: 'lead'; readonly filter: Filter }
  /** The sorted list is walked from its beginning until the page is full. */
  | { readonly kind: 'walk' }
  /** Every order is looked at in the wide index, those that fit are sorted. */
  | { readonly kind: 'scan' }
  /** Deleted orders, of which there are few and for which the other indexes do not exist. */
  | { readonly kind: 'deleted' }

/** A row of the table costs about so many times one of an index that has all that is asked. */
const ROW = 3
/** With fewer hits the sample says nothing about how far a walk would go. */
const CREDIBLE_HITS = 4

/**
 * The cheapest way to `wanted` rows, in index entries to be read. A walk ends when the page is full, so it is best when
 * many orders fit; what leads is read to its end, so it is best when few do.
 */
export function cheapestPage(
  filters: readonly ProbedFilter[],
  sort: OrderSort,
  wanted: number,
  { orders, hits }: Spread,
): PagePlan {
  const fitting = (hits * orders) / SAMPLE
  const walked = hits < CREDIBLE_HITS ? orders : Math.min(orders, (wanted * orders) / fitting)
  const plans: { readonly plan: PagePlan; readonly cost: number }[] = [
    { plan: { kind: 'walk' }, cost: walked * (wideIndexes.has(sortIndexes[sort.key]) ? 1 : ROW) },
    { plan: { kind: 'scan' }, cost: orders },
  ]
  for (const { filter, found } of filters) {
    if (filter.lead === null || found === null) continue
    // A probe that reached its limit only says "at least".
    const rows = found > probeLimit(orders) ? Math.max(found, fitting) : found
    const isKnown = found <= probeLimit(orders) || filters.length === 1 || isWide(filter.lead)
    if (isKnown) plans.push({ plan: { kind: 'lead', filter }, cost: rows * (isWide(filter.lead) ? 1 : ROW) })
  }
  return plans.reduce((best, one) => (one.cost < best.cost ? one : best)).plan
}

/** The ids of a page, in its order. */
export function pageSql(
  plan: PagePlan,
  filters: readonly Filter[],
  sort: OrderSort,
  limit: number,
  offset: number,
): Sql {
  const direction = sort.descending ? 'DESC' : 'ASC'
  const order = sortColumns[sort.key].map((column) => `o.${column} ${direction}`).join(', ')
  const source = sourceOf(plan, sort)
  const where = whereOfPlan(plan, filters)
  return sql(
    `SELECT o.id FROM ${source} WHERE ${where.text} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...where.values,
    limit,
    offset,
  )
}

/** The number of orders; `lead` null looks at every order. */
export function countSql(lead: Filter | null, filters: readonly Filter[]): Sql {
  if (lead?.lead?.count !== undefined && filters.length === 1) return lead.lead.count
  const where = whereOf(lead, filters)
  const source = lead?.lead ? readBy(lead.lead.index) : readBy(WIDE)
  return sql(`SELECT count(*) AS n FROM ${source} WHERE ${where.text}`, ...where.values)
}

/** How many of the orders with these ids (a JSON list) meet every condition. */
export function sampleSql(filters: readonly Filter[], ids: string): Sql {
  const where = whereOf(null, filters)
  return sql(
    `SELECT count(*) AS n FROM orders AS o NOT INDEXED WHERE o.id IN (SELECT value FROM json_each(?)) AND ${where.text}`,
    ids,
    ...where.values,
  )
}

/** The ids a probe answers, at most one more than `limit`. */
export function probedIdsSql({ probe }: Lead, limit: number): Sql {
  return sql(`SELECT rowid AS id FROM (${probe.text} LIMIT ?)`, ...probe.values, limit + 1)
}

/** Rows of a probe, counted up to one more than `limit`. */
export function probeSql({ probe }: Lead, limit: number): Sql {
  return sql(`SELECT count(*) AS n FROM (${probe.text} LIMIT ?)`, ...probe.values, limit + 1)
}

/** The number of deleted orders that meet the conditions. */
export function countDeletedSql(filters: readonly Filter[]): Sql {
  const where = deletedWhere(filters)
  return sql(`SELECT count(*) AS n FROM ${DELETED} WHERE ${where.text}`, ...where.values)
}

function whereOfPlan(plan: PagePlan, filters: readonly Filter[]): Sql {
  if (plan.kind === 'deleted') return deletedWhere(filters)
  if (plan.kind === 'lead') return whereOf(plan.filter, filters)
  const isWalk = plan.kind === 'walk'
  return whereOf(null, isWalk ? filters.map((one) => ({ ...one, check: one.walkCheck ?? one.check })) : filters)
}

const DELETED = 'orders AS o INDEXED BY orders_deleted'

function deletedWhere(filters: readonly Filter[]): Sql {
  return joined([sql('o.deleted_at IS NOT NULL'), ...filters.map((filter) => filter.check)], ' AND ')
}

function sourceOf(plan: PagePlan, sort: OrderSort): string {
  if (plan.kind === 'deleted') return DELETED
  if (plan.kind === 'walk') return readBy(sortIndexes[sort.key])
  if (plan.kind === 'scan') return readBy(WIDE)
  return readBy(plan.filter.lead?.index ?? WIDE)
}

/** NOT INDEXED leaves just the id, which the condition then gives. */
function readBy(index: OrderIndex | 'id'): string {
  return index === 'id' ? 'orders AS o NOT INDEXED' : `orders AS o INDEXED BY ${index}`
}

function whereOf(lead: Filter | null, filters: readonly Filter[]): Sql {
  const leading = lead?.lead ? [lead.lead.where] : []
  const others = filters.filter((filter) => filter !== lead).map((filter) => filter.check)
  return joined([sql('o.deleted_at IS NULL'), ...leading, ...others], ' AND ')
}
