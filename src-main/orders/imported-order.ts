import type { Instant } from '../../src-shared/business-day.ts'
import type { Delivery, OrderLine, OrderMoney, Orderer, OrderSource, OrderStatus } from '../../src-shared/order.ts'

/** Parts of which a file may carry all, some or none: what is absent or undefined has no column in the file. */
export type Carried<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** Where an order goes, as a file tells it. The desk gives it its id. */
export type ImportedDelivery = Carried<Omit<Delivery, 'id'>>

/** The sums that every order must bring; the others may have no column. */
export type ImportedMoney = Carried<OrderMoney> & Pick<OrderMoney, 'totalYen' | 'paymentTotalYen'>

/**
 * One order as a cart's file or the sample shop brings it. Absent (or undefined) means "the file has no column for
 * this" and leaves what the desk knows untouched; null and '' are values like any other.
 */
export interface ImportedOrder {
  readonly orderNo: string
  readonly source: OrderSource
  readonly status: OrderStatus
  readonly orderedAt: Instant
  /** 更新日 in the cart: decides between two files, and between the file and the desk. */
  readonly updatedAt: Instant
  readonly paidAt?: Instant | null | undefined
  readonly shippedAt?: Instant | null | undefined
  readonly customerNo?: string | null | undefined
  readonly orderer: Carried<Orderer>
  readonly message?: string | undefined
  readonly note?: string | undefined
  readonly money: ImportedMoney
  readonly paymentMethodName: string
  /** 端末種別, the cart's number. */
  readonly device?: number | null | undefined
  /** All lines of the order, or absent. */
  readonly lines?: readonly OrderLine[] | undefined
  /** All deliveries of the order, or absent. They are recognised by `cartShipmentNo`, without one by their place. */
  readonly deliveries?: readonly ImportedDelivery[] | undefined
}

/**
 * What an order of a file is to the desk: `same` when nothing the file carries differs from what is stored, `locked`
 * when it would change an order under a running settlement, `foreign` when the number is that of an order registered
 * here, which no file may touch, `deleted` when the order was deleted here and stays deleted (nothing is written in any of these).
 */
export type ImportFate = 'added' | 'changed' | 'same' | 'locked' | 'foreign' | 'deleted'

/** The fate of one order of a file; `version` is that of the stored order, 0 when there is none yet. */
export interface ImportOutcome {
  readonly orderNo: string
  readonly fate: ImportFate
  readonly id: number | null
  readonly version: number
}
