import { createHash, randomUUID } from 'node:crypto'
import type { GatewayMessage, SettlementResult } from '../../src-shared/api.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order, OrderStatus } from '../../src-shared/order.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import { offeredActions, statusAfter } from '../../src-shared/settlement-rules.ts'
import type { Transaction } from '../db/database.ts'
import type { GatewayError } from '../gmo/errors.ts'
import type { Mutation } from '../gmo/gateway.ts'
import type { Trade } from '../gmo/trade.ts'
import { freshTrade } from './fresh-trade.ts'
import {
  beginAttempt,
  findOperation,
  insertOperation,
  liveOperation,
  updateOperation,
  type Operation,
} from './operation-table.ts'
import {
  settleApplied,
  settleConfirmed,
  settleConflict,
  settleNotApplied,
  settleRejected,
  settleUnknown,
} from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { factsOf } from './facts.ts'
import { stateOfTrade } from './trade-record.ts'
import { judge, sameState } from './verdict.ts'

/** What the operator asked for: 対応状況 may move in the same step, when the operation succeeds. */
export interface ChangeRequest {
  readonly id: number
  /** Version of the order the operator saw. */
  readonly seen: number
  readonly action: SettlementAction
  readonly thenStatus: OrderStatus | null
}

/**
 * One operation at the gateway, so that it can be neither doubled nor lost: look at the trade, write the intent,
 * send once, write the outcome. Refused before anything is written when the order changed since it was seen, when the
 * rules forbid it, when the gateway does not answer the look, or when the trade is no longer what the desk shows.
 */
export async function changeSettlement(
  parts: SettlementParts,
  request: ChangeRequest,
  operator: Operator,
): Promise<SettlementResult> {
  const order = await parts.orders.open(request.id)
  refuseUnlessPossible(parts, order, request)
  const trade = await freshTrade(parts, order)
  const operation = await writeIntent(parts, order, request, trade, operator)
  const mutation = await send(parts, operation, trade)
  try {
    return await finish(parts, operation, mutation, operator)
  } catch (error) {
    // The request was sent; that its outcome could not be written makes it unknown, not a failure. The timer asks.
    parts.log.error('settlement.finish', { operation: operation.id, error: String(error) })
    return { outcome: 'unknown', order: await parts.orders.open(order.id) }
  }
}

function refuseUnlessPossible(parts: SettlementParts, order: Order, request: ChangeRequest): void {
  if (order.version !== request.seen) throw new Refusal('order.changed-meanwhile', { orderNo: order.orderNo }, 'reload')
  const offered = offeredActions(factsOf(order), parts.clock.now()).find((offer) => offer.action === request.action)
  if (offered?.allowed === true) return
  const reason = offered?.reason ?? null
  if (reason === null) {
    throw new Refusal('settlement.not-allowed', { orderNo: order.orderNo, action: request.action, why: 'method' })
  }
  throw new Refusal(reason.code, reason.params, reason.next)
}

/** The intent and its first attempt, durable before the first byte leaves (R1). Returns the operation to send. */
async function writeIntent(
  parts: SettlementParts,
  order: Order,
  request: ChangeRequest,
  trade: Trade,
  operator: Operator,
): Promise<Operation & { readonly attemptId: number }> {
  return parts.db.write(async (trx) => {
    const current = await parts.orders.openIn(trx, order.id)
    refuseUnlessPossible(parts, current, request)
    const operation = await sameOrNew(parts, trx, newOperation(parts, order, request, trade, operator))
    const attemptId = await beginAttempt(trx, operation.id, 'mutation', parts.clock.now())
    await parts.audit.append(trx, {
      at: parts.clock.now(),
      kind: 'settlement.requested',
      operator,
      orderId: order.id,
      details: {
        action: request.action,
        amountYen: operation.expectedAmountYen,
        gatewayOrderNo: operation.gatewayOrderNo,
      },
    })
    return { ...operation, attemptId }
  })
}

/**
 * 「再試行」 of what is proven not done drives the same operation on (R2); anything else withdraws it first, so that an
 * order never has two.
 */
async function sameOrNew(parts: SettlementParts, trx: Transaction, fresh: Operation): Promise<Operation> {
  const at = parts.clock.now()
  const live = await liveOperation(trx, fresh.orderId)
  if (live !== null && live.paramsHash === fresh.paramsHash && sameState(live.before, fresh.before)) {
    const again = { state: 'intended', sameAsBeforeAt: null, unanswered: 0, nextInquiryAt: null } as const
    const { orderStatus, thenStatus } = fresh
    await updateOperation(trx, live.id, ['awaitRetry'], { ...again, orderStatus, thenStatus }, at)
    return { ...live, ...again, orderStatus, thenStatus }
  }
  if (live !== null) await updateOperation(trx, live.id, ['awaitRetry'], { state: 'withdrawn' }, at)
  await insertOperation(trx, fresh)
  return fresh
}

