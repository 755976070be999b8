import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'

/** Which orders are looked at: payment methods that have a trade, and how far back. */
export interface UnlinkedScope {
  /** Names of payment methods, as the orders carry them. */
  readonly methods: readonly string[]
  readonly orderedSince: Instant
}

/** Ids of orders without a trade, newest first. Read from a view of migration 2. */
export async function unlinkedOrderIds(db: Knex, scope: UnlinkedScope): Promise<readonly number[]> {
  const rows = (await within(db, scope).select('order_id').orderBy('ordered_at', 'desc')) as { order_id: number }[]
  return rows.map((row) => row.order_id)
}

export async function countUnlinked(db: Knex, scope: UnlinkedScope): Promise<number> {
  const row = (await within(db, scope).count({ n: '*' }).first()) as { n: number } | undefined
  return row?.n ?? 0
}

function within(db: Knex, scope: UnlinkedScope) {
  return db('unlinked_orders').whereIn('payment_method', scope.methods).where('ordered_at', '>=', scope.orderedSince)
}
