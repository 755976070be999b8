import { addDays, daysBetween, sameMonth, type BusinessDay } from './business-day.ts'
import type { SettlementAction, SettlementStatus } from './settlement.ts'

/**
 * Last day on which 仮売上 can become 実売上. The day of 仮売上 counts as day 1, so with 90 days an authorisation of
 * 1 January 2026 ends on 31 March 2026. `authorisationDays` is the contract's number: 90 in the guide, 60 in newer ones.
 */
export function settleBy(authorisedOn: BusinessDay, authorisationDays: number): BusinessDay {
  return addDays(authorisedOn, authorisationDays - 1)
}

/** Days from `today` to the last possible day: 0 = today is the last one, negative = too late by that many days. */
export function daysLeft(today: BusinessDay, lastDay: BusinessDay): number {
  return daysBetween(today, lastDay)
}

/**
 * What a shop's contract and habit decide about cancelling.
 * - `salesVoidedOn`: a 実売上 is 取消 on the day of its 仮売上 (the guide, p.12), or on the day of its last processing
 *   (what GMO's own cart modules do).
 * - `singleCancel`: newer contracts know one キャンセル instead of 取消, 返品 and 月跨返品.
 * - `cancelDays`: days after the last processing within which the gateway still cancels; the day itself is day 0.
 */
export interface CancelRules {
  readonly salesVoidedOn: 'authorisationDay' | 'processingDay'
  readonly singleCancel: boolean
  readonly cancelDays: number
}

export const defaultCancelRules: CancelRules = {
  salesVoidedOn: 'authorisationDay',
  singleCancel: false,
  cancelDays: 180,
}

export type CancelAction = Extract<SettlementAction, 'voided' | 'returned' | 'returnedLater' | 'cancelled'>

/**
 * The word with which a trade is cancelled today, and the rule that chose it; or no word, and why.
 * `authorisedEarlier`: 実売上 of today whose 仮売上 is older, hence 返品 and not 取消. `clockBehind`: today lies before
 * the last processing, so this machine's clock is wrong and no day rule can be trusted. `otherRefused`: the word of the
 * rule was refused by the gateway for this very state, so the next one is offered; `allRefused`: none is left.
 */
export type CancelWord =
  | {
      readonly action: CancelAction
      readonly reason:
        | 'sameDay'
        | 'authorisedEarlier'
        | 'laterDay'
        | 'sameMonth'
        | 'laterMonth'
        | 'singleCancel'
        | 'awaitingPayment'
        | 'otherRefused'
    }
  | { readonly action: null; readonly reason: 'notCancellable' | 'tooLate' | 'clockBehind' | 'allRefused' }

/**
 * Chooses the cancel word by the calendar in Japan (the guide p.12; the gateway's table, gmo-protocol.md §4.1).
 * `processedOn` is the day of the trade's last processing at the gateway, `authorisedOn` that of its last
 * authorisation; null when it is not known, which counts as an earlier day because the gateway takes
 * 返品 on the day itself too (§4.2). `refused` are the words the gateway has refused for this state (§4.5).
 */
export function cancelWord(
  status: SettlementStatus,
  today: BusinessDay,
  authorisedOn: BusinessDay | null,
  processedOn: BusinessDay,
  rules: CancelRules = defaultCancelRules,
  refused: readonly SettlementAction[] = [],
): CancelWord {
  const word = wordByRule(status, today, authorisedOn, processedOn, rules)
  if (word.action === null || !refused.includes(word.action)) return word
  if (word.action === 'cancelled') return { action: null, reason: 'allRefused' }
  const others: readonly CancelAction[] = isAuthorisation(status)
    ? ['returned', 'voided']
    : ['returned', 'returnedLater', 'voided']
  const next = others.find((action) => !refused.includes(action))
  return next === undefined ? { action: null, reason: 'allRefused' } : { action: next, reason: 'otherRefused' }
}

function wordByRule(
  status: SettlementStatus,
  today: BusinessDay,
  authorisedOn: BusinessDay | null,
  processedOn: BusinessDay,
  rules: CancelRules,
): CancelWord {
  if (status === 'requested') return { action: 'cancelled', reason: 'awaitingPayment' }
  if (!isCancellableCard(status)) return { action: null, reason: 'notCancellable' }
  const age = daysBetween(processedOn, today)
  if (age < 0) return { action: null, reason: 'clockBehind' }
  if (age > rules.cancelDays) return { action: null, reason: 'tooLate' }
  if (rules.singleCancel) return { action: 'cancelled', reason: 'singleCancel' }
  if (age === 0) return wordOfTheDay(status, authorisedOn === today, rules)
  if (isAuthorisation(status)) return { action: 'returned', reason: 'laterDay' }
  return sameMonth(processedOn, today)
    ? { action: 'returned', reason: 'sameMonth' }
    : { action: 'returnedLater', reason: 'laterMonth' }
}

function wordOfTheDay(status: SettlementStatus, authorisedToday: boolean, rules: CancelRules): CancelWord {
  const olderSale = status === 'sales' && rules.salesVoidedOn === 'authorisationDay' && !authorisedToday
  return olderSale ? { action: 'returned', reason: 'authorisedEarlier' } : { action: 'voided', reason: 'sameDay' }
}

function isCancellableCard(status: SettlementStatus): boolean {
  return isAuthorisation(status) || status === 'sales' || status === 'captured'
}

function isAuthorisation(status: SettlementStatus): boolean {
  return status === 'authorised' || status === 'simpleAuthorised'
}
