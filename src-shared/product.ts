import type { OrderLine } from './order.ts'

/** A product as the last order that had it showed it. */
export type KnownProduct = Pick<
  OrderLine,
  'productCode' | 'name' | 'class1' | 'class2' | 'unitPriceYen' | 'taxIncluded' | 'taxRatePercent'
>
