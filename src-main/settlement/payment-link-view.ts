import type { Failure } from '../../src-shared/failure.ts'
import type { Order } from '../../src-shared/order.ts'
import {
  isAlive,
  MAX_LINK_YEN,
  type OrderLinks,
  type PaidLinkMeaning,
  type PaymentLinkView,
} from '../../src-shared/payment-link.ts'
import type { SettlementParts } from './parts.ts'
import { linksOfOrder, openAddresses, type LinkRecord } from './payment-link-table.ts'
import { holdsMoney } from './payment-link-watch.ts'

/** Everything 決済リンク shows of an order. */
export async function linksFor(parts: SettlementParts, orderId: number): Promise<OrderLinks> {
  const order = await parts.orders.open(orderId)
  const links = await parts.db.read((db) => linksOfOrder(db, orderId))
  return { links: links.map((link) => viewOf(link, order)), refusal: refusalOf(order) }
}

/**
 * Addresses that a mail of the order may and must not hold: `usable` opens the order's own link, only while it is to be
 * paid and at the amount it has now; `all` are those of every open link of the shop, as a person may paste any of them.
 */
export async function addressesFor(
  parts: SettlementParts,
  orderId: number,
): Promise<{ readonly usable: string | null; readonly all: readonly string[] }> {
  const { links, refusal } = await linksFor(parts, orderId)
  const { money } = await parts.orders.open(orderId)
  const now = parts.clock.now()
  const usable = links.find(
    (link) => link.url !== null && isAlive(link, now) && link.amountYen === money.paymentTotalYen,
  )
  return { usable: refusal === null ? (usable?.url ?? null) : null, all: await parts.db.read(openAddresses) }
}

/** Why no link can be made for an order, or null. */
export function refusalOf(order: Order): Failure | null {
  const { orderNo, paymentMethod, settlement, status, money } = order
  const not = (why: string): Failure => ({ code: 'link.not-possible', params: { orderNo, why } })
  if (paymentMethod.kind !== 'card') return not('method')
  if (settlement?.link.state === 'linked') return not('linked')
  if (status === 'cancelled' || status === 'returned') return not('cancelled')
  return money.paymentTotalYen < 1 || money.paymentTotalYen > MAX_LINK_YEN ? not('amount') : null
}

function viewOf(link: LinkRecord, order: Order): PaymentLinkView {
  const { id, gatewayOrderNo, amountYen, job, threeDSecure, state, url, issuedAt, expiresAt } = link
  const { tradeStatus, seenAt, codes, taken } = link
  const meaning = meaningOf(link, order)
  return {
    ...{ id, gatewayOrderNo, amountYen, job, threeDSecure, state, url, issuedAt, expiresAt },
    ...{ tradeStatus, seenAt, codes, taken, meaning },
  }
}

/** What a paid link means for its order as it is now; null for one that was not paid. */
export function meaningOf(
  { state, gatewayOrderNo, tradeStatus, doubtful }: LinkRecord,
  order: Order,
): PaidLinkMeaning | null {
  if (state !== 'paid') return null
  const tie = order.settlement?.link
  if (tie?.state === 'linked' && tie.gatewayOrderNo === gatewayOrderNo) return 'ordersTrade'
  if (!holdsMoney(tradeStatus)) return 'settled'
  return doubtful ? 'doubtful' : 'second'
}
