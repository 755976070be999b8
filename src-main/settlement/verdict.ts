import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'

/** The three things by which a trade's state is judged together (rule R5). */
export interface TradeState {
  readonly status: SettlementStatus
  /** Amount and tax together, whole yen. */
  readonly amountYen: number
  readonly processedAt: Instant
}

/** What an operation found before it was sent, and what it means to bring about. */
export interface Intention {
  readonly before: TradeState
  readonly expectedStatus: SettlementStatus
  readonly expectedAmountYen: number
}

export type Verdict = 'applied' | 'notApplied' | 'conflict'

/**
 * Judges an inquiry that follows an operation of unknown outcome (settlement.md R5). Only a trade that shows the
 * expected status and amount *and* was processed later than before counts as applied; only one that is unchanged in
 * all three counts as not applied; everything else is for a person to decide.
 */
export function judge(intention: Intention, now: TradeState): Verdict {
  const { before, expectedStatus, expectedAmountYen } = intention
  if (now.status === expectedStatus && now.amountYen === expectedAmountYen && now.processedAt > before.processedAt) {
    return 'applied'
  }
  return sameState(before, now) ? 'notApplied' : 'conflict'
}

/** True when status, amount and time of processing are all the same. */
export function sameState(a: TradeState, b: TradeState): boolean {
  return a.status === b.status && a.amountYen === b.amountYen && a.processedAt === b.processedAt
}

/** Wait before the first inquiry after an unknown outcome: longer than the gateway works on a request (R4). */
export const FIRST_INQUIRY_MS = 20_000
/** Two answers "as before" must lie at least this far apart before another attempt is allowed (R4). */
export const SECOND_LOOK_MS = 60_000
/** A trade that is not the order's is looked at until it holds no money any more. */
export const STRAY_WAIT_MS = 3_600_000
/** Waits between inquiries that get no answer: 20 s, then 1, 5, 15 and 60 minutes (R5). */
export const UNANSWERED_WAITS_MS = [20_000, 60_000, 300_000, 900_000, 3_600_000] as const

/** Wait after the `unanswered`-th inquiry without an answer, counted from 1. */
export function waitAfterUnanswered(unanswered: number): number {
  const index = Math.min(Math.max(unanswered, 1), UNANSWERED_WAITS_MS.length) - 1
  return UNANSWERED_WAITS_MS[index] ?? SECOND_LOOK_MS
}

/** In the journal, of a conflict: the gateway knows no such trade. */
export const missingTrade = 'missing'

/** True when two looks a minute apart found no trade at the gateway: a person has to say that there is none. */
export function isMissing({ state, resultCodes }: { readonly state: string; readonly resultCodes: string }): boolean {
  return state === 'conflict' && resultCodes === missingTrade
}

/** In the journal: not sent, because the day turned while the request waited for its turn. */
export const dayTurned = 'dayTurned'
