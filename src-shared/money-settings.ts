import type { BusinessDay } from './business-day.ts'
import type { TotalsSettings } from './order-totals.ts'
import { rateOn, taxClasses, type RateChange } from './tax-rate.ts'

/** How the shop counts its sums: 課税規則, rates, points, and in which way new prices are typed. */
export interface MoneySettings extends TotalsSettings {
  /** `byDay`: the rates in force on 受注日; `fixed`: always the two below. */
  readonly rateChoice: 'byDay' | 'fixed'
  /** Changes of rates that the desk's own table does not know yet. */
  readonly rateChanges: readonly RateChange[]
  /** 軽減税率, offered beside the standard rate; null where the shop sells nothing under it. */
  readonly reducedRatePercent: number | null
  /** Whether the 単価 of a new line is meant with its tax. */
  readonly pricesIncludeTax: boolean
}

/** As the guide's cart counts (order-calculation.md §4), with the rates of each order's day. */
export const firstMoneySettings: MoneySettings = {
  rounding: 'halfUp',
  rateChoice: 'byDay',
  rateChanges: [],
  standardRatePercent: 10,
  reducedRatePercent: 8,
  pointBase: 'taxIncluded',
  pointRatePercent: 1,
  usedPointsReduce: false,
  pricesIncludeTax: true,
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
