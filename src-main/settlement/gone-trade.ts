import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import type { Transaction } from '../db/database.ts'
import { forgetDifference, knownDifference } from './difference-table.ts'
import { sinceFirstLook } from './first-look.ts'
import type { SettlementParts } from './parts.ts'
import { findLinkByNumber, updateLink } from './payment-link-table.ts'
import { forgetTrade, type PaymentRecord } from './payment-table.ts'
import { SECOND_LOOK_MS, STRAY_WAIT_MS } from './verdict.ts'

/** Who decides that there is no trade, and which operation that ends, if any. */
export interface GivenUp {
  readonly operator: Operator
  readonly action: SettlementAction | null
}

/**
 * Takes from its order a trade that the gateway does not know. What was known of it stays in the history, and its number
 * with the order, so that it is found again should the gateway show it after all.
 */
export async function forgetGoneTrade(
  parts: SettlementParts,
  trx: Transaction,
  { orderId, gatewayOrderNo, status: lastStatus, amountYen, tranId }: PaymentRecord,
  { operator, action }: GivenUp,
): Promise<void> {
  const at = parts.clock.now()
  await forgetTrade(trx, orderId, at)
  await forgetDifference(trx, orderId)
  await watchGivenUp(trx, gatewayOrderNo, at)
  await parts.audit.append(trx, {
    at,
    kind: 'settlement.tradeGone',
    operator,
    orderId,
    details: { ...(action === null ? {} : { action }), lastStatus, amountYen, gatewayOrderNo, tranId },
  })
}

/** The order gave up a link's trade: what the link says of it ends too, and its number is looked at again. */
async function watchGivenUp(trx: Transaction, gatewayOrderNo: string, at: Instant): Promise<void> {
  const link = await findLinkByNumber(trx, gatewayOrderNo)
  if (link?.state !== 'paid') return
  const { id, state, url } = link
  const nextInquiryAt = at + STRAY_WAIT_MS
  await updateLink(trx, id, state, { state, url, tradeStatus: null, missingAt: null, unanswered: 0, nextInquiryAt })
}

/**
 * True when the gateway, that does not know the order's trade now, did not know it a minute ago either and never showed it
 * in between: said once, it may be a mistake of the moment.
 */
export async function isGoneForGood(parts: SettlementParts, orderId: number): Promise<boolean> {
  return (await noteGone(parts, orderId)) >= SECOND_LOOK_MS
}

/** A person ends a trade that is gone for good and that no open operation waits for. */
export async function giveUpTrade(parts: SettlementParts, payment: PaymentRecord, operator: Operator): Promise<Order> {
  const { orderId } = payment
  await parts.db.write(async (trx) => {
    await forgetGoneTrade(parts, trx, payment, { operator, action: null })
    await parts.orders.touch(trx, orderId)
  })
  parts.firstLooks.delete(keyOf(orderId))
  return parts.orders.open(orderId)
}

/** The gateway does not know the order's trade now; answers for how many milliseconds that is so. */
export async function noteGone(parts: SettlementParts, orderId: number): Promise<number> {
  const known = await parts.db.read((db) => knownDifference(db, orderId))
  const seenAt = known?.theirs === null ? known.seenAt : null
  return sinceFirstLook(parts, keyOf(orderId), seenAt, parts.clock.now())
}

/** The gateway showed the trade: the next time it does not is the first. */
export async function noteThere(
  { db, firstLooks }: Pick<SettlementParts, 'db' | 'firstLooks'>,
  orderId: number,
): Promise<void> {
  firstLooks.delete(keyOf(orderId))
  const known = await db.read((connection) => knownDifference(connection, orderId))
  if (known?.theirs === null) await db.write((trx) => forgetDifference(trx, orderId))
}

function keyOf(orderId: number): string {
  return `order ${String(orderId)} missing`
}
