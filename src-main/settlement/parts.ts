import type { EventSink } from '../events.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Gateway } from '../gmo/gateway.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { Clock, Log } from '../ports.ts'
import type { JournalWitness } from './journal-witness.ts'
import type { MoneyGate } from './money-gate.ts'
import type { CancelRules } from '../../src-shared/settlement-deadline.ts'
import type { LinkPage } from '../../src-shared/settings.ts'
import type { SweepSchedule } from '../../src-shared/sweep.ts'

/** What the shop's contract decides about settlement. */
export interface SettlementTerms {
  readonly orderNoPatterns: readonly string[]
  /** Days in which 仮売上 can become 実売上. */
  readonly authorisationDays: number
  readonly cancelRules: CancelRules
  /** Requests a bulk run may have under way. */
  readonly bulkAtOnce: number
  /** How payment links are made. */
  readonly linkPage: LinkPage
}

/** Everything the settlement service works with. */
export interface SettlementParts {
  readonly db: Database
  readonly orders: OrderService
  readonly audit: Audit
  readonly gateway: Gateway
  readonly terms: () => Promise<SettlementTerms>
  readonly sweepSchedule: () => Promise<SweepSchedule>
  /** Told when a sweep that nobody waits for changed orders. */
  readonly swept: () => void
  readonly witness: JournalWitness
  readonly gate: MoneyGate
  /** When an inquiry of this run first showed the trade of an operation as it was before, by `clock.elapsed`. */
  readonly firstLooks: Map<string, number>
  readonly clock: Clock
  readonly events: EventSink
  readonly log: Log
}

/** What the service is built from; the rest of its parts it makes itself. */
export type SettlementOptions = Omit<SettlementParts, 'witness' | 'gate' | 'firstLooks'> & {
  /** The shop's folder, where the witness of the journal is kept beside the data file. */
  readonly dataDir: string
}
