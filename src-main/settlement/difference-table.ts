import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { TradeSight } from '../../src-shared/trade-difference.ts'

/** What the gateway showed of an order's trade when the two did not fit. */
export interface DifferenceRecord {
  readonly orderId: number
  /** Null when the gateway knew no such trade. */
  readonly theirs: TradeSight | null
  /** When it was first seen that they do not fit. */
  readonly since: Instant
  readonly seenAt: Instant
}

interface Row {
  order_id: number
  status: SettlementStatus | null
  amount_yen: number | null
  processed_at: number | null
  since_at: number
  seen_at: number
}

/** Remembers what the gateway shows; `since` stays what it was when the order is known to differ already. */
export async function saveDifference(
  db: Knex,
  orderId: number,
  theirs: TradeSight | null,
  seenAt: Instant,
): Promise<void> {
  const sight = {
    status: theirs?.status ?? null,
    amount_yen: theirs?.amountYen ?? null,
    processed_at: theirs?.processedAt ?? null,
    seen_at: seenAt,
  }
  const row: Row = { order_id: orderId, since_at: seenAt, ...sight }
  await db('trade_differences').insert(row).onConflict('order_id').merge(sight)
}

/** The order and its trade fit again. */
export async function forgetDifference(db: Knex, orderId: number): Promise<void> {
  await db('trade_differences').where({ order_id: orderId }).delete()
}

/** Every order that did not fit when it was last asked about, the longest known first. Deleted orders are left out. */
export async function knownDifferences(db: Knex): Promise<readonly DifferenceRecord[]> {
  const rows: Row[] = await db<Row>('trade_differences')
    .join('orders', 'orders.id', 'trade_differences.order_id')
    .whereNull('orders.deleted_at')
    .orderBy([{ column: 'since_at' }, { column: 'order_id' }])
    .select<Row[]>('trade_differences.*')
  return rows.map(recordOf)
}

/** What is kept of one order; null while it fits. */
export async function knownDifference(db: Knex, orderId: number): Promise<DifferenceRecord | null> {
  const row = await db<Row>('trade_differences').where({ order_id: orderId }).first()
  return row === undefined ? null : recordOf(row)
}

function recordOf(row: Row): DifferenceRecord {
  return { orderId: row.order_id, theirs: sightOf(row), since: row.since_at, seenAt: row.seen_at }
}

function sightOf({ status, amount_yen: amountYen, processed_at: processedAt }: Row): TradeSight | null {
  return status === null || amountYen === null || processedAt === null ? null : { status, amountYen, processedAt }
}
