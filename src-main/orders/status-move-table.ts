import type { Knex } from 'knex'
import type { OrderStatus } from '../../src-shared/order.ts'
import { lineKindCoding, statusCoding } from './order-codes.ts'

/** What a preview of a move looks at in an order. */
export interface SeenOrder {
  readonly id: number
  readonly version: number
  readonly orderNo: string
  readonly status: OrderStatus
  readonly name: string
  readonly isMember: boolean
  readonly hasPaidDay: boolean
  readonly hasShippedDay: boolean
  readonly usedPoints: number
  readonly addedPoints: number
  /** お届け先 without a day of shipping. */
  readonly unshippedDeliveries: number
  /** Pieces of goods, services and fees not counted. */
  readonly pieces: number
}

interface Row {
  readonly id: number
  readonly version: number
  readonly order_no: string
  readonly status: number
  readonly name: string
  readonly is_member: number
  readonly has_paid_day: number
  readonly has_shipped_day: number
  readonly used_points: number
  readonly added_points: number
  readonly unshipped: number
  readonly pieces: number
}

/** Number of orders by 対応状況; one without orders is not in the map. */
export async function countByStatus(db: Knex): Promise<ReadonlyMap<OrderStatus, number>> {
  const rows = await db.raw<{ status: number; n: number }[]>(
    'SELECT status, count(*) AS n FROM orders INDEXED BY orders_by_status WHERE deleted_at IS NULL GROUP BY status',
  )
  return new Map(rows.map((row) => [statusCoding.wordOf(row.status), row.n]))
}

/** Ids and versions in the order of `ids`; orders that do not exist are left out. */
export async function versionsOf(
  db: Knex,
  ids: readonly number[],
): Promise<readonly { readonly id: number; readonly seen: number }[]> {
  return db.raw<{ id: number; seen: number }[]>(
    `SELECT o.id, o.version AS seen FROM json_each(?) AS wanted CROSS JOIN orders AS o ON o.id = wanted.value
     WHERE o.deleted_at IS NULL ORDER BY wanted.key`,
    [JSON.stringify(ids)],
  )
}

/** The orders with these ids by id; those that do not exist are not in the map. */
export async function seenOrders(db: Knex, ids: readonly number[]): Promise<ReadonlyMap<number, SeenOrder>> {
  const rows = await db.raw<Row[]>(
    `SELECT o.id, o.version, o.order_no, o.status, trim(o.family_name || ' ' || o.given_name) AS name,
       o.customer_no IS NOT NULL AS is_member, o.paid_at IS NOT NULL AS has_paid_day,
       o.shipped_at IS NOT NULL AS has_shipped_day, o.used_points, o.added_points,
       (SELECT count(*) FROM order_deliveries AS d WHERE d.order_id = o.id AND d.shipped_at IS NULL) AS unshipped,
       (SELECT coalesce(sum(l.quantity), 0) FROM order_lines AS l WHERE l.order_id = o.id AND l.kind = ?) AS pieces
     FROM orders AS o WHERE o.deleted_at IS NULL AND o.id IN (SELECT value FROM json_each(?))`,
    [lineKindCoding.codeOf('product'), JSON.stringify(ids)],
  )
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

function fromRow(row: Row): SeenOrder {
  return {
    id: row.id,
    version: row.version,
    orderNo: row.order_no,
    status: statusCoding.wordOf(row.status),
    name: row.name,
    isMember: row.is_member === 1,
    hasPaidDay: row.has_paid_day === 1,
    hasShippedDay: row.has_shipped_day === 1,
    usedPoints: row.used_points,
    addedPoints: row.added_points,
    unshippedDeliveries: row.unshipped,
    pieces: row.pieces,
  }
}
