import type { Instant } from '../../src-shared/business-day.ts'
import { inquireOperation } from './inquiry.ts'
import { openOperations, updateOperation, type Operation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { FIRST_INQUIRY_MS, SECOND_LOOK_MS, waitAfterUnanswered } from './verdict.ts'

/** Asks about open operations when their time has come, for as long as the program runs. */
export interface InquiryTimer {
  /** Looks at the plan again: an operation became open, or the operator pressed 「今すぐ確認」. */
  wake(): void
  /** Stops asking; resolves when a running inquiry has ended. */
  stop(): Promise<void>
}

/**
 * Runs `work` as the only one on an order and answers true, or answers false at once when a request for that order is
 * under way: then the operation is not open yet, or someone else is asking already.
 */
export type AloneIfFree = (orderId: number, work: () => Promise<void>) => Promise<boolean>

/** However long nothing is due, look again after an hour. */
const IDLE_MS = 3_600_000
/** After an operation could not be asked about or written (a full disk), it is not tried again at once. */
const PAUSE_AFTER_FAILURE_MS = 60_000

/** Starts the timer. */
export function startInquiryTimer(parts: SettlementParts, aloneIfFree: AloneIfFree): InquiryTimer {
  let stopped = false
  let sleeping = new AbortController()
  const loop = run()

  async function run(): Promise<void> {
    while (!isStopped()) {
      // Made before the round, so that a wake during it is not lost.
      sleeping = new AbortController()
      const wait = await round().catch((error: unknown) => {
        parts.log.error('settlement.timer', { error: String(error) })
        return PAUSE_AFTER_FAILURE_MS
      })
      if (isStopped()) return
      await parts.clock.sleep(wait, sleeping.signal)
    }
  }

  /** One pass over what is due; answers the milliseconds until something is due again. */
  async function round(): Promise<number> {
    let failed = false
    for (const operation of await waiting()) {
      if (isStopped()) break
      if (dueAt(operation, parts.clock.now()) <= parts.clock.now()) failed = !(await ask(operation)) || failed
    }
    const now = parts.clock.now()
    const next = (await waiting()).map((operation) => dueAt(operation, now) - now)
    return Math.max(failed ? PAUSE_AFTER_FAILURE_MS : 0, Math.min(IDLE_MS, ...next))
  }

  /** One operation that cannot be asked about must not keep the others waiting. */
  async function ask(operation: Operation): Promise<boolean> {
    try {
      return await aloneIfFree(operation.orderId, () => inquireOperation(parts, operation.id))
    } catch (error) {
      parts.log.error('settlement.inquiry', { operation: operation.id, error: String(error) })
      return false
    }
  }

  async function waiting(): Promise<readonly Operation[]> {
    const open = await parts.db.read((db) => openOperations(db))
    return open.filter(({ state }) => state !== 'conflict')
  }

  function isStopped(): boolean {
    return stopped
  }

  return {
    wake() {
      sleeping.abort()
    },
    async stop() {
      stopped = true
      sleeping.abort()
      await loop
    },
  }
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
