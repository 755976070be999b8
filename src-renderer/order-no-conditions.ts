import type { OrderConditions } from '../src-shared/order-search.ts'

/** The conditions that find the order of exactly this number: digits compare as numbers, anything else letter by letter. */
export function orderNoConditions(orderNo: string): OrderConditions {
  return /^\d+$/.test(orderNo) ? { orderNoFrom: orderNo, orderNoTo: orderNo } : { orderNoFrom: orderNo }
}
