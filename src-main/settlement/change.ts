import type { SettlementResult } from '../../src-shared/api.ts'
import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { nearMidnight } from '../../src-shared/settlement-rules.ts'
import type { GatewayMessage } from '../../src-shared/settlement.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Change } from '../gmo/change.ts'
import type { GatewayError } from '../gmo/errors.ts'
import type { Receipt, Trade } from '../gmo/trade.ts'
import { freshTrade } from './fresh-trade.ts'
import { inquireLinked } from './inquire-linked.ts'
import { refuseUnlessPossible, writeIntent, type ChangeRequest, type Intended } from './intent.ts'
import { findOperation, type Operation } from './operation-table.ts'
import {
  codesOf,
  settleApplied,
  settleConfirmed,
  settleConflict,
  settleNotApplied,
  settleRejected,
  settleSeen,
  settleUnknown,
} from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment } from './payment-table.ts'
import { sendOperation, type Sent } from './request.ts'
import { stateOfTrade } from './trade-record.ts'
import { dayTurned, judge } from './verdict.ts'

/**
 * One operation at the gateway, so that it can be neither doubled nor lost: look at the trade, write the intent,
 * send once, write the outcome. Refused before anything is written when the order changed since it was seen, when the
 * rules forbid it, when the gateway does not answer the look, or when the trade is no longer what the desk shows; and
 * while the gate is closed (`money-gate.ts`).
 */
export async function changeSettlement(
  parts: SettlementParts,
  request: ChangeRequest,
  operator: Operator,
): Promise<SettlementResult> {
  const order = await parts.orders.open(request.id)
  await parts.gate.pass(order.orderNo)
  const { cancelRules } = await parts.terms()
  refuseUnlessPossible(parts, order, request, cancelRules)
  const trade = await freshTrade(parts, order)
  const operation = await writeIntent(parts, request, trade, operator)
  await witnessIntent(parts, operation, order.orderNo, operator)
  const mutation = await send(parts, operation, trade)
  try {
    return await finish(parts, operation, mutation, operator)
  } catch (error) {
    // The request was sent; that its outcome could not be written makes it unknown, not a failure. The timer asks.
    parts.log.error('settlement.finish', { operation: operation.id, error: String(error) })
    return { outcome: 'unknown', order: await parts.orders.open(order.id) }
  }
}

/**
 * The intent is on the disk a second time before the first byte leaves (R9). Where that cannot be done nothing is sent,
 * and the operation is settled as that. Refusal `storage.witness`.
 */
async function witnessIntent(
  parts: SettlementParts,
  operation: Intended,
  orderNo: string,
  operator: Operator,
): Promise<void> {
  try {
    await parts.witness.record([operation.id])
  } catch (error) {
    parts.log.error('settlement.witness', { operation: operation.id, error: String(error) })
    // The same disk may refuse this as well; the operation is then asked about like one of unknown outcome.
    await settleNotApplied(parts, operation, operation.attemptId, 'witness', operator).catch((again: unknown) => {
      parts.log.error('settlement.finish', { operation: operation.id, error: String(again) })
    })
    throw new Refusal('storage.witness', { orderNo }, 'retry')
  }
}

/** Sends once. Whatever breaks in here may have happened after the first byte, so it counts as unknown. */
async function send(parts: SettlementParts, operation: Intended, trade: Trade): Promise<Sent> {
  const mayLeave = () => isStillThatDay(operation.allowedAt, parts.clock.now())
  try {
    return await sendOperation(parts.gateway, operation, trade, mayLeave)
  } catch (error) {
    parts.log.error('settlement.send', { operation: operation.id, error: String(error) })
    return { outcome: 'unknown', reason: 'bug' }
  }
}

/**
 * The word and the limits were right on the day of the intent, and a request may wait long for its turn: in a bulk run,
 * or behind another call about the same trade. What the day has overtaken is not sent, nor close to midnight (R11).
 */
function isStillThatDay(allowedAt: Instant, now: Instant): boolean {
  return dayOf(now) === dayOf(allowedAt) && !nearMidnight(now)
}

async function finish(
  parts: SettlementParts,
  operation: Intended,
  mutation: Sent,
  operator: Operator,
): Promise<SettlementResult> {
  const { attemptId } = operation
  if (mutation.outcome === 'applied') {
    await settleAnswer(parts, operation, mutation.receipt, operator)
  } else if (mutation.outcome === 'not-sent') {
    const reason = mutation.reason === 'withheld' ? dayTurned : mutation.reason
    await settleNotApplied(parts, operation, attemptId, reason, operator)
  } else if (mutation.outcome === 'unknown') {
    await settleUnknown(parts, operation, attemptId, mutation.reason, operator)
  } else {
    await settleRefusal(parts, operation, mutation, operator)
  }
  return resultOf(parts, operation.id, mutation)
}

