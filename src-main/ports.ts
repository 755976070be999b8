import type { Instant } from '../src-shared/business-day.ts'
import type { Mode } from '../src-shared/api.ts'
import type { Redactor } from './log/redactor.ts'
import type { ImportedOrder } from './orders/imported-order.ts'
import type { SampleNumbers } from './rehearsal/sample-numbers.ts'

/** Time. Tests hand in their own; nothing else in the core asks the machine what time it is. */
export interface Clock {
  now(): Instant
  /**
   * Milliseconds since some moment, never set back or forward: what waits are measured by. Absent in a clock that nobody
   * sets; `now` is taken then.
   */
  elapsed?(): number
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Encryption with a key of the operating system. */
export interface SecretBox {
  /** False when the system has no key store: secrets are then kept for the session only. */
  readonly keptByOs: boolean
  seal(text: string): Promise<string>
  open(sealed: string): Promise<string>
}

/** Lines for support, masked before they are written. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The practice gateway on this machine, and the sample shop that goes with its ledger. */
export interface RehearsalGateway {
  readonly url: string
  readonly shopId: string
  readonly shopPass: string
  /** Registers the sample's trades in the practice ledger and hands out the orders they belong to. */
  sample(): {
    readonly shopName: string
    readonly orders: readonly ImportedOrder[]
    readonly orderNoPatterns: readonly string[]
    readonly numbers?: SampleNumbers
  }
}

/** Everything in which one host differs from another. `createApp` is handed one of these and knows nothing else. */
export interface Ports {
  readonly dataDir: string
  readonly mode: Mode
  readonly host: 'desktop' | 'preview'
  readonly version: string
  readonly clock: Clock
  readonly secrets: SecretBox
  readonly log: Log
  /** Told of every secret as soon as it is known, so that none is ever written to the log. */
  readonly redactor: Pick<Redactor, 'add'>
  /** Only in rehearsal mode; the addresses of the real gateway are fixed in `gmo/endpoints.ts`. */
  readonly rehearsal: RehearsalGateway | null
}
