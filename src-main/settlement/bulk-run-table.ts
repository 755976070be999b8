import type { Knex } from 'knex'
import type { BulkAction, BulkPause } from '../../src-shared/bulk.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { OrderStatus } from '../../src-shared/order.ts'

/** A run as it is stored. `running` in the file while nothing runs: the program ended meanwhile. */
export interface RunRecord {
  readonly id: string
  readonly action: BulkAction
  readonly thenStatus: OrderStatus | null
  readonly state: 'running' | 'paused' | 'ended'
  readonly pausedBy: BulkPause | null
  readonly cancelled: boolean
  readonly operatorId: string
  readonly operatorName: string
  readonly createdAt: Instant
  readonly endedAt: Instant | null
}

interface Row {
  id: string
  action: BulkAction
  then_status: OrderStatus | null
  state: RunRecord['state']
  paused_by: BulkPause | null
  cancelled: number
  operator_id: string
  created_at: number
  ended_at: number | null
}

/** Runs that are shown as past ones. */
const LISTED = 100

export async function insertRun(db: Knex, run: Omit<RunRecord, 'operatorName'>): Promise<void> {
  const row: Row = {
    id: run.id,
    action: run.action,
    then_status: run.thenStatus,
    state: run.state,
    paused_by: run.pausedBy,
    cancelled: Number(run.cancelled),
    operator_id: run.operatorId,
    created_at: run.createdAt,
    ended_at: run.endedAt,
  }
  await db('bulk_runs').insert(row)
}

/** Moves a run that is not over. One that is over is a thrown bug. */
export async function updateRun(
  db: Knex,
  id: string,
  to: Pick<RunRecord, 'state' | 'pausedBy' | 'cancelled' | 'endedAt'>,
): Promise<void> {
  const changed = await db('bulk_runs')
    .where({ id })
    .whereNull('ended_at')
    .update({ state: to.state, paused_by: to.pausedBy, cancelled: Number(to.cancelled), ended_at: to.endedAt })
  if (changed !== 1) throw new Error(`run ${id} is over`)
}

export async function findRun(db: Knex, id: string): Promise<RunRecord | null> {
  const [row] = await runs(db).where({ 'bulk_runs.id': id })
  return row === undefined ? null : fromRow(row)
}

/** The run that is not over, or null. */
export async function openRun(db: Knex): Promise<RunRecord | null> {
  const [row] = await runs(db).whereNull('bulk_runs.ended_at')
  return row === undefined ? null : fromRow(row)
}

/** Running and past runs, newest first. */
export async function listRuns(db: Knex): Promise<readonly RunRecord[]> {
  const rows = await runs(db)
    .orderBy([
      { column: 'bulk_runs.created_at', order: 'desc' },
      { column: 'bulk_runs.id', order: 'desc' },
    ])
    .limit(LISTED)
  return rows.map(fromRow)
}

type NamedRow = Row & { readonly operator_name: string }

function runs(db: Knex) {
  return db('bulk_runs')
    .join('operators', 'operators.id', 'bulk_runs.operator_id')
    .select<NamedRow[]>('bulk_runs.*', 'operators.name AS operator_name')
}

function fromRow(row: NamedRow): RunRecord {
  return {
    id: row.id,
    action: row.action,
    thenStatus: row.then_status,
    state: row.state,
    pausedBy: row.paused_by,
    cancelled: row.cancelled === 1,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}
