import type { BusinessDay } from './business-day.ts'
import type { OrderLine } from './order.ts'

/** A product as the last order that had it showed it. */
export interface KnownProduct extends Pick<
  OrderLine,
  'productCode' | 'name' | 'class1' | 'class2' | 'unitPriceYen' | 'taxIncluded' | 'taxRatePercent'
> {
  /** The day of that order. */
  readonly seenOn: BusinessDay
}
