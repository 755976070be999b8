import { z } from 'zod'
import type { Instant } from './business-day.ts'

/** When the desk asks the gateway about every open trade by itself. */
export const sweepScheduleSchema = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('off') }),
  /** Once, each time the program starts. */
  z.strictObject({ when: z.literal('start') }),
  /** 15 minutes to 24 hours after the last one ended. */
  z.strictObject({ when: z.literal('every'), minutes: z.int().min(15).max(1440) }),
])
export type SweepSchedule = Readonly<z.infer<typeof sweepScheduleSchema>>

/**
 * How a sweep ended. `stopped`: by the operator, or because the program ended. `unreachable`: the gateway could not be
 * asked. `refused`: it refused to be asked, several times in a row. `failed`: a fault of this program or its disk.
 */
export const sweepEnds = ['finished', 'stopped', 'unreachable', 'refused', 'notConfigured', 'failed'] as const
export type SweepEnd = (typeof sweepEnds)[number]

/** The last sweep in numbers of orders. */
export interface SweepReport {
  readonly finishedAt: Instant
  readonly end: SweepEnd
  readonly total: number
  readonly asked: number
  /** Orders whose trade was found for the first time. */
  readonly linked: number
  /** What buyers did (paid, let the term pass), taken over. */
  readonly adopted: number
  /** Orders that differ. */
  readonly differing: number
  /** Not asked: 結果確認中, or a request was under way. */
  readonly leftOut: number
  /** Asked, without a usable answer. */
  readonly unanswered: number
}

export interface SweepState {
  readonly running: boolean
  readonly paused: boolean
  /** Orders gone through, of `total`; both 0 while nothing runs. */
  readonly done: number
  readonly total: number
  readonly last: SweepReport | null
  /** When the next one starts by itself; null when none is planned. */
  readonly nextAt: Instant | null
}
