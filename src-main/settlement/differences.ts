import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import {
  comparedOrder,
  compareTrade,
  isBuyersDoing,
  offeredStatusOf,
  type TradeDifference,
  type TradeSight,
} from '../../src-shared/trade-difference.ts'
import type { Trade } from '../gmo/trade.ts'
import { unlessLost } from './damaged-row.ts'
import { forgetDifference, knownDifferences, saveDifference, type DifferenceRecord } from './difference-table.ts'
import { refresh, refusalOfInquiry } from './fresh-trade.ts'
import { giveUpTrade, isGoneForGood, noteGone } from './gone-trade.ts'
import { inquireLinked, tradeKind } from './inquire-linked.ts'
import { liveOperation, openStates } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment, type PaymentRecord } from './payment-table.ts'
import { stateOfPayment, stateOfTrade } from './trade-record.ts'
import { sameState } from './verdict.ts'

/**
 * Every order that disagrees with the gateway, counted anew from the order as it is now: one that was settled or
 * corrected since the sweep is not in it.
 */
export async function listDifferences(parts: SettlementParts): Promise<readonly TradeDifference[]> {
  const records = await parts.db.read((db) => knownDifferences(db))
  const items = await Promise.all(records.map((record) => unlessLost(differenceOf(parts, record))))
  return items.filter((item) => item !== null)
}

async function differenceOf(parts: SettlementParts, record: DifferenceRecord): Promise<TradeDifference | null> {
  const payment = await parts.db.read((db) => findPayment(db, record.orderId))
  if (payment === null) return null
  const order = await parts.orders.open(record.orderId)
  const ours = stateOfPayment(payment)
  const newer = payment.inquiredAt > record.seenAt
  const theirs = newer ? ours : record.theirs
  const kinds = compareTrade(comparedOrder(order), ours, theirs)
  if (kinds.length === 0) return null
  return {
    orderId: order.id,
    orderNo: order.orderNo,
    name: `${order.orderer.familyName} ${order.orderer.givenName}`.trim(),
    gatewayOrderNo: payment.gatewayOrderNo,
    version: order.version,
    orderStatus: order.status,
    paymentTotalYen: order.money.paymentTotalYen,
    ours,
    theirs,
    kinds,
    since: record.since,
    seenAt: newer ? payment.inquiredAt : record.seenAt,
    adoptable: theirs === null || !sameState(ours, theirs),
    offeredStatus: offeredStatusOf(kinds),
  }
}

/**
 * Writes down what the gateway showed of a linked trade. What a buyer did by paying, or by letting the term pass, is
 * taken over; anything else that does not fit is kept beside it for a person to decide.
 */
export async function noteSight(
  parts: SettlementParts,
  payment: PaymentRecord,
  trade: Trade,
): Promise<{ readonly adopted: boolean; readonly differs: boolean }> {
  const order = await parts.orders.open(payment.orderId)
  const [known, theirs] = [stateOfPayment(payment), stateOfTrade(trade)]
  const adopted = isBuyersDoing(tradeKind(order, payment), known, theirs)
  // The same state as before is written too: the desk then knows how fresh its picture is.
  if (adopted || sameState(known, theirs)) await refresh(parts, order.id, payment, trade)
  return { adopted, differs: await noteDifference(parts, order, adopted ? theirs : known, theirs) }
}

/** Keeps or drops the order's difference; answers whether there is one. */
export async function noteDifference(
  parts: SettlementParts,
  order: Order,
  ours: TradeSight,
  theirs: TradeSight | null,
): Promise<boolean> {
  const differs = compareTrade(comparedOrder(order), ours, theirs).length > 0
  if (theirs === null) await noteGone(parts, order.id)
  await parts.db.write((trx) =>
    differs ? saveDifference(trx, order.id, theirs, parts.clock.now()) : forgetDifference(trx, order.id),
  )
  return differs
}

/**
 * A person takes what the gateway shows as the truth, having seen it; `seen` is null where it showed no trade. The caller
 * is alone on the order.
 */
export async function adoptDifference(
  parts: SettlementParts,
  orderId: number,
  seen: TradeSight | null,
  operator: Operator,
): Promise<Order> {
  const order = await parts.orders.open(orderId)
  const { orderNo } = order
  const payment = await parts.db.read((db) => findPayment(db, orderId))
  if (payment === null) throw new Refusal('settlement.not-linked', { orderNo }, 'inquire')
  const live = await parts.db.read((db) => liveOperation(db, orderId))
  if (live !== null && openStates.includes(live.state))
    throw new Refusal('settlement.in-progress', { orderNo }, 'inquire')
  const inquiry = await inquireLinked(parts, order, payment)
  if (inquiry.outcome === 'missing') {
    if (seen === null && (await isGoneForGood(parts, orderId))) return giveUpTrade(parts, payment, operator)
    await noteDifference(parts, order, stateOfPayment(payment), null)
    if (seen === null) throw new Refusal('settlement.trade-missing', { orderNo, again: 1 }, 'inquire')
  }
  if (inquiry.outcome !== 'found') throw refusalOfInquiry(inquiry, orderNo)
  const theirs = stateOfTrade(inquiry.trade)
  if (seen === null || !sameState(theirs, seen)) {
    await noteSight(parts, payment, inquiry.trade)
    const from = (seen ?? payment).status
    throw new Refusal('settlement.changed-at-gateway', { orderNo, from, to: theirs.status }, 'reload')
  }
  await refresh(parts, orderId, payment, inquiry.trade, operator)
  await noteDifference(parts, order, theirs, theirs)
  return parts.orders.open(orderId)
}
