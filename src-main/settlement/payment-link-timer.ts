import type { Instant } from '../../src-shared/business-day.ts'
import { watchedLostLinks } from './lost-link-table.ts'
import { lookAtLostLink } from './lost-link-watch.ts'
import type { SettlementParts } from './parts.ts'
import { updateLink, watchedLinks } from './payment-link-table.ts'
import { lookAtLink } from './payment-link-watch.ts'
import { startPlanTimer, type PlanTimer } from './plan-timer.ts'

/**
 * Runs `work` as the only one on an order and answers true, or answers false at once when a request for that order is
 * under way. The windows read the order again when `work` answers true.
 */
export type LookIfFree = (orderId: number, work: () => Promise<boolean>) => Promise<boolean>

/** After a link could not be asked about (its order is busy, or the disk is full), it is not tried again at once. */
const PAUSE_AFTER_FAILURE_MS = 30_000

/** No wait of a link is longer. Where one is, the machine's clock was set back since, and it is due (settlement.md R11). */
const LONGEST_WAIT_MS = 3_600_000

/** When to ask next, as planned and seen at `now`. */
export function dueAt(nextInquiryAt: Instant | null, now: Instant): Instant {
  const at = nextInquiryAt ?? Infinity
  return at !== Infinity && at - now > LONGEST_WAIT_MS ? now : at
}

/** Asks about links when their time has come; see `payment-link-watch.ts` for what follows from an answer. */
export function startLinkTimer(parts: SettlementParts, lookIfFree: LookIfFree): PlanTimer {
  return startPlanTimer(parts, {
    name: 'link',
    pauseMs: PAUSE_AFTER_FAILURE_MS,
    async waiting() {
      const links = await parts.db.read((db) => watchedLinks(db))
      const now = parts.clock.now()
      return links.map(({ id, orderId, nextInquiryAt }) => ({
        dueAt: dueAt(nextInquiryAt, now),
        id,
        ask: () => lookIfFree(orderId, async () => (await lookAtLink(parts, id)).changed),
      }))
    },
  })
}

/** The same for links that a restored copy forgot. */
export function startLostLinkTimer(parts: SettlementParts, lookIfFree: LookIfFree): PlanTimer {
  return startPlanTimer(parts, {
    name: 'lost-link',
    pauseMs: PAUSE_AFTER_FAILURE_MS,
    async waiting() {
      const links = await parts.db.read((db) => watchedLostLinks(db))
      const now = parts.clock.now()
      return links.map(({ gatewayOrderNo, nextInquiryAt }) => ({
        dueAt: dueAt(nextInquiryAt, now),
        id: gatewayOrderNo,
        ask: async () => (await lookAtLostLink(parts, gatewayOrderNo, lookIfFree)) !== 'busy',
      }))
    },
  })
}

/**
 * Recovery at start: what was written and perhaps sent before the program ended is unknown now. Its number is asked
 * about at once and never sent again. Returns how many there were.
 */
export async function recoverLinks(parts: SettlementParts): Promise<number> {
  const nextInquiryAt = parts.clock.now()
  return parts.db.write(async (trx) => {
    const intended = (await watchedLinks(trx)).filter(({ state }) => state === 'intended')
    for (const { id, state } of intended) {
      await updateLink(trx, id, state, { state: 'unknown', url: null, unanswered: 0, nextInquiryAt })
    }
    return intended.length
  })
}
