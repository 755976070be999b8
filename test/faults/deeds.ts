import type { Instant } from '../../src-shared/business-day.ts'

/** What the world has seen of one operation, past everything the program says of it. */
export interface Deeds {
  /** Changes in the gateway's ledger that a request of this operation made. */
  applied: number
  /** Sent, and no proof of its end has reached the program. */
  open: boolean
  /** When the gateway showed the trade since then, by the desk's clock. */
  looks: Instant[]
}

/** Two of the looks lie at least a minute apart (R4). */
export function lookedTwice({ looks }: Deeds): boolean {
  return looks.length >= 2 && (looks.at(-1) ?? 0) - (looks[0] ?? 0) >= 60_000
}
