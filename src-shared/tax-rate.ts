import type { BusinessDay } from './business-day.ts'
import type { MoneySettings } from './money-settings.ts'

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

/**
 * The shop's rules for an order of this day: with 受注日の税率 the rates in force on it, otherwise the two fixed ones. Before
 * 1989-04-01 there was no tax. Rates that lines already have are never changed by this.
 */
export function moneySettingsOn(settings: MoneySettings, day: BusinessDay): MoneySettings {
  if (settings.rateChoice === 'fixed') return settings
  const { rateChanges, reducedRatePercent } = settings
  return {
    ...settings,
    standardRatePercent: rateOn('standard', day, rateChanges) ?? 0,
    // null = the shop sells nothing under it.
    reducedRatePercent: reducedRatePercent === null ? null : rateOn('reduced', day, rateChanges),
  }
}

/**
 * The rate for a new line of a product that was sold at `ratePercent` on `seenOn`: that of its class by the settings of
 * the new order's day. It stays as it was where the rate says nothing about the class, or the shop's rates are fixed.
 */
export function rateOfProduct(
  { taxRatePercent, seenOn }: { readonly taxRatePercent: number; readonly seenOn: BusinessDay },
  settings: MoneySettings,
): number {
  if (settings.rateChoice === 'fixed') return taxRatePercent
  const [taxClass, ...others] = taxClasses.filter((one) => rateOn(one, seenOn, settings.rateChanges) === taxRatePercent)
  if (taxClass === undefined || others.length > 0) return taxRatePercent
  const now = taxClass === 'standard' ? settings.standardRatePercent : settings.reducedRatePercent
  return now ?? taxRatePercent
}