/** An answer without a time is believed as far as a look at the trade bears it out; until then the outcome is open. */
async function settleAnswer(
  parts: SettlementParts,
  operation: Intended,
  receipt: Receipt | null,
  operator: Operator,
): Promise<void> {
  if (receipt !== null) return settleApplied(parts, operation, operation.attemptId, receipt, operator)
  const trade = await tradeNow(parts, operation)
  if (trade !== null && judge(operation, stateOfTrade(trade)) === 'applied') {
    return settleSeen(parts, operation, operation.attemptId, trade, operator)
  }
  return settleUnknown(parts, operation, operation.attemptId, 'unseen', operator)
}

/** A refusal is final unless its codes say that the outcome is open, that nothing was looked at, or that the state was wrong. */
async function settleRefusal(
  parts: SettlementParts,
  operation: Intended,
  refused: Extract<Change<unknown>, { outcome: 'refused' }>,
  operator: Operator,
): Promise<void> {
  const { attemptId } = operation
  const codes = codesOf(refused.errors)
  if (refused.state === 'unknown') return settleUnknown(parts, operation, attemptId, codes, operator)
  if (refused.busy) return settleNotApplied(parts, operation, attemptId, codes, operator)
  if (!refused.errors.some((error) => saysDone(error))) {
    return settleRejected(parts, operation, attemptId, { codes, wrongState: false }, operator)
  }
  return settleWrongState(parts, operation, codes, operator)
}

function saysDone(error: GatewayError): boolean {
  return error.kind === 'wrongState' || error.kind === 'alreadyDone'
}

/** "Not possible in this state" may mean "already done": look before believing it (R6). */
async function settleWrongState(
  parts: SettlementParts,
  operation: Intended,
  codes: string,
  operator: Operator,
): Promise<void> {
  const { attemptId } = operation
  const trade = await tradeNow(parts, operation)
  if (trade === null) return settleUnknown(parts, operation, attemptId, codes, operator)
  const verdict = judge(operation, stateOfTrade(trade))
  if (verdict === 'applied') return settleConfirmed(parts, operation, attemptId, trade)
  if (verdict === 'conflict') return settleConflict(parts, operation, attemptId, trade)
  return settleRejected(parts, operation, attemptId, { codes, wrongState: true }, operator)
}

/** The operation's trade as the gateway shows it at this moment, or null when it does not answer. */
async function tradeNow(parts: SettlementParts, operation: Operation): Promise<Trade | null> {
  const order = await parts.orders.open(operation.orderId)
  const payment = await parts.db.read((db) => findPayment(db, order.id))
  if (payment === null) return null
  const inquiry = await inquireLinked(parts, order, payment)
  return inquiry.outcome === 'found' ? inquiry.trade : null
}

/** The result as it stands in the journal, not as the exchange looked: the two can differ (R6). */
async function resultOf(parts: SettlementParts, operationId: string, mutation: Sent): Promise<SettlementResult> {
  const operation = await parts.db.read((db) => findOperation(db, operationId))
  if (operation === null) throw new Error(`operation ${operationId} vanished`)
  const order = await parts.orders.open(operation.orderId)
  if (operation.state === 'applied') {
    const statusChanged = operation.thenStatus !== null && order.status === operation.thenStatus
    const { confirmed, thenStatus: to, statusHeld: because } = operation
    const statusHeld = to === null || because === null ? null : { to, because }
    return { outcome: 'applied', confirmed, statusChanged, statusHeld, order }
  }
  if (operation.state === 'rejected')
    return { outcome: 'refused', errors: mutation.outcome === 'refused' ? messagesOf(mutation.errors) : [], order }
  if (operation.state === 'conflict') return { outcome: 'conflict', order }
  return operation.state === 'awaitRetry'
    ? { outcome: 'notSent', because: whyNotSent(mutation), order }
    : { outcome: 'unknown', order }
}

function whyNotSent(mutation: Sent): Extract<SettlementResult, { outcome: 'notSent' }>['because'] {
  if (mutation.outcome === 'refused') return 'busy'
  return mutation.outcome === 'not-sent' && mutation.reason === 'withheld' ? 'dayTurned' : 'notReached'
}

/** Gateway errors in our words, each once. */
export function messagesOf(errors: readonly GatewayError[]): readonly GatewayMessage[] {
  return [...new Map(errors.map(({ code, message, advice }) => [code, { code, message, advice }])).values()]
}
