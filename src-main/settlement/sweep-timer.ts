import type { Instant } from '../../src-shared/business-day.ts'
import type { SweepSchedule } from '../../src-shared/sweep.ts'
import type { SettlementParts } from './parts.ts'

/** Starts sweeps by the shop's plan for as long as the program runs. */
export interface SweepTimer {
  /** Reads the plan again: it was changed, or a sweep ended. */
  wake(): void
  stop(): Promise<void>
}

/** However far away the next sweep is, the plan is looked at every hour. */
const IDLE_MS = 3_600_000
const PAUSE_AFTER_FAILURE_MS = 60_000

/**
 * When the next sweep is due by `schedule`; null when none is planned. One that is overdue is due at once, and
 * so is one after a sweep that ended in the future: the clock was set back since (R11).
 */
export function nextSweepAt(schedule: SweepSchedule, lastFinishedAt: Instant | null, now: Instant): Instant | null {
  if (schedule.when !== 'every') return null
  if (lastFinishedAt === null || lastFinishedAt > now) return now
  return Math.max(now, lastFinishedAt + schedule.minutes * 60_000)
}

/** Starts the timer. `sweep` resolves when the sweep it started, or found running, has ended. */
export function startSweepTimer(
  parts: SettlementParts,
  lastFinishedAt: () => Instant | null,
  sweep: () => Promise<void>,
): SweepTimer {
  let stopped = false
  let sleeping = new AbortController()
  let atStart = true
  const loop = run()

  async function run(): Promise<void> {
    while (!isStopped()) {
      sleeping = new AbortController()
      const wait = await round().catch((error: unknown) => {
        parts.log.error('settlement.sweep-timer', { error: String(error) })
        return PAUSE_AFTER_FAILURE_MS
      })
      if (!isStopped() && wait > 0) await parts.clock.sleep(wait, sleeping.signal)
    }
  }

  /** Sweeps when it is time; answers the milliseconds until the plan has to be looked at again. */
  async function round(): Promise<number> {
    const schedule = await parts.sweepSchedule()
    const now = parts.clock.now()
    const starting = atStart && schedule.when === 'start'
    atStart = false
    const dueAt = starting ? now : nextSweepAt(schedule, lastFinishedAt(), now)
    if (dueAt === null) return IDLE_MS
    if (dueAt > now) return Math.min(IDLE_MS, dueAt - now)
    if (!isStopped()) await sweep()
    return 0
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
