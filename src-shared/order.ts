import { z } from 'zod'
import type { BusinessDay, Instant } from './business-day.ts'
import type { PaymentKind } from './payment-method.ts'
import type { OrderSettlement } from './settlement.ts'

/** 対応状況, in the order in which the cart's screens list them (EC-CUBE 2, then what EC-CUBE 4 adds). */
export const orderStatuses = [
  'paymentProcessing',
  'received',
  'awaitingPayment',
  'paid',
  'cancelled',
  'backordered',
  'inProgress',
  'shipped',
  'returned',
  'purchaseProcessing',
] as const
export type OrderStatus = (typeof orderStatuses)[number]
export const orderStatusSchema = z.enum(orderStatuses)

/** 1 男性, 2 女性, and EC-CUBE 4's 3 その他, 4 回答しない. */
export const sexes = ['male', 'female', 'other', 'unanswered'] as const
export type Sex = (typeof sexes)[number]

/** A person's name, reading and address as they stood when the order was made. */
export interface Contact {
  readonly familyName: string
  readonly givenName: string
  readonly familyKana: string
  readonly givenKana: string
  readonly company: string
  readonly postalCode: string
  readonly prefecture: string
  readonly address1: string
  readonly address2: string
  readonly tel: string
  readonly fax: string
}

/** Who ordered. */
export interface Orderer extends Contact {
  readonly email: string
  readonly sex: Sex | null
  readonly bornOn: BusinessDay | null
  /** Master id of the cart, 1–18 (職業). */
  readonly job: number | null
}

export const lineKinds = ['product', 'shipping', 'fee', 'discount', 'tax', 'points'] as const
export type LineKind = (typeof lineKinds)[number]

/** One line of an order. `unitPriceYen` is as the cart keeps it; `taxIncluded` says which way. */
export interface OrderLine {
  readonly kind: LineKind
  readonly productCode: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  readonly unitPriceYen: number
  readonly taxIncluded: boolean
  readonly quantity: number
  /** Whole percent, kept as it was on the day of the order. */
  readonly taxRatePercent: number
}

/** Where a part of the order goes, and how far it is. */
export interface Delivery extends Contact {
  readonly id: number
  /** Shipment number of the cart, when its file names one. */
  readonly cartShipmentNo: string
  readonly carrier: string
  /** 配達日指定. */
  readonly requestedOn: BusinessDay | null
  /** 時間指定, as the carrier words it. */
  readonly timeSlot: string
  /** 発送伝票番号. */
  readonly trackingNo: string
  /** 追跡用URL. */
  readonly trackingUrl: string
  readonly shippedAt: Instant | null
  /** How many of each product line go there, in the order of the lines; empty while nobody has said. */
  readonly goods: readonly number[]
}

/** The sums of an order in whole yen, as the cart or the desk computed them. */
export interface OrderMoney {
  readonly subtotalYen: number
  readonly discountYen: number
  readonly shippingYen: number
  readonly feeYen: number
  readonly taxYen: number
  /** 合計. */
  readonly totalYen: number
  /** お支払い合計: what the buyer pays after points, and what 実売上 sends. */
  readonly paymentTotalYen: number
  readonly usedPoints: number
  readonly addedPoints: number
}

/** Where an order came from; `desk` = registered here by hand. */
export type OrderSource = 'ec2' | 'ec4' | 'sample' | 'desk'

/** All of one order, as 受注編集 shows it. */
export interface Order {
  readonly id: number
  /** Grows with every change; sent back with a change, so that nobody overwrites what they have not seen. */
  readonly version: number
  readonly orderNo: string
  readonly source: OrderSource
  readonly status: OrderStatus
  readonly orderedAt: Instant
  readonly updatedAt: Instant
  readonly paidAt: Instant | null
  /** 全商品発送日. */
  readonly shippedAt: Instant | null
  readonly customerNo: string | null
  readonly orderer: Orderer
  /** The buyer's remark (備考欄コメント, 要望等). */
  readonly message: string
  /** The shop's own note (メモ). */
  readonly note: string
  readonly money: OrderMoney
  /**
   * What the sums become when the order has no goods: those of the cart, whose file brought none (EC-CUBE 2). Null when the
   * cart told its goods, and for an order registered here.
   */
  readonly cartSums: OrderMoney | null
  readonly paymentMethod: { readonly name: string; readonly kind: PaymentKind }
  readonly lines: readonly OrderLine[]
  readonly deliveries: readonly Delivery[]
  /** Null for methods that have no trade at the gateway. */
  readonly settlement: OrderSettlement | null
}
