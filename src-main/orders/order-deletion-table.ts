import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import { isSealed, sealRows } from '../db/seal.ts'
import { damagedOrder } from './order-record.ts'

/** What tells one order from another and one state of it from the next. */
export interface OrderHead {
  readonly id: number
  readonly version: number
  readonly orderNo: string
}

/** An order among the deleted or the others; null when it is not there. */
export async function findHead(db: Knex, id: number, isDeleted: boolean): Promise<OrderHead | null> {
  const rows = await db.raw<{ id: number; version: number; order_no: string }[]>(
    `SELECT id, version, order_no FROM orders WHERE id = ? AND deleted_at IS ${isDeleted ? 'NOT NULL' : 'NULL'}`,
    [id],
  )
  const [row] = rows
  return row === undefined ? null : { id: row.id, version: row.version, orderNo: row.order_no }
}

/**
 * 更新日 stays: nothing of the order's contents changed, and bringing it back puts it where it was. Refusal
 * `storage.damaged` when the order is not as it was written.
 */
export function markDeleted(trx: Knex, id: number, at: Instant): Promise<void> {
  return mark(trx, id, at)
}

/** Undoes `markDeleted`; refused like it. */
export function markRestored(trx: Knex, id: number): Promise<void> {
  return mark(trx, id, null)
}

async function mark(trx: Knex, id: number, deletedAt: Instant | null): Promise<void> {
  const [row] = await trx.raw<{ order_no: string }[]>('SELECT * FROM orders WHERE id = ?', [id])
  if (row !== undefined && !isSealed('orders', row)) throw damagedOrder(row.order_no)
  await trx.raw('UPDATE orders SET version = version + 1, deleted_at = ? WHERE id = ?', [deletedAt, id])
  await sealRows(trx, 'orders', [id])
}

/** Those of `orderNos` that belong to deleted orders. */
export async function deletedAmong(db: Knex, orderNos: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.raw<{ order_no: string }[]>(
    `SELECT order_no FROM orders
     WHERE deleted_at IS NOT NULL AND order_no IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(orderNos)],
  )
  return new Set(rows.map((row) => row.order_no))
}
