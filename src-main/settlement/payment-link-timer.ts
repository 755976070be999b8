import type { SettlementParts } from './parts.ts'
import { updateLink, watchedLinks, type LinkRecord } from './payment-link-table.ts'
import { lookAtLink } from './payment-link-watch.ts'

/** Asks about payment links when their time has come, for as long as the program runs. */
export interface LinkTimer {
  /** Looks at the plan again: a link was issued. */
  wake(): void
  /** Stops asking; resolves when a running inquiry has ended. */
  stop(): Promise<void>
}

/**
 * Runs `work` as the only one on an order and answers true, or answers false at once when a request for that order is
 * under way. The windows read the order again when `work` answers true.
 */
export type LookIfFree = (orderId: number, work: () => Promise<boolean>) => Promise<boolean>

const IDLE_MS = 3_600_000
/** After a link could not be asked about (its order is busy, or the disk is full), it is not tried again at once. */
const PAUSE_AFTER_FAILURE_MS = 30_000

/** Starts the timer. It only ever asks; see `payment-link-watch.ts` for what follows from an answer. */
export function startLinkTimer(parts: SettlementParts, lookIfFree: LookIfFree): LinkTimer {
  let stopped = false
  let sleeping = new AbortController()
  const loop = run()

  async function run(): Promise<void> {
    while (!isStopped()) {
      // Made before the round, so that a wake during it is not lost.
      sleeping = new AbortController()
      const wait = await round().catch((error: unknown) => {
        parts.log.error('settlement.link-timer', { error: String(error) })
        return PAUSE_AFTER_FAILURE_MS
      })
      if (!isStopped()) await parts.clock.sleep(wait, sleeping.signal)
    }
  }

  /** One pass over what is due; answers the milliseconds until something is due again. */
  async function round(): Promise<number> {
    let failed = false
    for (const link of await watched()) {
      if (isStopped()) break
      if (dueAt(link) <= parts.clock.now()) failed = !(await ask(link)) || failed
    }
    const next = (await watched()).map((link) => dueAt(link) - parts.clock.now())
    return Math.max(failed ? PAUSE_AFTER_FAILURE_MS : 0, Math.min(IDLE_MS, ...next))
  }

  /** One link that cannot be asked about must not keep the others waiting. */
  async function ask({ id, orderId }: LinkRecord): Promise<boolean> {
    try {
      return await lookIfFree(orderId, async () => (await lookAtLink(parts, id)).changed)
    } catch (error) {
      parts.log.error('settlement.link-inquiry', { link: id, error: String(error) })
      return false
    }
  }

  function watched(): Promise<readonly LinkRecord[]> {
    return parts.db.read((db) => watchedLinks(db))
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

function dueAt({ nextInquiryAt }: LinkRecord): number {
  return nextInquiryAt ?? Infinity
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
