import type { AuditKind } from '../../src-shared/audit.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { orderStatusText } from '../../src-shared/text.ts'
import type { Transaction } from '../db/database.ts'
import type { GatewayError } from '../gmo/errors.ts'
import type { Receipt, Trade } from '../gmo/trade.ts'
import { endAttempt } from './attempt-table.ts'
import { noteStatusHeld, openStates, updateOperation, type Operation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment, savePayment, type PaymentRecord } from './payment-table.ts'
import { recordAfter, recordOfTrade, stateOfTrade } from './trade-record.ts'
import { FIRST_INQUIRY_MS, isMissing, missingTrade } from './verdict.ts'

/** Who is named in the history for what the program does by itself. */
export const programItself: Operator = { id: 'owner', name: '受注デスク', role: 'owner' }

/**
 * Writes an operation that the gateway confirmed: trade, journal, 対応状況 and history in ONE transaction (settlement.md
 * R8). A crash before it leaves the operation open, and the next start asks the gateway; there is no other way of repair.
 */
export async function settleApplied(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  receipt: Receipt,
  operator: Operator,
): Promise<void> {
  const at = parts.clock.now()
  const terms = await parts.terms()
  await writeOutcome(parts, operation, async (trx) => {
    const payment = await mustFindPayment(trx, operation.orderId)
    await savePayment(trx, recordAfter(payment, operation, receipt, terms, at))
    await endAttempt(trx, attemptId, { at, outcome: 'applied' })
    await close(parts, trx, operation, 'settlement.applied', operator, false)
  })
}

/** Writes an operation that the gateway confirmed without a time, from the trade as a look right after it shows it. */
export function settleSeen(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  trade: Trade,
  operator: Operator,
): Promise<void> {
  return settleByTrade(parts, operation, attemptId, trade, (trx) =>
    close(parts, trx, operation, 'settlement.applied', operator, false),
  )
}

/** Writes an operation that an inquiry showed to be done (処理済みを確認), in one transaction like the above. */
export function settleConfirmed(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  trade: Trade,
): Promise<void> {
  return settleByTrade(parts, operation, attemptId, trade, (trx) =>
    close(parts, trx, operation, 'settlement.confirmed', programItself, true),
  )
}

/** One transaction (R8), and its result in the witness right after it (R9). */
async function writeOutcome(
  parts: SettlementParts,
  operation: Operation,
  work: (trx: Transaction) => Promise<void>,
): Promise<void> {
  await parts.db.write(async (trx) => {
    await work(trx)
    await parts.witness.keepEnd(trx)
  })
  await parts.witness.note([operation.id])
}

async function settleByTrade(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  trade: Trade,
  end: (trx: Transaction) => Promise<void>,
): Promise<void> {
  const at = parts.clock.now()
  const terms = await parts.terms()
  await writeOutcome(parts, operation, async (trx) => {
    const payment = await mustFindPayment(trx, operation.orderId)
    await savePayment(trx, recordOfTrade(operation.orderId, trade, payment, terms, at))
    await endAttempt(trx, attemptId, { at, outcome: 'applied', trade: stateOfTrade(trade) })
    await end(trx)
  })
}

/**
 * The end of every operation that was done: journal, 対応状況, history, version. 対応状況 moves only from where it stood at
 * the intent: an order that was shipped or cancelled while the outcome was open is not pulled back.
 */
async function close(
  parts: SettlementParts,
  trx: Transaction,
  operation: Operation,
  kind: AuditKind,
  operator: Operator,
  confirmed: boolean,
): Promise<void> {
  const at = parts.clock.now()
  await updateOperation(trx, operation.id, openStates, { state: 'applied', confirmed, nextInquiryAt: null }, at)
  await note(parts, trx, operation, kind, operator)
  const because = await follow(parts, trx, operation, operator)
  if (because !== null) await noteStatusHeld(trx, operation.id, because)
}

/** Moves 対応状況; answers why it stayed although it was to move. */
async function follow(
  parts: SettlementParts,
  trx: Transaction,
  { orderId, orderStatus, thenStatus }: Operation,
  operator: Operator,
): Promise<string | null> {
  const { status } = await parts.orders.openIn(trx, orderId)
  if (thenStatus !== null && status === orderStatus)
    return parts.orders.changeStatusIn(trx, orderId, thenStatus, operator)
  await parts.orders.touch(trx, orderId)
  return thenStatus === null || status === thenStatus
    ? null
    : `結果が分かるまでの間に、対応状況が「${orderStatusText[status]}」に変わっています。`
}

/** How an attempt ended that changed nothing as far as is known: what the journal and the history say of it. */
interface Undone {
  readonly outcome: 'rejected' | 'notApplied' | 'unknown'
  readonly state: 'rejected' | 'awaitRetry' | 'unknown'
  readonly kind: AuditKind
  /** Gateway codes, or why no answer came. */
  readonly reason: string
  /** Milliseconds until the gateway is asked; null when nothing is open. */
  readonly askAfterMs: number | null
  /** The gateway refused it for the state of the trade. */
  readonly wrongState?: boolean
}

