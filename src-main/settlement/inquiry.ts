import type { Inquiry } from '../gmo/gateway.ts'
import type { Trade } from '../gmo/trade.ts'
import { sinceFirstLook } from './first-look.ts'
import { inquireLinked } from './inquire-linked.ts'
import { firstMissingOf, noteMissing } from './missing-trade.ts'
import { beginAttempt, endAttempt } from './attempt-table.ts'
import { findOperation, openStates, updateOperation, type Operation } from './operation-table.ts'
import { codesOf, programItself, settleConfirmed, settleConflict, settleNotApplied } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment } from './payment-table.ts'
import { stateOfTrade } from './trade-record.ts'
import { isMissing, judge, SECOND_LOOK_MS, waitAfterUnanswered } from './verdict.ts'

/**
 * Asks the gateway how an open operation ended and writes the verdict (settlement.md R4, R5, R6). Sends nothing that
 * could change a trade. The caller is alone on the order; an operation that has ended meanwhile is left as it is.
 */
export async function inquireOperation(parts: SettlementParts, operationId: string): Promise<void> {
  const startedAt = parts.clock.now()
  const begun = await parts.db.write(async (trx) => {
    const operation = await findOperation(trx, operationId)
    if (operation === null || !openStates.includes(operation.state)) return null
    return { operation, attemptId: await beginAttempt(trx, operationId, 'inquiry', startedAt) }
  })
  if (begun === null) return
  const { operation, attemptId } = begun
  const order = await parts.orders.open(operation.orderId)
  const payment = await parts.db.read((db) => findPayment(db, order.id))
  if (payment === null) throw new Error(`order ${order.orderNo} has an operation but no trade`)
  const inquiry = await inquireLinked(parts, order, payment)
  if (inquiry.outcome === 'found') await applyVerdict(parts, operation, attemptId, inquiry.trade)
  else if (inquiry.outcome === 'missing') await noteMissing(parts, operation, attemptId, inquiry)
  else await postpone(parts, operation, attemptId, inquiry)
}

/** Judges what the gateway showed of an open operation's trade, and writes it. The caller is alone on the order. */
export async function applyVerdict(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  trade: Trade,
): Promise<void> {
  parts.firstLooks.delete(firstMissingOf(operation))
  const verdict = judge(operation, stateOfTrade(trade))
  if (verdict === 'applied') return settleConfirmed(parts, operation, attemptId, trade)
  if (verdict === 'conflict') return settleConflict(parts, operation, attemptId, trade)
  return lookAgain(parts, operation, attemptId, trade)
}

/** "As before": believed only when a second look at least a minute later shows the same (R4). */
async function lookAgain(parts: SettlementParts, operation: Operation, attemptId: number, trade: Trade): Promise<void> {
  const at = parts.clock.now()
  const since = sinceFirstLook(parts, operation.id, operation.sameAsBeforeAt, at)
  if (since >= SECOND_LOOK_MS) {
    parts.firstLooks.delete(operation.id)
    return settleNotApplied(parts, operation, attemptId, 'asBefore', programItself)
  }
  await parts.db.write(async (trx) => {
    await endAttempt(trx, attemptId, { at, outcome: 'asBefore', trade: stateOfTrade(trade) })
    const seenAt = at - since
    const progress = {
      state: 'unknown',
      ...(isMissing(operation) ? { resultCodes: '' } : {}),
      sameAsBeforeAt: seenAt,
      unanswered: 0,
      nextInquiryAt: seenAt + SECOND_LOOK_MS,
    } as const
    await updateOperation(trx, operation.id, openStates, progress, at)
  })
}

/** No usable answer: ask again later, at growing distances. */
async function postpone(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  inquiry: Exclude<Inquiry, { outcome: 'found' | 'missing' }>,
): Promise<void> {
  const at = parts.clock.now()
  const codes = 'errors' in inquiry ? codesOf(inquiry.errors) : inquiry.reason
  await parts.db.write(async (trx) => {
    const unanswered = ((await findOperation(trx, operation.id))?.unanswered ?? 0) + 1
    await endAttempt(trx, attemptId, { at, outcome: inquiry.outcome, codes })
    const nextInquiryAt = at + waitAfterUnanswered(unanswered)
    await updateOperation(
      trx,
      operation.id,
      openStates,
      { state: keepConflict(operation), unanswered, nextInquiryAt },
      at,
    )
  })
}

/** A conflict waits for a person; an inquiry without an answer does not turn it back into an unknown. */
function keepConflict(operation: Operation): 'conflict' | 'unknown' {
  return operation.state === 'conflict' ? 'conflict' : 'unknown'
}
