import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Transaction } from '../db/database.ts'
import { refusalOfInquiry } from './fresh-trade.ts'
import { forgetGoneTrade } from './gone-trade.ts'
import { inquireLinked } from './inquire-linked.ts'
import { applyVerdict } from './inquiry.ts'
import { refreshOrLink } from './linking.ts'
import { beginAttempt, endAttempt } from './attempt-table.ts'
import { liveOperation, updateOperation, type Operation } from './operation-table.ts'
import { codesOf } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment } from './payment-table.ts'
import { isMissing } from './verdict.ts'

/** A person ends a conflict: by what the gateway shows, or, with `missing`, because it knows no such trade. */
export function adopt(parts: SettlementParts, orderId: number, operator: Operator, missing: boolean): Promise<Order> {
  return missing ? adoptMissing(parts, orderId, operator) : adoptConflict(parts, orderId, operator)
}

/** A person takes the gateway's state as the truth; the operation ends and the order is free again. */
async function adoptConflict(parts: SettlementParts, orderId: number, operator: Operator): Promise<Order> {
  const { order, live } = await conflictOf(parts, orderId)
  await refreshOrLink(parts, order).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.failure.code !== 'settlement.trade-missing') throw error
    throw new Refusal('settlement.trade-missing', { orderNo: order.orderNo, twice: 1 }, 'inquire')
  })
  await parts.db.write(async (trx) => {
    const payment = await findPayment(trx, orderId)
    await endAdopted(parts, trx, live)
    await parts.audit.append(trx, {
      at: parts.clock.now(),
      kind: 'settlement.adopted',
      operator,
      orderId,
      details: { action: live.action, status: payment?.status ?? '', amountYen: payment?.amountYen ?? 0 },
    })
  })
  await parts.witness.note([live.id])
  return parts.orders.open(orderId)
}

/**
 * A person decides that there is no trade: only after two looks a minute apart said so, and only when a third one, now,
 * says it again. The operation ends, and the order has no trade any more. What was known of it stays in the history, and
 * its number with the order, so that it is found again should the gateway show it after all. Refusal
 * `settlement.changed-at-gateway` when it is there: then the operation is judged by what it shows.
 */
async function adoptMissing(parts: SettlementParts, orderId: number, operator: Operator): Promise<Order> {
  const { order, live } = await conflictOf(parts, orderId)
  const { orderNo } = order
  if (!isMissing(live)) throw new Refusal('settlement.nothing-to-inquire', { orderNo })
  const payment = await parts.db.read((db) => findPayment(db, orderId))
  if (payment === null) throw new Error(`order ${orderNo} has an operation but no trade`)
  const attemptId = await parts.db.write((trx) => beginAttempt(trx, live.id, 'inquiry', parts.clock.now()))
  const inquiry = await inquireLinked(parts, order, payment)
  const { outcome } = inquiry
  if (outcome === 'found') {
    await applyVerdict(parts, live, attemptId, inquiry.trade)
    const to = inquiry.trade.status
    throw new Refusal('settlement.changed-at-gateway', { orderNo, from: payment.status, to }, 'reload')
  }
  const end = { at: parts.clock.now(), outcome, codes: 'errors' in inquiry ? codesOf(inquiry.errors) : inquiry.reason }
  await parts.db.write(async (trx) => {
    await endAttempt(trx, attemptId, end)
    if (outcome !== 'missing') return
    await forgetGoneTrade(parts, trx, payment, { operator, action: live.action })
    await endAdopted(parts, trx, live)
  })
  if (inquiry.outcome !== 'missing') throw refusalOfInquiry(inquiry, orderNo)
  await parts.witness.note([live.id])
  return parts.orders.open(orderId)
}

async function conflictOf(
  parts: SettlementParts,
  orderId: number,
): Promise<{ readonly order: Order; readonly live: Operation }> {
  const live = await parts.db.read((db) => liveOperation(db, orderId))
  const order = await parts.orders.open(orderId)
  if (live?.state !== 'conflict') throw new Refusal('settlement.nothing-to-inquire', { orderNo: order.orderNo })
  return { order, live }
}

async function endAdopted(parts: SettlementParts, trx: Transaction, { id, orderId }: Operation): Promise<void> {
  await updateOperation(trx, id, ['conflict'], { state: 'adopted', nextInquiryAt: null }, parts.clock.now())
  await parts.orders.touch(trx, orderId)
}
