import type { BusinessDay } from './business-day.ts'

/** 標準税率 and 軽減税率. Each has a rate of its own, and 0 % is a rate like any other (law.md A11). */
export const taxClasses = ['standard', 'reduced'] as const
export type TaxClass = (typeof taxClasses)[number]

/** From this day on, until the next change of the same class, a class has this rate in whole percent. */
export interface RateChange {
  readonly fromOn: BusinessDay
  readonly taxClass: TaxClass
  readonly ratePercent: number
}

/**
 * The rates of 消費税 (with 地方消費税) since there is one. A rate that is only announced does not stand here: the shop adds
 * it to its own changes once its day is known, and it moves into this table with the next version.
 */
export const lawfulRates: readonly RateChange[] = [
  { fromOn: '1989-04-01', taxClass: 'standard', ratePercent: 3 },
  { fromOn: '1997-04-01', taxClass: 'standard', ratePercent: 5 },
  { fromOn: '2014-04-01', taxClass: 'standard', ratePercent: 8 },
  { fromOn: '2019-10-01', taxClass: 'standard', ratePercent: 10 },
  { fromOn: '2019-10-01', taxClass: 'reduced', ratePercent: 8 },
]

/** The rate of a class on a day, a change of the shop's own first; null while there is no such class. */
export function rateOn(taxClass: TaxClass, day: BusinessDay, own: readonly RateChange[] = []): number | null {
  const inForce = [...lawfulRates, ...own]
    .filter((change) => change.taxClass === taxClass && change.fromOn <= day)
    // The sort is stable: of two changes of one day the shop's own stands last.
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : Number(a.fromOn > b.fromOn)))
  return inForce.at(-1)?.ratePercent ?? null
}
