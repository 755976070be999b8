import type { Instant } from './business-day.ts'

/** A copy of the data file. */
export interface Backup {
  /** File name without folder; the only name the window ever sends back. */
  readonly id: string
  readonly madeAt: Instant
  readonly reason: 'manual' | 'migration' | 'import' | 'restore' | 'daily'
  readonly sizeBytes: number
  /** True when the copy was checked after it was written; false when rows with money in it did not pass. */
  readonly verified: boolean
}
