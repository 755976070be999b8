import type { TotalsSettings } from './order-totals.ts'

/** How the shop counts its sums: 課税規則, rates, points, and in which way new prices are typed. */
export interface MoneySettings extends TotalsSettings {
  /** 軽減税率, offered beside the standard rate; null where the shop sells nothing under it. */
  readonly reducedRatePercent: number | null
  /** Whether the 単価 of a new line is meant with its tax. */
  readonly pricesIncludeTax: boolean
}

/** As the guide's cart counts (order-calculation.md §4), with today's rates. */
export const firstMoneySettings: MoneySettings = {
  rounding: 'halfUp',
  standardRatePercent: 10,
  reducedRatePercent: 8,
  pointBase: 'taxIncluded',
  pointRatePercent: 1,
  usedPointsReduce: false,
  pricesIncludeTax: true,
}
