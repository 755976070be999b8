import type { Instant } from './business-day.ts'

/**
 * Why a stock or a balance moved. The first three are set by hand or by a file; the others follow from an order:
 * registered, its contents or 対応状況 changed, that taken back, through a settlement, deleted, brought back, and settled
 * by a person after a file of the cart changed what it should hold.
 */
export const moveReasons = [
  'counted',
  'corrected',
  'imported',
  'registered',
  'edited',
  'moved',
  'moveUndone',
  'settlement',
  'deleted',
  'restored',
  'evened',
] as const
export type MoveReason = (typeof moveReasons)[number]

/** Reasons that a person or a file gives, without an order. */
export const handReasons = ['counted', 'corrected', 'imported'] as const satisfies readonly MoveReason[]
export type HandReason = (typeof handReasons)[number]

/** One line of a ledger of stock (個) or points (ポイント). */
export interface LedgerLine {
  readonly id: number
  readonly at: Instant
  /** What came in (+) or went out (−). From and to "not kept", the whole number counts. */
  readonly change: number
  /** The number after it; null when it is not kept from here on. */
  readonly after: number | null
  readonly reason: MoveReason
  readonly operatorName: string
  readonly orderId: number | null
  /** Also of a deleted order; null without an order. */
  readonly orderNo: string | null
  /** There is no page to go to while the order is deleted. */
  readonly isOrderDeleted: boolean
  /** Why, in the operator's own words; empty when nothing was said. */
  readonly note: string
}

/** Some lines of a ledger, newest first, and how many there are. */
export interface LedgerPage {
  readonly lines: readonly LedgerLine[]
  readonly total: number
}

/** Which lines of a ledger. */
export interface LedgerRange {
  readonly offset: number
  readonly limit: number
}

/** What goes into every line that a change writes. */
export interface MoveNote<R extends MoveReason = MoveReason> {
  readonly at: Instant
  readonly reason: R
  readonly operatorName: string
  readonly orderId: number | null
  /** Why, in the operator's own words. */
  readonly note?: string
}

/** Largest stock and balance that can be kept. */
export const MOST_KEPT = 999_999_999

/** Longest reason in an operator's own words. */
export const MAX_NOTE = 100