async function settleUndone(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  { outcome, state, kind, reason, askAfterMs, wrongState = false }: Undone,
  operator: Operator,
): Promise<void> {
  const at = parts.clock.now()
  const nextInquiryAt = askAfterMs === null ? null : at + askAfterMs
  await writeOutcome(parts, operation, async (trx) => {
    await endAttempt(trx, attemptId, { at, outcome, codes: reason })
    await updateOperation(trx, operation.id, openStates, { state, resultCodes: reason, wrongState, nextInquiryAt }, at)
    await note(parts, trx, operation, kind, operator, outcome === 'rejected' ? { codes: reason } : { reason })
    await parts.orders.touch(trx, operation.orderId)
  })
}

/**
 * The gateway said no and nothing happened: final, with its codes. `wrongState` when it was refused for the state of the
 * trade, so that the same word is not offered again while that state lasts.
 */
export function settleRejected(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  { codes, wrongState }: { readonly codes: string; readonly wrongState: boolean },
  operator: Operator,
): Promise<void> {
  const ending = { outcome: 'rejected', state: 'rejected', kind: 'settlement.refused', askAfterMs: null } as const
  return settleUndone(parts, operation, attemptId, { ...ending, reason: codes, wrongState }, operator)
}

/** Proven not sent, or proven not done: the same operation may be driven again (R2, R3). */
export function settleNotApplied(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  reason: string,
  operator: Operator,
): Promise<void> {
  const ending = {
    outcome: 'notApplied',
    state: 'awaitRetry',
    kind: 'settlement.notApplied',
    askAfterMs: null,
  } as const
  return settleUndone(parts, operation, attemptId, { ...ending, reason }, operator)
}

/** The outcome is open (R7): the order is locked and the gateway will be asked, the first time after 20 seconds (R4). */
export function settleUnknown(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  reason: string,
  operator: Operator,
): Promise<void> {
  const ending = { outcome: 'unknown', state: 'unknown', kind: 'settlement.unknown' } as const
  return settleUndone(parts, operation, attemptId, { ...ending, reason, askAfterMs: FIRST_INQUIRY_MS }, operator)
}

/** The gateway shows something that neither was nor was meant: its state is shown, the order stays locked. */
export async function settleConflict(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  trade: Trade,
): Promise<void> {
  const at = parts.clock.now()
  const terms = await parts.terms()
  await writeOutcome(parts, operation, async (trx) => {
    const payment = await findPayment(trx, operation.orderId)
    await savePayment(trx, recordOfTrade(operation.orderId, trade, payment, terms, at))
    await endAttempt(trx, attemptId, { at, outcome: 'conflict', trade: stateOfTrade(trade) })
    const progress = { state: 'conflict', nextInquiryAt: null } as const
    const seenAgain = isMissing(operation) ? { resultCodes: '' } : {}
    await updateOperation(trx, operation.id, openStates, { ...progress, ...seenAgain }, at)
    await note(parts, trx, operation, 'settlement.conflict', programItself, { status: trade.status })
    await parts.orders.touch(trx, operation.orderId)
  })
}

/**
 * The gateway knows no such trade, and said so twice. What the desk last knew of it stays until a person decides: there is
 * nothing to put in its place.
 */
export async function settleMissing(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  codes: string,
): Promise<void> {
  const at = parts.clock.now()
  await writeOutcome(parts, operation, async (trx) => {
    await endAttempt(trx, attemptId, { at, outcome: 'missing', codes })
    const progress = {
      state: 'conflict',
      resultCodes: missingTrade,
      sameAsBeforeAt: null,
      nextInquiryAt: null,
    } as const
    await updateOperation(trx, operation.id, openStates, progress, at)
    await note(parts, trx, operation, 'settlement.conflict', programItself, { reason: missingTrade })
    await parts.orders.touch(trx, operation.orderId)
  })
}

/** Gateway codes as they are kept and shown: joined like the gateway joins them. */
export function codesOf(errors: readonly GatewayError[]): string {
  return [...new Set(errors.map((error) => error.code))].join('|')
}

async function note(
  parts: SettlementParts,
  trx: Transaction,
  operation: Operation,
  kind: AuditKind,
  operator: Operator,
  more: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  await parts.audit.append(trx, {
    at: parts.clock.now(),
    kind,
    operator,
    orderId: operation.orderId,
    details: {
      action: operation.action,
      amountYen: operation.expectedAmountYen,
      gatewayOrderNo: operation.gatewayOrderNo,
      ...more,
    },
  })
}

async function mustFindPayment(trx: Transaction, orderId: number): Promise<PaymentRecord> {
  const payment = await findPayment(trx, orderId)
  if (payment === null) throw new Error(`order ${String(orderId)} has an operation but no trade`)
  return payment
}
