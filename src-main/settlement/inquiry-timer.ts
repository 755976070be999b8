import type { Instant } from '../../src-shared/business-day.ts'
import { inquireOperation } from './inquiry.ts'
import { openOperations, updateOperation, type Operation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { startPlanTimer, type PlanTimer } from './plan-timer.ts'
import { FIRST_INQUIRY_MS, SECOND_LOOK_MS, waitAfterUnanswered } from './verdict.ts'

/**
 * Runs `work` as the only one on an order and answers true, or answers false at once when a request for that order is
 * under way: then the operation is not open yet, or someone else is asking already.
 */
export type AloneIfFree = (orderId: number, work: () => Promise<void>) => Promise<boolean>

/** After an operation could not be asked about or written (a full disk), it is not tried again at once. */
const PAUSE_AFTER_FAILURE_MS = 60_000

/** Asks about open operations when their time has come. A conflict waits for a person. */
export function startInquiryTimer(parts: SettlementParts, aloneIfFree: AloneIfFree): PlanTimer {
  return startPlanTimer(parts, {
    name: 'operation',
    pauseMs: PAUSE_AFTER_FAILURE_MS,
    async waiting() {
      const open = await parts.db.read((db) => openOperations(db))
      const now = parts.clock.now()
      return open
        .filter(({ state }) => state !== 'conflict')
        .map((operation) => ({
          dueAt: dueAt(operation, now),
          id: operation.id,
          ask: () => aloneIfFree(operation.orderId, () => inquireOperation(parts, operation.id)),
        }))
    },
  })
}

/**
 * An operation whose outcome could not be written is still `intended`; it is asked about like an unknown one. No wait is
 * longer than its rule: where one is, the machine's clock was set back since, and it is due (R11). Asking costs nothing.
 */
function dueAt(operation: Operation, now: Instant): Instant {
  const { nextInquiryAt, createdAt, unanswered, sameAsBeforeAt } = operation
  const at = nextInquiryAt ?? createdAt + FIRST_INQUIRY_MS
  const longest =
    unanswered > 0 ? waitAfterUnanswered(unanswered) : sameAsBeforeAt === null ? FIRST_INQUIRY_MS : SECOND_LOOK_MS
  return at - now > longest ? now : at
}

/**
 * Recovery at start (settlement.md R14): whatever was written and perhaps sent before the program ended is unknown now
 * and is asked about at once. Nothing is sent that could change a trade. Returns how many operations are open.
 */
export async function recover(parts: SettlementParts): Promise<number> {
  const at = parts.clock.now()
  const open = await parts.db.read((db) => openOperations(db))
  const toAsk = open.filter((operation) => operation.state !== 'conflict')
  await parts.db.write(async (trx) => {
    for (const { id } of toAsk) {
      await updateOperation(trx, id, ['intended', 'unknown'], { state: 'unknown', nextInquiryAt: at }, at)
    }
  })
  return open.length
}
