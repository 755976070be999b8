import type { Operator } from '../../src-shared/operator.ts'
import type { OrderLinks } from '../../src-shared/payment-link.ts'
import { refusalOfInquiry } from './fresh-trade.ts'
import type { OrderTurns } from './order-turns.ts'
import type { SettlementParts } from './parts.ts'
import { recoverLinks, startLinkTimer, startLostLinkTimer, type LookIfFree } from './payment-link-timer.ts'
import { lookAtLinks, type LinkLook } from './payment-link-watch.ts'
import { addressesFor, linksFor } from './payment-link-view.ts'
import { createLink, type LinkRequest } from './payment-links.ts'

/** Payment links: pages at the gateway on which buyers pay for orders that have no trade yet. */
export interface LinkDesk {
  of(orderId: number): Promise<OrderLinks>
  /**
   * Addresses for the order's mails: `usable` is of a link that the buyer may be sent, alive and for what the order costs
   * now; `all` are those that still open a page. Never for the log, nor for who may not settle.
   */
  addresses(orderId: number): Promise<{ readonly usable: string | null; readonly all: readonly string[] }>
  /**
   * Has a link made. Refusals: `link.not-possible`, `link.alive` (unless `again`), `order.changed-meanwhile`,
   * `settlement.in-progress` (a double click), `gateway.*`. An open outcome is no refusal: the link is then `unknown`.
   */
  create(request: LinkRequest, operator: Operator): Promise<OrderLinks>
  /** Asks the gateway now. Refusals: `settlement.in-progress`, `gateway.*`; what was known stays. */
  check(orderId: number): Promise<OrderLinks>
  /** Stops asking. */
  close(): Promise<void>
}

/** Builds the desk and starts its timer, after what an earlier start left open. `letGo` waits for a sweep's look. */
export async function createLinkDesk(
  parts: SettlementParts,
  turns: OrderTurns,
  letGo: (orderId: number) => Promise<void>,
): Promise<LinkDesk> {
  const open = await recoverLinks(parts)
  if (open > 0) parts.log.warn('settlement.link-recovery', { open })
  const lookIfFree: LookIfFree = async (orderId, work) => {
    await letGo(orderId)
    if (turns.isBusy(orderId)) return false
    await turns.look(orderId, work)
    return true
  }
  const timer = startLinkTimer(parts, lookIfFree)
  const lost = startLostLinkTimer(parts, lookIfFree)

  return {
    of: (orderId) => linksFor(parts, orderId),
    addresses: (orderId) => addressesFor(parts, orderId),
    async create(request, operator) {
      await letGo(request.id)
      await turns.take(request.id, () => createLink(parts, request, operator)).finally(timer.wake)
      return linksFor(parts, request.id)
    },
    async check(orderId) {
      const { orderNo } = await parts.orders.open(orderId)
      await letGo(orderId)
      const looks: LinkLook[] = []
      await turns.look(orderId, async () => {
        const look = await lookAtLinks(parts, orderId)
        looks.push(look)
        return look.changed
      })
      for (const { unanswered } of looks) if (unanswered !== null) throw refusalOfInquiry(unanswered, orderNo)
      return linksFor(parts, orderId)
    },
    async close() {
      await Promise.all([timer.stop(), lost.stop()])
    },
  }
}
