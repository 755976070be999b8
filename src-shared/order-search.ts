import { z } from 'zod'
import { businessDaySchema, type Instant } from './business-day.ts'
import { orderStatusSchema, sexes, type OrderStatus } from './order.ts'
import type { PaymentKind } from './payment-method.ts'
import { settlementStatuses, type OrderSettlement } from './settlement.ts'
import { amountYenSchema } from './yen.ts'

const searchText = z.string().max(100).optional()
const day = businessDaySchema.optional()

/**
 * 検索条件 of 受注管理. Every field is optional; those given are combined with AND, several values in one field with OR.
 * Days are Japanese and inclusive at both ends; texts match anywhere in the folded field (`search-text.ts`).
 */
export const orderConditionsSchema = z.strictObject({
  /** Digits compare as numbers, inclusive; a number with letters in `orderNoFrom` alone must match exactly. */
  orderNoFrom: z.string().trim().max(50).optional(),
  orderNoTo: z.string().trim().max(50).optional(),
  statuses: z.array(orderStatusSchema).max(20).optional(),
  /**
   * フリーワード: words separated by blanks, each of which must be found in the name, the reading, TEL, mail address,
   * name or code of a product, or be the beginning of 注文番号.
   */
  words: searchText,
  /** 会員ID, exactly. */
  customerNo: z.string().trim().max(50).optional(),
  /** Part of the name (with its classes) or of the code of a product that was ordered. */
  product: searchText,
  name: searchText,
  kana: searchText,
  email: searchText,
  tel: searchText,
  bornFrom: day,
  bornTo: day,
  sexes: z.array(z.enum(sexes)).max(4).optional(),
  /** 備考欄コメント: part of the buyer's remark. */
  message: searchText,
  /** 備考欄にメッセージが含まれているデータ. */
  hasMessage: z.boolean().optional(),
  /** Names of payment methods, exactly as the orders carry them. */
  paymentMethods: z.array(z.string().max(100)).max(50).optional(),
  orderedFrom: day,
  orderedTo: day,
  paidFrom: day,
  paidTo: day,
  shippedFrom: day,
  shippedTo: day,
  updatedFrom: day,
  updatedTo: day,
  /** 購入金額 = 合計. */
  totalFromYen: amountYenSchema.optional(),
  totalToYen: amountYenSchema.optional(),
  settlementStatuses: z.array(z.enum(settlementStatuses)).max(20).optional(),
  /** 削除した受注: only deleted orders, which no other search shows. */
  deleted: z.boolean().optional(),
})
export type OrderConditions = z.infer<typeof orderConditionsSchema>

export const orderSortKeys = ['updatedAt', 'orderedAt', 'orderNo', 'name', 'total', 'shippedAt', 'status'] as const
export type OrderSortKey = (typeof orderSortKeys)[number]

/** 表示順. Equal rows are ordered by the order's id in the same direction, so that no row shows on two pages or none. */
export const orderSortSchema = z.strictObject({ key: z.enum(orderSortKeys), descending: z.boolean() })
export type OrderSort = z.infer<typeof orderSortSchema>

export const orderPageRequestSchema = z.strictObject({
  conditions: orderConditionsSchema,
  sort: orderSortSchema,
  /** From 0. */
  page: z.int().min(0).max(1_000_000),
  /** 検索結果表示件数. */
  pageSize: z.int().min(10).max(100),
})
export type OrderPageRequest = z.infer<typeof orderPageRequestSchema>

/** One row of 検索結果一覧. */
export interface OrderRow {
  readonly id: number
  /** As of this row, for changing or deleting it from a list. */
  readonly version: number
  readonly orderNo: string
  readonly orderedAt: Instant
  readonly updatedAt: Instant
  readonly name: string
  readonly customerNo: string | null
  readonly email: string
  readonly tel: string
  readonly hasMessage: boolean
  readonly paymentMethodName: string
  readonly paymentKind: PaymentKind
  /** 購入金額. */
  readonly totalYen: number
  /** お支払い合計. */
  readonly paymentTotalYen: number
  readonly shippedAt: Instant | null
  readonly status: OrderStatus
  readonly paidAt: Instant | null
  /** Null unless 削除した受注 are listed. */
  readonly deletedAt: Instant | null
  readonly settlement: Pick<OrderSettlement, 'status' | 'link' | 'amountYen' | 'settleBy' | 'underInquiry'> | null
}
