import type { Instant } from '../../src-shared/business-day.ts'
import type { Clock } from '../../src-main/ports.ts'

/** Time that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Moves time and wakes every sleeper whose time has come. */
  advance(ms: number): void
  /** Someone sets the machine's clock: no time passes. */
  jump(ms: number): void
}

export function createTestClock(start: Instant): TestClock {
  let now = start
  let elapsed = 0
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  return {
    now: () => now,
    elapsed: () => elapsed,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = {
          until: elapsed + ms,
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
      elapsed += ms
      for (const sleeper of [...sleepers]) if (sleeper.until <= elapsed) sleeper.wake()
    },
    jump(ms) {
      now += ms
    },
  }
}
