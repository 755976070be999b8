import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementParts } from './parts.ts'

/** Asks the gateway about what is open when its time has come, for as long as the program runs. */
export interface PlanTimer {
  /** Looks at the plan again: something became open, or the operator asked for it now. */
  wake(): void
  /** Stops asking; resolves when a running inquiry has ended. */
  stop(): Promise<void>
}

/** One thing to ask about. */
export interface Planned {
  readonly dueAt: Instant
  /** For the log: what is asked about. */
  readonly id: string | number
  /** False when it could not be asked about now: its order is busy. */
  ask(): Promise<boolean>
}

/** What a timer asks about. */
export interface AskingPlan {
  /** Names the timer in the log. */
  readonly name: string
  /** Milliseconds before anything is tried again after something could not be asked about or written (a full disk). */
  readonly pauseMs: number
  /** Everything that waits, read anew for every round. */
  waiting(): Promise<readonly Planned[]>
}

/** However long nothing is due, look again after an hour. */
const IDLE_MS = 3_600_000

/** Starts a timer over a plan. It only ever asks. */
export function startPlanTimer({ clock, log }: Pick<SettlementParts, 'clock' | 'log'>, plan: AskingPlan): PlanTimer {
  let stopped = false
  let sleeping = new AbortController()
  const loop = run()

  async function run(): Promise<void> {
    while (!isStopped()) {
      // Made before the round, so that a wake during it is not lost.
      sleeping = new AbortController()
      const wait = await round().catch((error: unknown) => {
        log.error(`settlement.${plan.name}-timer`, { error: String(error) })
        return plan.pauseMs
      })
      if (!isStopped()) await clock.sleep(wait, sleeping.signal)
    }
  }

  /** One pass over what is due; answers the milliseconds until something is due again. */
  async function round(): Promise<number> {
    let failed = false
    for (const one of await plan.waiting()) {
      if (isStopped()) break
      if (one.dueAt <= clock.now()) failed = !(await ask(one)) || failed
    }
    const next = (await plan.waiting()).map(({ dueAt }) => dueAt - clock.now())
    return Math.max(failed ? plan.pauseMs : 0, Math.min(IDLE_MS, ...next))
  }

  /** One that cannot be asked about must not keep the others waiting. */
  async function ask(one: Planned): Promise<boolean> {
    try {
      return await one.ask()
    } catch (error) {
      log.error(`settlement.${plan.name}-inquiry`, { id: one.id, error: String(error) })
      return false
    }
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
