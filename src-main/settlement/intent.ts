import { createHash, randomUUID } from 'node:crypto'
import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order, OrderStatus } from '../../src-shared/order.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import type { CancelRules } from '../../src-shared/settlement-deadline.ts'
import { amountAfter, needsReason, offeredActions, statusAfter } from '../../src-shared/settlement-rules.ts'
import type { Transaction } from '../db/database.ts'
import type { Trade } from '../gmo/trade.ts'
import { tieToLine } from './bulk-line-table.ts'
import { factsOf } from './facts.ts'
import { beginAttempt } from './attempt-table.ts'
import { insertOperation, liveOperation, updateOperation, type Operation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { stateOfTrade } from './trade-record.ts'
import { sameState } from './verdict.ts'

/** What the operator asked for: 対応状況 may move in the same step, when the operation succeeds. */
export interface ChangeRequest {
  readonly id: number
  /** Version of the order the operator saw. */
  readonly seen: number
  readonly action: SettlementAction
  readonly thenStatus: OrderStatus | null
  /** Why; needed for 金額変更 and 再オーソリ. */
  readonly reason: string
  /** The bulk run that asks, or null. */
  readonly runId?: string | null
}

/** An operation on its way, with the attempt that is about to be sent, and when the rules allowed it. */
export type Intended = Operation & { readonly attemptId: number; readonly allowedAt: Instant }

/**
 * Refuses what the screens would not have offered, by the same rules: `order.changed-meanwhile`, `settlement.*`.
 * A reason that is missing is refused too.
 */
export function refuseUnlessPossible(
  parts: SettlementParts,
  order: Order,
  request: ChangeRequest,
  rules: CancelRules,
): void {
  const { orderNo } = order
  if (order.version !== request.seen) throw new Refusal('order.changed-meanwhile', { orderNo }, 'reload')
  if (needsReason(request.action) && request.reason === '') throw new Refusal('settlement.reason-missing', { orderNo })
  const offers = offeredActions(factsOf(order), parts.clock.now(), rules)
  const offered = offers.find((offer) => offer.action === request.action)
  if (offered?.allowed === true) return
  const reason = offered?.reason ?? null
  if (reason === null) {
    const why = offers.length === 0 ? 'method' : 'status'
    throw new Refusal('settlement.not-allowed', { orderNo, action: request.action, why })
  }
  throw new Refusal(reason.code, reason.params, reason.next)
}

/** The intent and its first attempt, durable before the first byte leaves (R1). Returns the operation to send. */
export async function writeIntent(
  parts: SettlementParts,
  request: ChangeRequest,
  trade: Trade,
  operator: Operator,
): Promise<Intended> {
  const { cancelRules } = await parts.terms()
  return parts.db.write(async (trx) => {
    const current = await parts.orders.openIn(trx, request.id)
    const allowedAt = parts.clock.now()
    refuseUnlessPossible(parts, current, request, cancelRules)
    const operation = await sameOrNew(parts, trx, newOperation(parts, current, request, trade, operator))
    if (operation.runId !== null) await tieToLine(trx, operation.runId, operation.orderId, operation.id)
    const attemptId = await beginAttempt(trx, operation.id, 'mutation', parts.clock.now())
    const { action, reason } = request
    await parts.audit.append(trx, {
      at: parts.clock.now(),
      kind: 'settlement.requested',
      operator,
      orderId: current.id,
      details: {
        action,
        amountYen: operation.expectedAmountYen,
        gatewayOrderNo: operation.gatewayOrderNo,
        ...(reason === '' ? {} : { because: reason }),
      },
    })
    await parts.witness.keepEnd(trx)
    return { ...operation, attemptId, allowedAt }
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
    const { orderStatus, thenStatus, runId } = fresh
    await updateOperation(trx, live.id, ['awaitRetry'], { ...again, orderStatus, thenStatus, runId }, at)
    return { ...live, ...again, orderStatus, thenStatus, runId }
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
  const { action, reason } = request
  const expectedAmountYen = amountAfter(action, order.money.paymentTotalYen, before.amountYen)
  const params = JSON.stringify({ action, gatewayOrderNo: trade.gatewayOrderId, amountYen: expectedAmountYen })
  return {
    id: randomUUID(),
    orderId: order.id,
    gatewayOrderNo: trade.gatewayOrderId,
    action,
    params,
    paramsHash: createHash('sha256').update(params).digest('hex'),
    orderStatus: order.status,
    thenStatus: request.thenStatus,
    before,
    expectedStatus: statusAfter[action],
    expectedAmountYen,
    state: 'intended',
    resultCodes: '',
    confirmed: false,
    sameAsBeforeAt: null,
    unanswered: 0,
    nextInquiryAt: null,
    operatorId: operator.id,
    reason,
    runId: request.runId ?? null,
    statusHeld: null,
    createdAt: parts.clock.now(),
  }
}
