import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { DaysLeftCounts, TodayKind } from '../../src-shared/today.ts'

/** The days and instants that the lists are cut at. */
export interface TodayBounds {
  /** `YYYY-MM-DD` in Japan. */
  readonly today: string
  readonly in3Days: string
  readonly in7Days: string
  readonly in20Days: string
  /** Unpaid numbers that end by then. */
  readonly slipsUntil: Instant
  /** First instant of the days of the chart. */
  readonly daysFrom: Instant
}

/** A card's count, and the ids of its first rows in their order. */
export interface TodayIds {
  readonly count: number
  readonly ids: readonly number[]
}

/** A list as a query for `id`, in its order; every list has one so that count and rows cannot differ. */
interface TodayQuery {
  readonly from: string
  readonly order: string
  readonly values: readonly (string | number)[]
}

/** Code of 新規受付 as stored. */
const RECEIVED = 20

function queryOf(kind: TodayKind, bounds: TodayBounds): TodayQuery {
  if (kind === 'received') {
    const from = `SELECT o.id, o.id AS place FROM orders AS o INDEXED BY orders_by_status
      WHERE o.deleted_at IS NULL AND o.status = ?`
    return { from, order: 'place', values: [RECEIVED] }
  }
  if (kind === 'underInquiry') {
    // The second half keeps what may simply be tried again out; the first lets the partial index serve.
    const from = `SELECT s.order_id AS id, s.created_at AS place FROM settlement_operations AS s
      WHERE s.state IN ('intended', 'unknown', 'conflict', 'awaitRetry') AND s.state <> 'awaitRetry'`
    return { from, order: 'place, id', values: [] }
  }
  const from = 'SELECT a.order_id AS id, a.place FROM order_alerts AS a WHERE a.kind = ?'
  if (kind !== 'slipDue') return { from, order: 'place, id', values: [kind] }
  return { from: `${from} AND a.place <= ?`, order: 'place, id', values: [kind, bounds.slipsUntil] }
}

/** The first `limit` orders of a list, and how many there are. */
export async function todayIds(db: Knex, kind: TodayKind, bounds: TodayBounds, limit: number): Promise<TodayIds> {
  const { from, order, values } = queryOf(kind, bounds)
  const counted = await db.raw<{ n: number }[]>(`SELECT count(*) AS n FROM (${from})`, [...values])
  const count = counted[0]?.n ?? 0
  if (count === 0) return { count, ids: [] }
  const rows = await db.raw<{ id: number }[]>(`SELECT id FROM (${from}) ORDER BY ${order} LIMIT ?`, [...values, limit])
  return { count, ids: rows.map((row) => row.id) }
}

/** 仮売上 by days left; each counts in the nearest of the four. */
export async function daysLeftCounts(db: Knex, bounds: TodayBounds): Promise<DaysLeftCounts> {
  const { today, in3Days, in7Days, in20Days } = bounds
  const rows = await db.raw<DaysLeftCounts[]>(
    `SELECT coalesce(sum(place < :today), 0) AS late,
       coalesce(sum(place >= :today AND place <= :in3Days), 0) AS within3,
       coalesce(sum(place > :in3Days AND place <= :in7Days), 0) AS within7,
       coalesce(sum(place > :in7Days AND place <= :in20Days), 0) AS within20
     FROM order_alerts WHERE kind = 'authorised' AND place <= :in20Days`,
    {
      today: dayNumber(today),
      in3Days: dayNumber(in3Days),
      in7Days: dayNumber(in7Days),
      in20Days: dayNumber(in20Days),
    },
  )
  const [found] = rows
  return found === undefined ? { late: 0, within3: 0, within7: 0, within20: 0 } : { ...found }
}

/** `2026-11-23` as 20261123, as the lists keep days. */
function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''))
}

/** Ends of unpaid numbers by order id. */
export async function slipTerms(db: Knex, ids: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
  const rows = await db.raw<{ order_id: number; term_at: number }[]>(
    `SELECT order_id, term_at FROM payments WHERE term_at IS NOT NULL AND order_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  )
  return new Map(rows.map((row) => [row.order_id, row.term_at]))
}

/** Orders since `daysFrom` by day of 受注日, payment method and カード決済状況. Nine hours: days are Japanese. */
export async function ordersByDay(db: Knex, daysFrom: Instant): Promise<readonly DayRow[]> {
  return db.raw<DayRow[]>(
    `SELECT date((o.ordered_at + 32400000) / 1000, 'unixepoch') AS day, m.name AS paymentMethod, p.status,
       count(*) AS orders, sum(o.payment_total_yen) AS totalYen
     FROM orders AS o INDEXED BY orders_by_ordered JOIN payment_methods AS m ON m.id = o.payment_method_id
       LEFT JOIN payments AS p INDEXED BY payments_by_order ON p.order_id = o.id
     WHERE o.deleted_at IS NULL AND o.ordered_at >= ? GROUP BY day, m.id, p.status ORDER BY day`,
    [daysFrom],
  )
}

/** One group of `ordersByDay`. */
export interface DayRow {
  readonly day: string
  readonly paymentMethod: string
  readonly status: SettlementStatus | null
  readonly orders: number
  readonly totalYen: number
}
