import type { LinkReport } from '../../src-shared/api.ts'
import type { Order } from '../../src-shared/order.ts'
import type { UnlinkedReason } from '../../src-shared/settlement.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import type { Trade } from '../gmo/trade.ts'
import { unlessLost } from './damaged-row.ts'
import { gatewayNumbers } from './gateway-number.ts'
import { refresh, refusalOfInquiry } from './fresh-trade.ts'
import { inquireByKind, inquireLinked } from './inquire-linked.ts'
import { lostNumbers } from './lost-table.ts'
import type { OrderTurns } from './order-turns.ts'
import type { SettlementParts } from './parts.ts'
import { orderOfLink } from './payment-link-table.ts'
import { findPayment, keptNumber, orderOfTrade, saveUnlinked } from './payment-table.ts'
import { authorisationOf } from './trade-record.ts'

/** How one order's search for its trade ended. */
export type LinkOutcome = 'linked' | UnlinkedReason

/** The search for an order's trade: how it ended, and every trade the gateway showed on the way. */
export interface TradeSearch {
  readonly outcome: LinkOutcome
  readonly found: readonly Trade[]
}

/** `searchTrade` for who only has to know how it ended. */
export async function linkOrder(parts: SettlementParts, order: Order): Promise<LinkOutcome> {
  return (await searchTrade(parts, order)).outcome
}

/**
 * Looks for the order's trade under every number the shop's patterns give, the one it had, and those the witness knows,
 * and ties it. Exactly one must exist: with two, or with one that belongs to another order, nothing is tied and the
 * reason is kept for the operator.
 */
export async function searchTrade(parts: SettlementParts, order: Order): Promise<TradeSearch> {
  const found: Trade[] = []
  let worst: UnlinkedReason = 'notFound'
  const { orderNoPatterns } = await parts.terms()
  const byPattern = gatewayNumbers(order.orderNo, order.orderedAt, orderNoPatterns)
  const witnessed = await parts.db.read((db) => lostNumbers(db, order.orderNo, order.orderedAt))
  const kept = await parts.db.read((db) => keptNumber(db, order.id))
  for (const number of new Set([...(kept === null ? [] : [kept]), ...witnessed, ...byPattern])) {
    const inquiry = await inquireByKind(parts, number, order.paymentMethod.kind)
    if (inquiry.outcome === 'found') found.push(inquiry.trade)
    else if (inquiry.outcome !== 'missing') worst = reasonOf(inquiry)
  }
  const [trade, another] = found
  const without = async (reason: UnlinkedReason) => ({ outcome: await unlinked(parts, order.id, reason), found })
  if (trade === undefined || worst !== 'notFound') return without(worst)
  if (another !== undefined || (await belongsElsewhere(parts, order.id, trade))) return without('ambiguous')
  if (trade.gatewayOrderId !== kept && !fits(order, trade)) return without('doubtful')
  await refresh(parts, order.id, null, trade)
  return { outcome: 'linked', found }
}

/** The order's trade as the gateway shows it, or the search for it. Refuses when the gateway shows no trade it had. */
export async function refreshOrLink(parts: SettlementParts, order: Order): Promise<void> {
  const payment = await parts.db.read((db) => findPayment(db, order.id))
  if (payment === null) {
    await linkOrder(parts, order)
    return
  }
  const inquiry = await inquireLinked(parts, order, payment)
  if (inquiry.outcome !== 'found') throw refusalOfInquiry(inquiry, order.orderNo)
  await refresh(parts, order.id, payment, inquiry.trade)
}

const DAY_MS = 86_400_000
/** A buyer who orders pays at the same sitting, or is asked again within days. */
const NEAR_MS = 3 * DAY_MS

/**
 * A number alone does not make a trade the order's: two shops on one contract may both have an order 55. The trade must
 * not be older than the order, and either its amount or the time of its authorisation must fit.
 */
function fits(order: Order, trade: Trade): boolean {
  const madeAt = authorisationOf(trade, null) ?? trade.processedAt
  if (madeAt < order.orderedAt - DAY_MS) return false
  const sameAmount = trade.amountYen + trade.taxYen === order.money.paymentTotalYen
  return sameAmount || madeAt - order.orderedAt <= NEAR_MS
}

/**
 * Looks for the trades of many orders, one after the other, each `aside` of what is under way on it, and reports progress.
 * An order that got its trade since the ids were read is left as it is. Stops early when the gateway cannot
 * be asked: the rest would only wait for the same silence.
 */
export async function linkOrders(
  parts: SettlementParts,
  orderIds: readonly number[],
  aside: OrderTurns['lookAside'],
  progress: (done: number) => void,
): Promise<LinkReport> {
  const outcomes: LinkOutcome[] = []
  for (const id of orderIds) {
    const outcome = await aside(id, () => linkIfUnlinked(parts, id))
    outcomes.push(outcome)
    progress(outcomes.length)
    if (outcome === 'noAnswer' || outcome === 'notConfigured') break
  }
  return {
    asked: outcomes.length,
    linked: outcomes.filter((outcome) => outcome === 'linked').length,
    notFound: outcomes.filter((outcome) => outcome === 'notFound').length,
    failed: outcomes.filter((outcome) => outcome !== 'linked' && outcome !== 'notFound').length,
  }
}

async function linkIfUnlinked(parts: SettlementParts, orderId: number): Promise<LinkOutcome> {
  // Damaged orders are the business of the check of the records.
  const order = await unlessLost(parts.orders.open(orderId))
  if (order === null) return 'doubtful'
  const payment = await parts.db.read((db) => findPayment(db, orderId))
  return payment === null ? linkOrder(parts, order) : 'linked'
}

function reasonOf(inquiry: Exclude<Inquiry, { outcome: 'found' | 'missing' }>): UnlinkedReason {
  if (inquiry.outcome === 'refused') return 'refused'
  return inquiry.reason === 'credentials' ? 'notConfigured' : 'noAnswer'
}

async function unlinked(parts: SettlementParts, orderId: number, reason: UnlinkedReason): Promise<LinkOutcome> {
  await parts.db.write((trx) => saveUnlinked(trx, orderId, reason, parts.clock.now()))
  return reason
}

async function belongsElsewhere(parts: SettlementParts, orderId: number, trade: Trade): Promise<boolean> {
  const { gatewayOrderId } = trade
  const owners = await parts.db.read(async (db) => [
    await orderOfTrade(db, gatewayOrderId),
    await orderOfLink(db, gatewayOrderId),
  ])
  return owners.some((owner) => owner !== null && owner !== orderId)
}
