import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import type {
  Contact,
  Delivery,
  Orderer,
  OrderLine,
  OrderMoney,
  OrderSource,
  OrderStatus,
} from '../../src-shared/order.ts'

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

/** What only the cart knew of an order before the desk could change it. */
export interface OrderContent {
  readonly orderedAt: Instant
  readonly message: string
  readonly paymentMethodName: string
  readonly orderer: Orderer
  readonly money: OrderMoney
  readonly lines: readonly OrderLine[]
}

/** A delivery of the cart that the desk took out of the order. */
export interface RemovedDelivery extends DeliveryContact {
  readonly cartShipmentNo: string
}

/** The contents as the cart said them last, kept from the desk's first change of them on. */
export interface CartContent extends OrderContent {
  /** A file that still has them does not bring them back. */
  readonly removedDeliveries: readonly RemovedDelivery[]
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
  /** Null while the contents are the cart's own. */
  readonly cartContent: CartContent | null
  /** Of the last file content taken over: the same content again needs no look at the rest. Empty = always look. */
  readonly contentHash: string
}

/** Where a delivery goes, and with whom. */
export interface DeliveryContact extends Contact {
  readonly carrier: string
}

/** What the cart said last of the fields of a delivery that the desk changes too. */
export interface CartDelivery {
  readonly requestedOn: BusinessDay | null
  readonly timeSlot: string
  readonly trackingNo: string
  readonly trackingUrl: string
  readonly shippedAt: Instant | null
  /** What the cart's file said goes there; numbers for the lines of that file. */
  readonly goods: readonly number[]
  /** Kept from the desk's first change of it on; null before. */
  readonly contact: DeliveryContact | null
  /** Added by the desk: no file knows it, and none takes it away. */
  readonly madeHere: boolean
}

/** A delivery as it is kept; `id` is 0 while it has none. */
export interface StoredDelivery extends Delivery {
  readonly cart: CartDelivery
}
