import type { Instant } from '../../src-shared/business-day.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import { sinceFirstLook } from './first-look.ts'
import { takeBackLinks } from './lost-link-return.ts'
import { findLostLink, saveLostLook, type LostLink } from './lost-link-table.ts'
import { markAnswered } from './lost-table.ts'
import type { SettlementParts } from './parts.ts'
import { findLinkByNumber } from './payment-link-table.ts'
import { GRACE_MS, holdsMoney, lookAtLink, waitForBuyer } from './payment-link-watch.ts'
import { SECOND_LOOK_MS, STRAY_WAIT_MS, waitAfterUnanswered } from './verdict.ts'

/** Runs work as the only one on an order. */
type OnOrder = (orderId: number, work: () => Promise<boolean>) => Promise<boolean>

/**
 * Asks about a link that a restored copy forgot. Where the copy has its order, the order has it back first and its own
 * rules say what follows; without one, what the gateway shows is only kept, and money is listed under 要確認. Answers the
 * last inquiry that had no answer, or null; `onOrder` may answer false when the order is busy.
 */
export async function lookAtLostLink(
  parts: SettlementParts,
  gatewayOrderNo: string,
  onOrder: OnOrder,
): Promise<Exclude<Inquiry, { outcome: 'found' | 'missing' }> | 'busy' | null> {
  const lost = await parts.db.read((db) => findLostLink(db, gatewayOrderNo))
  if (lost === null) return null
  const orderId = lost.orderId ?? (await orderOfLost(parts, lost))
  if (orderId === null) return lookWithoutOrder(parts, lost)
  let unanswered: Awaited<ReturnType<typeof lookAtLink>>['unanswered'] = null
  const free = await onOrder(orderId, async () => {
    await takeBackLinks(parts, orderId)
    const link = await parts.db.read((db) => findLinkByNumber(db, gatewayOrderNo))
    if (link === null || link.nextInquiryAt === null) {
      await parts.db.write((trx) => markAnswered(trx, gatewayOrderNo, parts.clock.now()))
      return true
    }
    unanswered = (await lookAtLink(parts, link.id)).unanswered
    return true
  })
  return free ? unanswered : 'busy'
}

/** The order that the link was made for, if the copy has it; one made later only got the same number again. */
export async function orderOfLost(
  parts: Pick<SettlementParts, 'orders'>,
  { orderNo, issuedAt }: LostLink,
): Promise<number | null> {
  const id = (await parts.orders.byOrderNos([orderNo])).get(orderNo)?.id
  if (id === undefined) return null
  return (await parts.orders.open(id)).orderedAt <= issuedAt ? id : null
}

async function lookWithoutOrder(
  parts: SettlementParts,
  lost: LostLink,
): Promise<Exclude<Inquiry, { outcome: 'found' | 'missing' }> | null> {
  const inquiry = await parts.gateway.inquire(lost.gatewayOrderNo)
  const at = parts.clock.now()
  if (inquiry.outcome !== 'found' && inquiry.outcome !== 'missing') {
    const unanswered = lost.unanswered + 1
    const nextInquiryAt = at + waitAfterUnanswered(unanswered)
    await parts.db.write((trx) => saveLostLook(trx, lost.gatewayOrderNo, { unanswered, nextInquiryAt }, at))
    return inquiry
  }
  const missing = inquiry.outcome === 'missing' && holdsMoney(lost.tradeStatus) ? firstMissing(parts, lost, at) : null
  // Said once it may be a mistake of the moment: money that was seen stays listed until the second such answer.
  const tradeStatus = inquiry.outcome === 'found' ? inquiry.trade.status : missing === null ? null : lost.tradeStatus
  const isOver = at > lost.expiresAt + GRACE_MS
  const nextInquiryAt = holdsMoney(tradeStatus) ? at + STRAY_WAIT_MS : isOver ? null : at + waitForBuyer(lost, at)
  await parts.db.write(async (trx) => {
    await saveLostLook(trx, lost.gatewayOrderNo, { tradeStatus, missingAt: missing, nextInquiryAt }, at)
    await markAnswered(trx, lost.gatewayOrderNo, at)
  })
  return null
}

/** When the trade was first missing, or null when that is the second such answer, at least a minute later. */
function firstMissing(parts: SettlementParts, { gatewayOrderNo, missingAt }: LostLink, at: Instant): Instant | null {
  const key = `lost link ${gatewayOrderNo} missing`
  const since = sinceFirstLook(parts, key, missingAt, at)
  if (since < SECOND_LOOK_MS) return at - since
  parts.firstLooks.delete(key)
  return null
}
