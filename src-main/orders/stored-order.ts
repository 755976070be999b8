import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import type { Delivery, Orderer, OrderMoney, OrderSource, OrderStatus } from '../../src-shared/order.ts'

/**
 * What the cart said last of the fields that the desk changes too. A re-import compares the file with this, and so
 * knows which side moved since.
 */
export interface CartState {
  readonly updatedAt: Instant
  readonly status: OrderStatus
  readonly paidAt: Instant | null
  readonly shippedAt: Instant | null
  readonly note: string
}

/** The order's own row, without lines, deliveries and settlement. */
export interface StoredOrder {
  /** 0 while it has none. */
  readonly id: number
  readonly version: number
  readonly orderNo: string
  readonly source: OrderSource
  readonly status: OrderStatus
  readonly orderedAt: Instant
  readonly updatedAt: Instant
  readonly paidAt: Instant | null
  readonly shippedAt: Instant | null
  readonly customerNo: string | null
  readonly orderer: Orderer
  readonly message: string
  readonly note: string
  readonly money: OrderMoney
  readonly paymentMethodName: string
  readonly device: number | null
  readonly cart: CartState
  /** Of the last file content taken over: the same content again needs no look at the rest. Empty = always look. */
  readonly contentHash: string
}

/** What the cart said last of the fields of a delivery that the desk changes too. */
export interface CartDelivery {
  readonly requestedOn: BusinessDay | null
  readonly timeSlot: string
  readonly trackingNo: string
  readonly trackingUrl: string
  readonly shippedAt: Instant | null
}

/** A delivery as it is kept; `id` is 0 while it has none. */
export interface StoredDelivery extends Delivery {
  readonly cart: CartDelivery
}