function newOperation(
  parts: SettlementParts,
  order: Order,
  request: ChangeRequest,
  trade: Trade,
  operator: Operator,
): Operation {
  const before = stateOfTrade(trade)
  const params = JSON.stringify({
    action: request.action,
    gatewayOrderNo: trade.gatewayOrderId,
    amountYen: trade.amountYen,
    taxYen: trade.taxYen,
  })
  return {
    id: randomUUID(),
    orderId: order.id,
    gatewayOrderNo: trade.gatewayOrderId,
    action: request.action,
    params,
    paramsHash: createHash('sha256').update(params).digest('hex'),
    orderStatus: order.status,
    thenStatus: request.thenStatus,
    before,
    expectedStatus: statusAfter[request.action],
    expectedAmountYen: before.amountYen,
    state: 'intended',
    resultCodes: '',
    confirmed: false,
    sameAsBeforeAt: null,
    unanswered: 0,
    nextInquiryAt: null,
    operatorId: operator.id,
    createdAt: parts.clock.now(),
  }
}

/** What came of sending; `bug` when our own code broke on the way. */
type Sent = Mutation | { readonly outcome: 'unknown'; readonly reason: 'bug' }

/** Sends once. Whatever breaks in here may have happened after the first byte, so it counts as unknown. */
async function send(parts: SettlementParts, operation: Operation, trade: Trade): Promise<Sent> {
  try {
    return await parts.gateway.alter({
      access: trade.access,
      job: operation.action,
      amountYen: trade.amountYen,
      taxYen: trade.taxYen,
    })
  } catch (error) {
    parts.log.error('settlement.send', { operation: operation.id, error: String(error) })
    return { outcome: 'unknown', reason: 'bug' }
  }
}

async function finish(
  parts: SettlementParts,
  operation: Operation & { readonly attemptId: number },
  mutation: Sent,
  operator: Operator,
): Promise<SettlementResult> {
  const { attemptId } = operation
  if (mutation.outcome === 'applied') {
    await settleApplied(parts, operation, attemptId, mutation, operator)
  } else if (mutation.outcome === 'not-sent') {
    await settleNotApplied(parts, operation, attemptId, mutation.reason, operator)
  } else if (mutation.outcome === 'unknown') {
    await settleUnknown(parts, operation, attemptId, mutation.reason, operator)
  } else {
    await settleRefusal(parts, operation, attemptId, mutation, operator)
  }
  return resultOf(parts, operation.id, mutation)
}

/** A refusal is final unless its codes say that the outcome is open, that nothing was looked at, or that the state was wrong. */
async function settleRefusal(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  mutation: Extract<Mutation, { outcome: 'refused' }>,
  operator: Operator,
): Promise<void> {
  const codes = mutation.errors.map((error) => error.code).join('|')
  if (mutation.state === 'unknown') return settleUnknown(parts, operation, attemptId, codes, operator)
  if (mutation.busy) return settleNotApplied(parts, operation, attemptId, codes, operator)
  if (!mutation.errors.some((error) => saysDone(error))) {
    return settleRejected(parts, operation, attemptId, mutation.errors, operator)
  }
  return settleWrongState(parts, operation, attemptId, mutation.errors, operator)
}

function saysDone(error: GatewayError): boolean {
  return error.kind === 'wrongState' || error.kind === 'alreadyDone'
}

/** "Not possible in this state" may mean "already done": look before believing it (R6). */
async function settleWrongState(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  errors: readonly GatewayError[],
  operator: Operator,
): Promise<void> {
  const inquiry = await parts.gateway.inquire(operation.gatewayOrderNo)
  if (inquiry.outcome !== 'found') {
    return settleUnknown(parts, operation, attemptId, errors.map((error) => error.code).join('|'), operator)
  }
  const verdict = judge(operation, stateOfTrade(inquiry.trade))
  if (verdict === 'applied') return settleConfirmed(parts, operation, attemptId, inquiry.trade)
  if (verdict === 'conflict') return settleConflict(parts, operation, attemptId, inquiry.trade)
  return settleRejected(parts, operation, attemptId, errors, operator)
}

/** The result as it stands in the journal, not as the exchange looked: the two can differ (R6). */
async function resultOf(parts: SettlementParts, operationId: string, mutation: Sent): Promise<SettlementResult> {
  const operation = await parts.db.read((db) => findOperation(db, operationId))
  if (operation === null) throw new Error(`operation ${operationId} vanished`)
  const order = await parts.orders.open(operation.orderId)
  if (operation.state === 'applied') {
    const statusChanged = operation.thenStatus !== null && order.status === operation.thenStatus
    return { outcome: 'applied', confirmed: operation.confirmed, statusChanged, order }
  }
  if (operation.state === 'rejected')
    return { outcome: 'refused', errors: mutation.outcome === 'refused' ? messagesOf(mutation.errors) : [], order }
  if (operation.state === 'conflict') return { outcome: 'conflict', order }
  return { outcome: operation.state === 'awaitRetry' ? 'notSent' : 'unknown', order }
}

/** Gateway errors in our words, each once. */
export function messagesOf(errors: readonly GatewayError[]): readonly GatewayMessage[] {
  return [...new Map(errors.map(({ code, message, advice }) => [code, { code, message, advice }])).values()]
}
