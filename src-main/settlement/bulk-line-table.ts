import type { Knex } from 'knex'
import type { PlannedLine } from '../../src-shared/bulk.ts'
import type { LineFacts } from '../../src-shared/bulk-run.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import type { OperationState } from './operation-table.ts'

/** A line with what the journal says of it; everything its state follows from, except what only memory knows. */
export interface LineRecord extends Omit<LineFacts, 'over' | 'underWay'> {
  readonly position: number
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  readonly excludedFor: Failure | null
  readonly plannedYen: number
  /** What was sent or is planned; null when excluded. */
  readonly action: SettlementAction | null
  readonly amountYen: number
  readonly resultCodes: string
  /** Why 対応状況 did not follow, in words; null when it did, or was not asked to. */
  readonly statusHeld: string | null
}

/** Lines of one run that stand alike. */
export interface LineGroup extends Omit<LineFacts, 'over' | 'underWay'> {
  readonly runId: string
  /** How many of them were done without their 対応状況. */
  readonly held: number
  readonly count: number
  readonly yen: number
}

interface OperationColumns {
  readonly excluded: string | null
  readonly refused: string | null
  readonly withdrawn: number
  readonly state: OperationState | null
  readonly confirmed: number | null
  readonly moved: number | null
}

interface Row extends OperationColumns {
  readonly position: number
  readonly order_id: number
  readonly order_no: string
  readonly name: string
  readonly planned_yen: number
  readonly action: SettlementAction | null
  readonly amount_yen: number
  readonly result_codes: string | null
  readonly status_held: string | null
}

const source = 'FROM bulk_lines AS l LEFT JOIN settlement_operations AS o ON o.id = l.operation_id'
const moved = 'o.run_id IS NOT l.run_id'
const amount = `CASE WHEN o.id IS NULL OR ${moved} THEN l.planned_yen ELSE o.expected_amount_yen END`
const held = `CASE WHEN ${moved} THEN NULL ELSE o.status_held END`
const columns = `l.position, l.order_id, l.order_no, l.name, l.excluded, l.refused, l.withdrawn, l.planned_yen,
  coalesce(o.action, l.planned_action) AS action, ${amount} AS amount_yen,
  o.state, o.confirmed, ${moved} AS moved, o.result_codes, ${held} AS status_held`

/** SQLite takes so many values in one statement that a row of nine columns fits some thousand times; kept far below. */
const ROWS_AT_ONCE = 200

export async function insertLines(db: Knex, runId: string, lines: readonly PlannedLine[]): Promise<void> {
  const rows = lines.map((line, position) => ({
    run_id: runId,
    position,
    order_id: line.orderId,
    order_no: line.orderNo,
    name: line.name,
    planned_action: line.action,
    planned_yen: line.amountYen,
    excluded: line.excluded === null ? null : JSON.stringify(line.excluded),
  }))
  await db.batchInsert('bulk_lines', rows, ROWS_AT_ONCE)
}

/**
 * Ties a line to the operation that was just written for it. Belongs into the transaction of the intent: from then on
 * the line says what the journal says.
 */
export async function tieToLine(db: Knex, runId: string, orderId: number, operationId: string): Promise<void> {
  const changed = await db('bulk_lines')
    .where({ run_id: runId, order_id: orderId, withdrawn: 0 })
    .whereNull('refused')
    .update({ operation_id: operationId })
  if (changed !== 1) throw new Error(`run ${runId} has no line that waits for order ${String(orderId)}`)
}

/** Writes why a line was refused at its turn. A line that has an operation keeps what the journal says. */
export async function refuseLine(db: Knex, runId: string, orderId: number, failure: Failure): Promise<void> {
  await db('bulk_lines')
    .where({ run_id: runId, order_id: orderId })
    .whereNull('operation_id')
    .update({ refused: JSON.stringify(failure) })
}

