import type { Instant } from '../../src-shared/business-day.ts'

/** What is remembered of one payment request: enough to count and to time, nothing that opens a trade. */
export interface RequestRecord {
  readonly requestId: string
  readonly at: Instant
  readonly endpoint: string
  readonly jobCd: string
  readonly orderId: string
  /** `ok`, the ErrInfo codes joined by `|`, `http 500`, `dropped` when no answer was written, or `bug`. */
  readonly outcome: string
}
