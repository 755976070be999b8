import type { TotalsSettings } from './order-totals.ts'
import type { RateChange } from './tax-rate.ts'

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
