import { z } from 'zod'
import type { OrderRow } from './order-search.ts'

/** How near the last day of 実売上 is: over, at most 3, 7 or 20 days left (each without those before), more. */
export const deadlineBands = ['late', 'three', 'seven', 'twenty', 'later'] as const
export type DeadlineBand = (typeof deadlineBands)[number]

/** Days left on which a 仮売上 is warned about. */
export const warningDays = [20, 7, 3, 1] as const

/** The band of a 仮売上 with `left` days (`daysLeft`: 0 = today is the last one). */
export function bandOf(left: number): DeadlineBand {
  if (left < 0) return 'late'
  if (left <= 3) return 'three'
  if (left <= 7) return 'seven'
  return left <= 20 ? 'twenty' : 'later'
}

export const deadlineRequestSchema = z.strictObject({
  /** From 0. */
  page: z.int().min(0).max(1_000_000),
  pageSize: z.int().min(10).max(100),
  /** Only one band, or all. */
  band: z.enum(deadlineBands).nullable(),
})
export type DeadlineRequest = z.infer<typeof deadlineRequestSchema>

/** A page of 期限レーダー, the nearest limit first, and how many 仮売上 are in each band. */
export interface DeadlinePage {
  readonly rows: readonly OrderRow[]
  readonly bands: Readonly<Record<DeadlineBand, number>>
  /** How many reach a day of warning today, by days left. */
  readonly warnings: readonly { readonly days: number; readonly count: number }[]
}
