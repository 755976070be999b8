import { bulkLineStates, type BulkAction, type BulkLineState, type BulkSums, type PlannedLine } from './bulk.ts'
import type { Instant } from './business-day.ts'
import type { Failure } from './failure.ts'
import type { OrderStatus } from './order.ts'
import type { CancelRules } from './settlement-deadline.ts'
import { isCancel, offeredActions, type SettlementFacts } from './settlement-rules.ts'

/** What a plan is made from. */
export interface BulkFacts extends SettlementFacts {
  readonly id: number
  readonly name: string
}

/**
 * Plans one order at `now`: 実売上, or the one cancel word that is right for this order's dates on this day. An order for
 * which the rules allow nothing is excluded with their reason. The same rules are asked again when its turn comes.
 */
export function planLine(facts: BulkFacts, action: BulkAction, now: Instant, rules: CancelRules): PlannedLine {
  const offers = offeredActions(facts, now, rules).filter((offer) =>
    action === 'sales' ? offer.action === 'sales' : isCancel(offer.action),
  )
  const allowed = offers.find((offer) => offer.allowed)
  const line = {
    orderId: facts.id,
    orderNo: facts.orderNo,
    name: facts.name,
    orderStatus: facts.orderStatus,
    settlementStatus: facts.settlement?.status ?? null,
    amountYen: facts.settlement?.amountYen ?? facts.paymentTotalYen,
  }
  if (allowed !== undefined) return { ...line, action: allowed.action, excluded: null }
  return { ...line, action: null, excluded: offers[0]?.reason ?? notOffered(facts, action) }
}

function notOffered({ orderNo, settlement }: BulkFacts, action: BulkAction): Failure {
  const why = settlement === null ? 'method' : 'status'
  return { code: 'settlement.not-allowed', params: { orderNo, action, why, status: settlement?.status ?? '' } }
}

/** Where an order that was shipped, returned or paid stands says more than 入金済み; a cancel overrules every one. */
const keptAfterSales: readonly OrderStatus[] = ['paid', 'shipped', 'returned']

/** 対応状況 an order gets when its operation succeeds, or null when it stays as it is. */
export function nextStatus(action: BulkAction, wanted: OrderStatus | null, now: OrderStatus): OrderStatus | null {
  if (wanted === null || wanted === now) return null
  return action === 'sales' && keptAfterSales.includes(now) ? null : wanted
}

/** How far a money operation of the journal is; the journal's own words. */
export type JournalState =
  'intended' | 'unknown' | 'conflict' | 'awaitRetry' | 'applied' | 'rejected' | 'withdrawn' | 'adopted'

/** Everything that decides where a line stands. Nothing of it is an outcome that was written down for itself. */
export interface LineFacts {
  /** No order is taken any more. */
  readonly over: boolean
  /** A request for it is under way just now. */
  readonly underWay: boolean
  /** Left out by the preview. */
  readonly excluded: boolean
  /** Refused at its turn, before an operation was written. */
  readonly refused: Failure | null
  /** Taken out of the queue by 中止. */
  readonly withdrawn: boolean
  /** The operation in the journal; `moved` when a later run or a person drives it on: then this run left it undone. */
  readonly operation: { readonly state: JournalState; readonly confirmed: boolean; readonly moved: boolean } | null
}

/** The one place in which a line of a run gets its state. Total: every line is in exactly one (I10). */
export function lineState(facts: LineFacts): BulkLineState {
  if (facts.excluded) return 'excluded'
  if (facts.underWay) return 'underWay'
  if (facts.operation !== null) return stateOfOperation(facts, facts.operation)
  if (facts.refused !== null) return isExclusion(facts.refused) ? 'excluded' : 'failed'
  return facts.withdrawn || facts.over ? 'notSent' : 'queued'
}

/** States of the journal that mean the same whatever the run does. */
const stateInJournal: Readonly<Record<Exclude<JournalState, 'awaitRetry'>, BulkLineState>> = {
  applied: 'applied',
  intended: 'attention',
  unknown: 'attention',
  conflict: 'attention',
  rejected: 'failed',
  withdrawn: 'failed',
  adopted: 'failed',
}

function stateOfOperation(
  { over, withdrawn }: LineFacts,
  { state, confirmed, moved }: NonNullable<LineFacts['operation']>,
): BulkLineState {
  if (state !== 'awaitRetry' && !moved) return state === 'applied' && confirmed ? 'confirmed' : stateInJournal[state]
  if (withdrawn) return 'notSent'
  return over || moved ? 'failed' : 'queued'
}

/** A refusal by our own rules leaves an order out; one by the gateway or the machine is a failure. */
export function isExclusion({ code }: Failure): boolean {
  return (code.startsWith('settlement.') && code !== 'settlement.changed-at-gateway') || code.startsWith('order.')
}

/** Sums lines, or groups of lines that stand alike. */
export function sumLines(
  groups: Iterable<{ readonly state: BulkLineState; readonly count: number; readonly yen: number }>,
): BulkSums {
  const sums = Object.fromEntries(bulkLineStates.map((state) => [state, { count: 0, yen: 0 }])) as Record<
    BulkLineState,
    { count: number; yen: number }
  >
  for (const { state, count, yen } of groups) {
    sums[state] = { count: sums[state].count + count, yen: sums[state].yen + yen }
  }
  return sums
}

/** Lines that are over, in whatever way. */
export function doneCount(sums: BulkSums): number {
  return bulkLineStates
    .filter((state) => state !== 'queued' && state !== 'underWay')
    .reduce((count, state) => count + sums[state].count, 0)
}
