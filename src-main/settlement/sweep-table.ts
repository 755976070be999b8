import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { SweepEnd, SweepReport } from '../../src-shared/sweep.ts'

interface Row {
  finished_at: number
  ended: SweepEnd
  total: number
  asked: number
  linked: number
  adopted: number
  differing: number
  left_out: number
  unanswered: number
}

/** States a trade can leave at any time, by the shop, the buyer or the gateway's own console. */
const waitingStates: readonly SettlementStatus[] = [
  'unprocessed',
  'authenticated',
  'authorised',
  'simpleAuthorised',
  'requested',
]
/** States that can still be taken back for a while. */
const soldStates: readonly SettlementStatus[] = ['sales', 'captured']

/**
 * Orders whose trade can still change: those that wait, and those sold since `soldSince`. The ones that were not asked
 * about for the longest time come first, so that a sweep that was cut off is made good by the next.
 */
export async function openTradeIds(db: Knex, soldSince: Instant): Promise<readonly number[]> {
  const rows = await db('payments')
    .join('orders', 'orders.id', 'payments.order_id')
    .whereNull('orders.deleted_at')
    .where({ 'payments.link_state': 'linked' })
    .whereRaw(
      `(payments.status IN (SELECT value FROM json_each(?))
        OR (payments.status IN (SELECT value FROM json_each(?)) AND payments.processed_at >= ?))`,
      [JSON.stringify(waitingStates), JSON.stringify(soldStates), soldSince],
    )
    .orderBy([{ column: 'payments.inquired_at' }, { column: 'payments.order_id' }])
    .select<{ order_id: number }[]>('payments.order_id')
  return rows.map((row) => row.order_id)
}

/** The last sweep, or null before the first. */
export async function lastSweep(db: Knex): Promise<SweepReport | null> {
  const row = (await db('last_sweep').first()) as Row | undefined
  if (row === undefined) return null
  const { finished_at: finishedAt, ended: end, left_out: leftOut, total, asked, linked, adopted, differing } = row
  return { finishedAt, end, total, asked, linked, adopted, differing, leftOut, unanswered: row.unanswered }
}

/** Replaces the report of the sweep before. */
export async function saveSweep(db: Knex, report: SweepReport): Promise<void> {
  const { finishedAt, end, leftOut, ...counts } = report
  const row: Row & { id: 1 } = { id: 1, finished_at: finishedAt, ended: end, left_out: leftOut, ...counts }
  await db('last_sweep').insert(row).onConflict('id').merge()
}
