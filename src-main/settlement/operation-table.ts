import type { Knex } from 'knex'
import type { JournalState } from '../../src-shared/bulk-run.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import { safetyOf } from '../../src-shared/settlement-rules.ts'
import type { SettlementAction, SettlementStatus } from '../../src-shared/settlement.ts'
import { isSealed, sealOf } from '../db/seal.ts'
import { damagedJournal } from './damaged-row.ts'
import type { Intention } from './verdict.ts'

/**
 * How far an operation is. `intended`: written, perhaps sent; `unknown`: sent, outcome open; `conflict`: the gateway
 * shows something else; `awaitRetry`: proven not done, may be tried again; the rest is final.
 */
export type OperationState = JournalState

/** One money operation of the journal. */
export interface Operation extends Intention {
  readonly id: string
  readonly orderId: number
  readonly gatewayOrderNo: string
  readonly action: SettlementAction
  readonly params: string
  readonly paramsHash: string
  /** 対応状況 when the intent was written: `thenStatus` is applied only to an order that has not moved on since. */
  readonly orderStatus: OrderStatus
  readonly thenStatus: OrderStatus | null
  readonly state: OperationState
  readonly resultCodes: string
  readonly confirmed: boolean
  /** When an inquiry first showed the trade as it was before; null when none did, or another attempt began since. */
  readonly sameAsBeforeAt: Instant | null
  /** Inquiries in a row that got no answer, or whose answer was that there is no such trade. */
  readonly unanswered: number
  readonly nextInquiryAt: Instant | null
  readonly operatorId: string
  /** Why 金額変更 or 再オーソリ was asked for; empty for everything else. */
  readonly reason: string
  /** The bulk run it belongs to, or null. */
  readonly runId: string | null
  /** Why 対応状況 did not follow what was done, in words for the operator; null when it did, or was not asked to. */
  readonly statusHeld: string | null
  readonly createdAt: Instant
}

interface Row {
  id: string
  order_id: number
  gateway_order_no: string
  action: SettlementAction
  safety: string
  params: string
  params_hash: string
  order_status: OrderStatus
  then_status: OrderStatus | null
  pre_status: SettlementStatus
  pre_amount_yen: number
  pre_processed_at: number
  expected_status: SettlementStatus
  expected_amount_yen: number
  state: OperationState
  result_codes: string
  confirmed: number
  same_as_before_at: number | null
  unanswered: number
  next_inquiry_at: number | null
  operator_id: string
  reason: string
  run_id: string | null
  wrong_state: number
  status_held: string | null
  created_at: number
  updated_at: number
}

/** States in which the outcome is open: nobody knows yet, or a person has to decide. */
export const openStates: readonly OperationState[] = ['intended', 'unknown', 'conflict']

/** States in which an operation holds its order; the partial unique index names the same. */
const liveStates: readonly OperationState[] = [...openStates, 'awaitRetry']

export async function insertOperation(db: Knex, operation: Operation): Promise<void> {
  const row: Row = {
    id: operation.id,
    order_id: operation.orderId,
    gateway_order_no: operation.gatewayOrderNo,
    action: operation.action,
    safety: safetyOf[operation.action],
    params: operation.params,
    params_hash: operation.paramsHash,
    order_status: operation.orderStatus,
    then_status: operation.thenStatus,
    pre_status: operation.before.status,
    pre_amount_yen: operation.before.amountYen,
    pre_processed_at: operation.before.processedAt,
    expected_status: operation.expectedStatus,
    expected_amount_yen: operation.expectedAmountYen,
    state: operation.state,
    result_codes: operation.resultCodes,
    confirmed: operation.confirmed ? 1 : 0,
    same_as_before_at: operation.sameAsBeforeAt,
    unanswered: operation.unanswered,
    next_inquiry_at: operation.nextInquiryAt,
    operator_id: operation.operatorId,
    reason: operation.reason,
    run_id: operation.runId,
    wrong_state: 0,
    status_held: operation.statusHeld,
    created_at: operation.createdAt,
    updated_at: operation.createdAt,
  }
  await db('settlement_operations').insert({ ...row, checksum: sealOf('settlement_operations', row) })
}

/** What may change in an operation after it was written: how far it is, never what it means to do. */
export interface OperationProgress {
  readonly state?: OperationState
  readonly resultCodes?: string
  /** The gateway refused it for the state of the trade. */
  readonly wrongState?: boolean
  readonly confirmed?: boolean
  readonly sameAsBeforeAt?: Instant | null
  readonly unanswered?: number
  readonly nextInquiryAt?: Instant | null
  readonly orderStatus?: OrderStatus
  readonly thenStatus?: OrderStatus | null
  readonly runId?: string | null
}

/**
 * Moves an operation on from one of the states `from`. An operation that has left them is a thrown bug and rolls the
 * caller's transaction back: what has ended never comes back to life, whoever looked at it when.
 */
