import { lostLinksOf, markReturned, type LostLink } from './lost-link-table.ts'
import type { SettlementParts } from './parts.ts'
import { insertLink, orderOfLink } from './payment-link-table.ts'
import { programItself } from './outcome.ts'

/**
 * Gives an order back the links that were made for it after the copy that was put back: nobody knows their addresses any
 * more, but their numbers are watched, and a new link needs the operator's word. An order made after a link only got the
 * same 注文番号 again. The caller is alone on the order, or only asks.
 */
export async function takeBackLinks(parts: SettlementParts, orderId: number): Promise<void> {
  const { orderNo, orderedAt } = await parts.orders.open(orderId)
  if ((await parts.db.read((db) => lostLinksOf(db, orderNo))).length === 0) return
  await parts.db.write(async (trx) => {
    for (const link of await lostLinksOf(trx, orderNo)) {
      if (orderedAt > link.issuedAt) continue
      if ((await orderOfLink(trx, link.gatewayOrderNo)) === null) await insertLink(trx, returned(link, orderId))
      await markReturned(trx, link.gatewayOrderNo, orderId)
    }
  })
}

function returned(link: LostLink, orderId: number): Parameters<typeof insertLink>[1] {
  const { gatewayOrderNo, attempt, amountYen, job, threeDSecure, issuedAt, expiresAt } = link
  return {
    ...{ orderId, gatewayOrderNo, attempt, amountYen, job, threeDSecure, issuedAt, expiresAt },
    ...{
      state: 'unknown',
      url: null,
      codes: '',
      tradeStatus: null,
      seenAt: null,
      missingAt: null,
      doubtful: false,
      taken: false,
    },
    // Asked about at once: what was known of its trade counts only once the gateway shows it for this order.
    ...{ unanswered: 0, nextInquiryAt: issuedAt, operatorId: programItself.id },
  }
}
