import type { Instant } from './business-day.ts'
import type { Orderer } from './order.ts'

/** A buyer of earlier orders, for the orderer of a new one. */
export interface KnownCustomer {
  /** 会員ID; null for a guest. */
  readonly customerNo: string | null
  readonly lastOrderedAt: Instant
  /** 注文番号 of the newest order. */
  readonly lastOrderNo: string
  /** As the orders named the buyer, the newest first and each only once; never empty. */
  readonly orderers: readonly [Orderer, ...Orderer[]]
}

/** Most customers that one look-up answers, and most addresses of one. */
export const MAX_CUSTOMERS_FOUND = 20
export const MAX_ADDRESSES = 5
