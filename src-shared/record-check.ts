import type { Instant } from './business-day.ts'

/** What of the records is not as it was written. Nothing of it is ever used. */
export interface RecordDamage {
  /** 注文番号 of damaged orders and of orders with a damaged trade. */
  readonly orderNos: readonly string[]
  /** The journal of money operations has damaged rows: no money moves. */
  readonly journal: boolean
  /** The witness outside the data file is broken or cut short: no money moves. */
  readonly witness: boolean
}
export const noDamage: RecordDamage = { orderNos: [], journal: false, witness: false }

/** True when there is any. */
export function isDamaged({ orderNos, journal, witness }: RecordDamage): boolean {
  return orderNos.length > 0 || journal || witness
}

/** What 記録の検査 found. */
export interface RecordCheck {
  readonly checkedAt: Instant
  /** SQLite's own check of the data file's pages. */
  readonly fileSound: boolean
  /** Entry of the history at which its chain first does not hold; null when it does. */
  readonly historyBrokenAt: number | null
  readonly witness: {
    readonly lines: number
    /** First line that does not fit; null when the chain holds and is as long as it was. */
    readonly brokenAt: string | null
    /** Operations and payment links only the witness knows, without those a restored copy is known to have lost. */
    readonly unknownToJournal: number
    readonly unknownToWitness: number
  }
  /** Rows whose checksum does not fit; orders also by what they hold of stock and points. */
  readonly rows: {
    readonly orderNos: readonly string[]
    readonly trades: readonly string[]
    readonly operations: number
  }
  /** Stocks and balances that are not what the last line of their ledger says. */
  readonly counts: { readonly stocks: number; readonly balances: number }
  /** True when there is nothing to object to. */
  readonly sound: boolean
}

/** Above this the frame warns; above ten minutes no operation starts (settlement.md R11). */
const WARNED_SKEW_SECONDS = 60

/** True when this machine's clock is so far from the gateway's that the frame says so. */
export function isClockWrong(skewSeconds: number | null): boolean {
  return skewSeconds !== null && Math.abs(skewSeconds) > WARNED_SKEW_SECONDS
}