/** 中止: whatever waits is not sent any more. Orders `underWay` and open outcomes are left to end. */
export async function withdrawWaiting(db: Knex, runId: string, underWay: readonly number[]): Promise<void> {
  await db.raw(
    `UPDATE bulk_lines SET withdrawn = 1
     WHERE run_id = ? AND order_id NOT IN (SELECT value FROM json_each(?))
       AND excluded IS NULL AND refused IS NULL AND (operation_id IS NULL OR EXISTS
       (SELECT 1 FROM settlement_operations AS o WHERE o.id = bulk_lines.operation_id AND o.run_id = bulk_lines.run_id AND o.state = 'awaitRetry'))`,
    [runId, JSON.stringify(underWay)],
  )
}

/** Lines of a run in the order of its preview; with `orderIds` only those. */
export async function linesOfRun(
  db: Knex,
  runId: string,
  orderIds: readonly number[] | null = null,
): Promise<readonly LineRecord[]> {
  const only = orderIds === null ? '' : 'AND l.order_id IN (SELECT value FROM json_each(?))'
  const rows = await db.raw<Row[]>(
    `SELECT ${columns} ${source} WHERE l.run_id = ? ${only} ORDER BY l.position`,
    orderIds === null ? [runId] : [runId, JSON.stringify(orderIds)],
  )
  return rows.map((row) => ({
    ...factsOf(row),
    position: row.position,
    orderId: row.order_id,
    orderNo: row.order_no,
    name: row.name,
    excludedFor: failureIn(row.excluded),
    plannedYen: row.planned_yen,
    action: row.action,
    amountYen: row.amount_yen,
    resultCodes: row.result_codes ?? '',
    statusHeld: row.status_held,
  }))
}

/** How many lines of each run stand alike, with what they amount to: sums need no line. */
export async function groupsOfRuns(db: Knex, runIds: readonly string[]): Promise<readonly LineGroup[]> {
  const rows = await db.raw<(OperationColumns & { run_id: string; held: number; count: number; yen: number })[]>(
    `SELECT l.run_id, l.excluded IS NOT NULL AS is_excluded, min(l.excluded) AS excluded,
       json_extract(l.refused, '$.code') AS refused_code, min(l.refused) AS refused, l.withdrawn, o.state, o.confirmed,
       ${moved} AS moved, count(${held}) AS held, count(*) AS count, sum(${amount}) AS yen
     ${source} WHERE l.run_id IN (SELECT value FROM json_each(?))
     GROUP BY l.run_id, is_excluded, refused_code, l.withdrawn, o.state, o.confirmed, ${moved}`,
    [JSON.stringify(runIds)],
  )
  return rows.map((row) => ({ ...factsOf(row), runId: row.run_id, held: row.held, count: row.count, yen: row.yen }))
}

/** Orders of a run whose line waits to be taken, in order: nothing written yet, or an operation proven not done. */
export async function waitingLines(
  db: Knex,
  runId: string,
): Promise<readonly { readonly orderId: number; readonly plannedYen: number }[]> {
  const rows = await db.raw<{ order_id: number; planned_yen: number }[]>(
    `SELECT l.order_id, l.planned_yen ${source}
     WHERE l.run_id = ? AND l.excluded IS NULL AND l.refused IS NULL AND l.withdrawn = 0
       AND (o.id IS NULL OR (o.run_id = l.run_id AND o.state = 'awaitRetry'))
     ORDER BY l.position`,
    [runId],
  )
  return rows.map((row) => ({ orderId: row.order_id, plannedYen: row.planned_yen }))
}

function factsOf(row: OperationColumns): Omit<LineFacts, 'over' | 'underWay'> {
  return {
    excluded: row.excluded !== null,
    refused: failureIn(row.refused),
    withdrawn: row.withdrawn === 1,
    operation: row.state === null ? null : { state: row.state, confirmed: row.confirmed === 1, moved: row.moved === 1 },
  }
}

function failureIn(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure)
}
