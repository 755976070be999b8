import { addDays, dayOf, daysBetween, sameMonth } from '../../src-shared/business-day.ts'
import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import type { SandboxRules } from './rules.ts'
import type { CardStatus, JobCd, Trade } from './trade.ts'

/** The days in Japan a date rule looks at. */
interface Days {
  readonly today: BusinessDay
  readonly processedOn: BusinessDay
  readonly authorisedOn: BusinessDay
}
type DateRule = (days: Days, rules: SandboxRules) => boolean

/** One permitted step of AlterTran or ChangeTran. */
export interface CardStep {
  readonly from: readonly CardStatus[]
  readonly jobCd: JobCd
  readonly to: CardStatus
  readonly when: keyof typeof dateRules
  /** `equal`: the trade's own amount has to be named; `new`: it becomes the amount; `ignored`: nothing is looked at. */
  readonly amount: 'equal' | 'new' | 'ignored'
  /** SALES goes on under the numbers of its authorisation (recorded); every other step gets new ones. */
  readonly ids: 'kept' | 'new'
}

const dateRules = {
  always: () => true,
  authorisationValid: (days, rules) => days.today <= addDays(days.authorisedOn, rules.authorisationDays),
  sameDay: (days, rules) => !rules.voidOnSameDayOnly || days.today === days.processedOn,
  sameDayAsCounted: (days, rules) => {
    const countsFrom = rules.voidOfSalesCountsFrom === 'authorisation' ? days.authorisedOn : days.processedOn
    return !rules.voidOnSameDayOnly || days.today === countsFrom
  },
  fromNextDay: (days, rules) => !rules.returnFromNextDayOnly || days.today > days.processedOn,
  withinMonth: (days, rules) =>
    (!rules.returnFromNextDayOnly || days.today > days.processedOn) &&
    (!rules.returnInSameMonthOnly || sameMonth(days.today, days.processedOn)),
  laterMonth: (days, rules) => !rules.returnxInLaterMonthOnly || !sameMonth(days.today, days.processedOn),
} as const satisfies Record<string, DateRule>

const undone: readonly CardStatus[] = ['VOID', 'RETURN', 'RETURNX', 'CANCEL']
const authorised: readonly CardStatus[] = ['AUTH', 'SAUTH']
const cancelled = { amount: 'ignored', ids: 'new' } as const
const renewed = { amount: 'new', ids: 'new', when: 'always' } as const

/** What AlterTran does (gmo-protocol.md §4.1). A status and JobCd that are not listed together are refused. */
export const alterSteps: readonly CardStep[] = [
  { from: ['AUTH'], jobCd: 'SALES', to: 'SALES', when: 'authorisationValid', amount: 'equal', ids: 'kept' },
  { from: authorised, jobCd: 'VOID', to: 'VOID', when: 'sameDay', ...cancelled },
  { from: authorised, jobCd: 'RETURN', to: 'RETURN', when: 'fromNextDay', ...cancelled },
  { from: ['CAPTURE'], jobCd: 'VOID', to: 'VOID', when: 'sameDay', ...cancelled },
  { from: ['SALES'], jobCd: 'VOID', to: 'VOID', when: 'sameDayAsCounted', ...cancelled },
  { from: ['CAPTURE', 'SALES'], jobCd: 'RETURN', to: 'RETURN', when: 'withinMonth', ...cancelled },
  { from: ['CAPTURE', 'SALES'], jobCd: 'RETURNX', to: 'RETURNX', when: 'laterMonth', ...cancelled },
  { from: ['AUTH', 'CAPTURE', 'SALES'], jobCd: 'CANCEL', to: 'CANCEL', when: 'always', ...cancelled },
  { from: undone, jobCd: 'AUTH', to: 'AUTH', ...renewed },
  { from: undone, jobCd: 'SAUTH', to: 'SAUTH', ...renewed },
  { from: undone, jobCd: 'CAPTURE', to: 'CAPTURE', ...renewed },
]

/** What ChangeTran does (gmo-protocol.md §4.4). */
export const changeSteps: readonly CardStep[] = [
  { from: ['AUTH', 'SALES', 'CAPTURE'], jobCd: 'AUTH', to: 'AUTH', ...renewed },
  { from: ['AUTH', 'SALES', 'CAPTURE'], jobCd: 'CAPTURE', to: 'CAPTURE', ...renewed },
  { from: ['SAUTH'], jobCd: 'SAUTH', to: 'SAUTH', ...renewed },
]

const olderWords: ReadonlySet<JobCd> = new Set(['VOID', 'RETURN', 'RETURNX'])

/** True when the shop's contract knows the word at all: older ones have three cancel words, newer ones CANCEL. */
export function contractKnows(rules: SandboxRules, jobCd: JobCd): boolean {
  if (rules.contract === 'older') return jobCd !== 'CANCEL'
  if (rules.contract === 'newer') return !olderWords.has(jobCd)
  return true
}

/**
 * The step for `jobCd` out of the trade's status at the instant `at`, or the ErrInfo that refuses it
 * (gmo-protocol.md §4.5): E11010002 not executed yet, E11010010 too old for anything, E01420010 authorisation over,
 * E11010003 everything else.
 */
export function findStep(
  steps: readonly CardStep[],
  trade: Trade,
  jobCd: JobCd,
  at: Instant,
  rules: SandboxRules,
): CardStep | string {
  if (trade.status === 'UNPROCESSED' || trade.status === 'AUTHENTICATED') return 'E11010002'
  const step = steps.find((one) => one.jobCd === jobCd && one.from.some((status) => status === trade.status))
  if (step === undefined) return 'E11010003'
  const days = daysOf(trade, at)
  if (daysBetween(days.processedOn, days.today) > rules.operationDays) return 'E11010010'
  if (dateRules[step.when](days, rules)) return step
  return step.when === 'authorisationValid' ? 'E01420010' : 'E11010003'
}

function daysOf(trade: Trade, at: Instant): Days {
  return {
    today: dayOf(at),
    processedOn: dayOf(trade.processedAt),
    authorisedOn: dayOf(trade.authorisedAt ?? trade.processedAt),
  }
}
