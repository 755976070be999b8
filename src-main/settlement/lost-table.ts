import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { WitnessEnd, WitnessMovement } from './witness-line.ts'

/** An operation the witness saw and a restored data file does not know as far. */
export interface LostOperation {
  readonly operationId: string
  readonly orderNo: string
  readonly gatewayOrderNo: string
  readonly tradeKind: WitnessMovement['trade']
  readonly happenedAt: Instant
}

interface Row {
  readonly operation_id: string
  readonly order_no: string
  readonly gateway_order_no: string
  readonly trade_kind: WitnessMovement['trade']
  readonly happened_at: number
}

/** How far the witness was known when the data file last wrote to its journal. */
export async function witnessEnd(db: Knex): Promise<WitnessEnd> {
  const row = await db('witness_end').first<WitnessEnd | undefined>('length', 'hash')
  if (row === undefined) throw new Error('The data file has lost its place in the witness')
  return { length: row.length, hash: row.hash }
}

export async function saveWitnessEnd(trx: Knex, { length, hash }: WitnessEnd): Promise<void> {
  await trx('witness_end').update({ length, hash })
}

/** Writes down what was lost; one that had been answered before a second restore waits again. */
export async function saveLost(
  trx: Knex,
  lost: readonly { readonly last: WitnessMovement; readonly happenedAt: Instant }[],
  foundAt: Instant,
): Promise<void> {
  for (const { last, happenedAt } of lost) {
    await trx('lost_operations')
      .insert({
        operation_id: last.operation,
        order_no: last.orderNo,
        gateway_order_no: last.gatewayOrderNo,
        trade_kind: last.trade,
        action: last.action,
        amount_yen: last.amountYen,
        state: last.state,
        happened_at: happenedAt,
        found_at: foundAt,
        answered_at: null,
      })
      .onConflict('operation_id')
      .merge()
  }
}

/** Lost operations whose trades were not asked about yet, in the order in which they happened. */
export async function waitingLost(db: Knex): Promise<readonly LostOperation[]> {
  const rows = (await db('lost_operations').whereNull('answered_at').orderBy('happened_at')) as Row[]
  return rows.map(fromRow)
}

/** How many trades wait. */
export async function countWaiting(db: Knex): Promise<number> {
  const row = (await db('lost_operations')
    .whereNull('answered_at')
    .countDistinct({ n: 'gateway_order_no' })
    .first()) as { n: number } | undefined
  return row?.n ?? 0
}

/** Ids of everything that was ever lost. */
export async function lostIds(db: Knex): Promise<ReadonlySet<string>> {
  const rows = await db('lost_operations').select<Pick<Row, 'operation_id'>[]>('operation_id')
  return new Set(rows.map((row) => row.operation_id))
}

/** The gateway answered about this trade. */
export async function markAnswered(trx: Knex, gatewayOrderNo: string, at: Instant): Promise<void> {
  await trx('lost_operations')
    .where({ gateway_order_no: gatewayOrderNo })
    .whereNull('answered_at')
    .update({ answered_at: at })
}

/** True when the order lost operations and the gateway answered about all of them. */
export async function isAnswered(db: Knex, orderNo: string): Promise<boolean> {
  const rows = await db('lost_operations')
    .where({ order_no: orderNo })
    .select<{ answered_at: number | null }[]>('answered_at')
  return rows.length > 0 && rows.every((row) => row.answered_at !== null)
}

/**
 * Numbers at the gateway that the witness knows of an order: whatever the shop's patterns say, these are its trades. An
 * order made after they moved only got the same 注文番号 again.
 */
export async function lostNumbers(db: Knex, orderNo: string, orderedAt: Instant): Promise<readonly string[]> {
  const rows = await db('lost_operations')
    .where({ order_no: orderNo })
    .where('happened_at', '>=', orderedAt)
    // Links have rules of their own for what is the order's.
    .whereNot({ action: 'link' })
    .distinct<Pick<Row, 'gateway_order_no'>[]>('gateway_order_no')
  return rows.map((row) => row.gateway_order_no)
}

function fromRow(row: Row): LostOperation {
  return {
    operationId: row.operation_id,
    orderNo: row.order_no,
    gatewayOrderNo: row.gateway_order_no,
    tradeKind: row.trade_kind,
    happenedAt: row.happened_at,
  }
}
