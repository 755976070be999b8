/** How many orders of a run are under way at once, by how the gateway takes it. */
export interface Pace {
  /** At most so many just now. */
  readonly limit: number
  /** An order took `milliseconds`. True when the gateway has become so slow that the run should wait. */
  took(milliseconds: number): boolean
  /** The gateway said that it is busy. */
  slowDown(): void
}

/** Orders over which the 95th percentile is taken. */
const WINDOW = 20
/** Orders without trouble after which one more is tried. */
const CALM = 20
/** Doubling of anything shorter is noise: an order that takes less than a second troubles nobody. */
const SLOW_MS = 1_000

/**
 * Starts with `most` at once, the contract's number. Busy, or a 95th percentile twice the best one seen, halves it;
 * after `CALM` orders without trouble it grows by one again.
 */
export function createPace(most: number): Pace {
  let limit = most
  let calm = 0
  let times: number[] = []
  let best = Number.POSITIVE_INFINITY

  function slowDown(): void {
    limit = Math.max(1, Math.floor(limit / 2))
    calm = 0
    times = []
  }

  return {
    get limit() {
      return limit
    },
    took(milliseconds) {
      times = [...times.slice(1 - WINDOW), milliseconds]
      if (times.length === WINDOW) {
        const now = p95(times)
        if (now >= SLOW_MS && now >= 2 * best) {
          slowDown()
          return true
        }
        best = Math.min(best, now)
      }
      calm += 1
      if (calm >= CALM && limit < most) {
        limit += 1
        calm = 0
      }
      return false
    },
    slowDown,
  }
}

function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

/** Wait after the pace was lowered: 5 to 30 seconds, spread so that shops do not come back all together. */
export function waitAfterSlowing(random: number): number {
  return 5_000 + Math.floor(random * 25_000)
}
