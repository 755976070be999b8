import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import type { Trade } from '../gmo/trade.ts'
import { inquireLinked } from './inquire-linked.ts'
import { codesOf, programItself } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment, savePayment, type PaymentRecord } from './payment-table.ts'
import { recordOfTrade, stateOfPayment, stateOfTrade } from './trade-record.ts'
import { sameState } from './verdict.ts'

/** Beyond this the day on this machine may not be the gateway's, and every cancel word and limit hangs on the day. */
const MAX_SKEW_MS = 600_000

/**
 * The order's trade as the gateway shows it now, with the pass that the next request needs. Refuses when the gateway
 * cannot be asked, and when it shows anything else than the desk: then the desk is brought up to date first, and the
 * operator looks again before money moves.
 */
export async function freshTrade(parts: SettlementParts, order: Order): Promise<Trade> {
  const payment = await parts.db.read((db) => findPayment(db, order.id))
  if (payment === null) throw new Refusal('settlement.not-linked', { orderNo: order.orderNo }, 'inquire')
  const inquiry = await inquireLinked(parts, order, payment)
  if (inquiry.outcome !== 'found') throw refusalOfInquiry(inquiry, order.orderNo)
  checkClock(parts.clock.now(), inquiry.gatewayAt, order.orderNo)
  if (sameState(stateOfPayment(payment), stateOfTrade(inquiry.trade))) return inquiry.trade
  await refresh(parts, order.id, payment, inquiry.trade)
  throw new Refusal(
    'settlement.changed-at-gateway',
    { orderNo: order.orderNo, from: payment.status, to: inquiry.trade.status },
    'reload',
  )
}

/**
 * Takes over what the gateway shows, with a line in the history when it differs from what was known. The line names
 * `operator`: whoever decided it, or the program itself. Nothing is written when the trade is no longer as `known`: then
 * someone has looked since, and this look may be the older one.
 */
export async function refresh(
  parts: SettlementParts,
  orderId: number,
  known: PaymentRecord | null,
  trade: Trade,
  operator: Operator = programItself,
): Promise<void> {
  const terms = await parts.terms()
  const record = recordOfTrade(orderId, trade, known, terms, parts.clock.now())
  await parts.db.write(async (trx) => {
    if (!isStill(known, await findPayment(trx, orderId))) return
    await savePayment(trx, record)
    if (known !== null && sameState(stateOfPayment(known), stateOfPayment(record))) return
    await parts.audit.append(trx, {
      at: parts.clock.now(),
      kind: known === null ? 'settlement.linked' : 'settlement.refreshed',
      operator,
      orderId,
      details: { gatewayOrderNo: record.gatewayOrderNo, status: record.status, amountYen: record.amountYen },
    })
    // Finding the trade of an order changes nothing about the order: its 更新日 stays.
    if (known !== null) await parts.orders.touch(trx, orderId)
  })
}

function isStill(known: PaymentRecord | null, now: PaymentRecord | null): boolean {
  if (known === null || now === null) return known === now
  const sameTrade = known.gatewayOrderNo === now.gatewayOrderNo && known.inquiredAt === now.inquiredAt
  return sameTrade && sameState(stateOfPayment(known), stateOfPayment(now))
}

/** Why an inquiry gave no trade, as a failure the operator can act on. */
export function refusalOfInquiry(inquiry: Exclude<Inquiry, { outcome: 'found' }>, orderNo: string): Refusal {
  if (inquiry.outcome === 'missing')
    return new Refusal('settlement.trade-missing', { orderNo }, 'open-gateway-settings')
  if (inquiry.outcome === 'refused') {
    return new Refusal('gateway.refused', { orderNo, codes: codesOf(inquiry.errors) }, 'open-gateway-settings')
  }
  if (inquiry.reason === 'credentials') return new Refusal('gateway.not-configured', {}, 'open-gateway-settings')
  return new Refusal(inquiry.outcome === 'not-sent' ? 'gateway.offline' : 'gateway.no-answer', { orderNo }, 'retry')
}

function checkClock(now: Instant, gatewayAt: Instant | null, orderNo: string): void {
  if (gatewayAt === null || Math.abs(now - gatewayAt) <= MAX_SKEW_MS) return
  throw new Refusal('settlement.not-allowed', { orderNo, why: 'clock' })
}
