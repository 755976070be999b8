import type { Instant } from '../../src-shared/business-day.ts'

/** What the world has seen of one operation, past everything the program says of it. */
export interface Deeds {
  /** Changes in the gateway's ledger that a request of this operation made. */
  applied: number
  /** Sent, and no proof of its end has reached the program. */
  open: boolean
  /** When the gateway showed the trade since then. */
  looks: Look[]
}

/** One look at a trade, by the time that really passed and by the desk's clock, which people set. */
export interface Look {
  readonly at: Instant
  readonly shownAt: Instant
}

const MINUTE_MS = 60_000

/**
 * Two of the looks lie at least a minute apart (R4): a minute that really passed or, since a program that was started
 * again knows of the first look only by its clock, one of that clock.
 */
export function lookedTwice({ looks }: Deeds): boolean {
  const [first, last] = [looks[0], looks.at(-1)]
  if (first === undefined || last === undefined) return false
  return last.at - first.at >= MINUTE_MS || last.shownAt - first.shownAt >= MINUTE_MS
}