export async function updateOperation(
  db: Knex,
  id: string,
  from: readonly OperationState[],
  progress: OperationProgress,
  at: Instant,
): Promise<void> {
  const { wrongState, confirmed } = progress
  const columns: Partial<Record<keyof Row, Row[keyof Row] | undefined>> = {
    updated_at: at,
    state: progress.state,
    result_codes: progress.resultCodes,
    wrong_state: wrongState === undefined ? undefined : Number(wrongState),
    confirmed: confirmed === undefined ? undefined : Number(confirmed),
    same_as_before_at: progress.sameAsBeforeAt,
    unanswered: progress.unanswered,
    next_inquiry_at: progress.nextInquiryAt,
    order_status: progress.orderStatus,
    then_status: progress.thenStatus,
    run_id: progress.runId,
  }
  const change = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  const before = await soundRow(db, id)
  if (before === null || !from.includes(before.state))
    throw new Error(`operation ${id} is not ${from.join(' or ')} any more`)
  const checksum = sealOf('settlement_operations', { ...before, ...change })
  await db('settlement_operations')
    .where({ id })
    .update({ ...change, checksum })
}

/** Notes why 対応状況 did not follow: in the transaction in which the operation ends. */
export async function noteStatusHeld(db: Knex, id: string, because: string): Promise<void> {
  await db('settlement_operations').where({ id }).update({ status_held: because })
}

/** Refusal `storage.damaged` when the operation is not as it was written. */
export async function findOperation(db: Knex, id: string): Promise<Operation | null> {
  const row = await soundRow(db, id)
  return row === null ? null : fromRow(row)
}

async function soundRow(db: Knex, id: string): Promise<Row | null> {
  const row = (await db('settlement_operations').where({ id }).first()) as Row | undefined
  if (row === undefined) return null
  if (!isSound(row)) throw damagedJournal()
  return row
}

function isSound(row: Row): boolean {
  return isSealed('settlement_operations', row)
}

/**
 * The operation that holds an order, or null. Looks at every operation of the order: one whose state was damaged must
 * not set the order free. Refusal `storage.damaged`.
 */
export async function liveOperation(db: Knex, orderId: number): Promise<Operation | null> {
  const rows = (await db('settlement_operations').where({ order_id: orderId })) as Row[]
  if (!rows.every(isSound)) throw damagedJournal()
  const live = rows.find((row) => liveStates.includes(row.state))
  return live === undefined ? null : fromRow(live)
}

/**
 * Every operation whose outcome is open, oldest first: what recovery and the inquiry timer go through. One that is not
 * as it was written is left out; the check of the records names it, and money stays off meanwhile.
 */
export async function openOperations(db: Knex): Promise<readonly Operation[]> {
  const rows = (await db('settlement_operations').whereIn('state', openStates).orderBy('created_at')) as Row[]
  return rows.filter(isSound).map(fromRow)
}

/** An operation as the witness writes it down. */
export interface JournalEntry {
  readonly operation: Operation
  /** 注文番号. */
  readonly orderNo: string
  /** What kind of trade it is about, by the numbers that were issued for it. */
  readonly tradeKind: 'card' | 'convenience' | 'payEasy'
  /** Times it was sent, or was about to be. */
  readonly attempts: number
}

/** Operations with the number of their attempts, in the order in which they began; all of them when no ids are named. */
export async function journalEntries(db: Knex, ids?: readonly string[]): Promise<readonly JournalEntry[]> {
  const rows = await db.raw<(Row & EntryRow)[]>(
    `SELECT s.*, o.order_no, p.store_code, p.customer_no,
       (SELECT count(*) FROM settlement_attempts AS a WHERE a.operation_id = s.id AND a.kind = 'mutation') AS attempts
     FROM settlement_operations AS s JOIN orders AS o ON o.id = s.order_id LEFT JOIN payments AS p ON p.order_id = o.id
     ${ids === undefined ? '' : 'WHERE s.id IN (SELECT value FROM json_each(?))'} ORDER BY s.created_at`,
    ids === undefined ? [] : [JSON.stringify(ids)],
  )
  return rows.filter(isSound).map((row) => ({
    operation: fromRow(row),
    orderNo: row.order_no,
    tradeKind: row.store_code ? 'convenience' : row.customer_no ? 'payEasy' : 'card',
    attempts: row.attempts,
  }))
}

interface EntryRow {
  readonly order_no: string
  readonly store_code: string | null
  readonly customer_no: string | null
  readonly attempts: number
}

function fromRow(row: Row): Operation {
  return {
    id: row.id,
    orderId: row.order_id,
    gatewayOrderNo: row.gateway_order_no,
    action: row.action,
    params: row.params,
    paramsHash: row.params_hash,
    orderStatus: row.order_status,
    thenStatus: row.then_status,
    before: { status: row.pre_status, amountYen: row.pre_amount_yen, processedAt: row.pre_processed_at },
    expectedStatus: row.expected_status,
    expectedAmountYen: row.expected_amount_yen,
    state: row.state,
    resultCodes: row.result_codes,
    confirmed: row.confirmed === 1,
    sameAsBeforeAt: row.same_as_before_at,
    unanswered: row.unanswered,
    nextInquiryAt: row.next_inquiry_at,
    operatorId: row.operator_id,
    reason: row.reason,
    runId: row.run_id,
    statusHeld: row.status_held,
    createdAt: row.created_at,
  }
}
