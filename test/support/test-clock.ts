import type { Instant } from '../../src-shared/business-day.ts'
import type { Clock } from '../../src-main/ports.ts'

/** Time that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves time and wakes every sleeper whose time has come. */
  advance(ms: number): void
}

export function createTestClock(start: Instant): TestClock {
  let now = start
  const sleepers = new Set<{ readonly until: Instant; readonly wake: () => void }>()
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake, { once: true })
      })
    },
    advance(ms) {
      now += ms
      for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake()
    },
  }
}
