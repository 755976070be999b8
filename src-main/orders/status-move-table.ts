import type { Knex } from 'knex'
import type { OrderStatus } from '../../src-shared/order.ts'
import { statusCoding } from './order-codes.ts'

/** What a preview of a move looks at in an order. */
export interface SeenOrder {
  readonly id: number
  readonly version: number
  readonly orderNo: string
  readonly status: OrderStatus
  readonly name: string
  readonly hasPaidDay: boolean
  readonly hasShippedDay: boolean
  /** お届け先 without a day of shipping. */
  readonly unshippedDeliveries: number
}

interface Row {
  readonly id: number
  readonly version: number
  readonly order_no: string
  readonly status: number
  readonly name: string
  readonly has_paid_day: number
  readonly has_shipped_day: number
  readonly unshipped: number
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
       o.paid_at IS NOT NULL AS has_paid_day, o.shipped_at IS NOT NULL AS has_shipped_day,
       (SELECT count(*) FROM order_deliveries AS d WHERE d.order_id = o.id AND d.shipped_at IS NULL) AS unshipped
     FROM orders AS o WHERE o.deleted_at IS NULL AND o.id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
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
    hasPaidDay: row.has_paid_day === 1,
    hasShippedDay: row.has_shipped_day === 1,
    unshippedDeliveries: row.unshipped,
  }
}
