import { z } from 'zod'
import { instantSchema, type Instant } from './business-day.ts'
import type { Order, OrderStatus } from './order.ts'
import type { PaymentKind } from './payment-method.ts'
import { settlementStatuses, type SettlementStatus } from './settlement.ts'

/** What the gateway says of a trade. Amount in whole yen, tax included; processed = last processing there. */
export const tradeSightSchema = z.strictObject({
  status: z.enum(settlementStatuses),
  amountYen: z.int(),
  processedAt: instantSchema,
})
export type TradeSight = Readonly<z.infer<typeof tradeSightSchema>>

/**
 * In what an order and its trade disagree. `missing`: the gateway no longer knows the trade. `status`, `amount`,
 * `processed`: the gateway shows something else than the desk kept. `total`: お支払い合計 is not the gateway's amount.
 * `shippedUnsold`: 発送済み, and the money was never taken. `cancelledSold`: キャンセル, and the buyer is charged.
 * `cancelledHeld`: キャンセル, and a 仮売上 still holds the buyer's money.
 * `paidUnmarked`, `expiredUnmarked`: the buyer paid or let the term pass, and 対応状況 does not say so yet.
 */
export const differenceKinds = [
  'missing',
  'status',
  'amount',
  'processed',
  'total',
  'shippedUnsold',
  'cancelledSold',
  'cancelledHeld',
  'paidUnmarked',
  'expiredUnmarked',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** One line of 照合. */
export interface TradeDifference {
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  readonly gatewayOrderNo: string
  /** For changing 対応状況 from the list. */
  readonly version: number
  readonly orderStatus: OrderStatus
  /** お支払い合計, whole yen. */
  readonly paymentTotalYen: number
  /** What the desk kept of the trade. */
  readonly ours: TradeSight
  /** What the gateway showed last; null when it knows no such trade. */
  readonly theirs: TradeSight | null
  readonly kinds: readonly DifferenceKind[]
  /** When the desk first saw that the two disagree. */
  readonly since: Instant
  /** When the gateway was last asked. */
  readonly seenAt: Instant
  /** True when taking over the gateway's state is a way out; without a trade there (`theirs` null) the order loses its own. */
  readonly adoptable: boolean
  /** 対応状況 that would fit, offered and never set unasked. */
  readonly offeredStatus: OrderStatus | null
}

/** What the comparison looks at. */
export interface ComparedOrder {
  readonly orderStatus: OrderStatus
  readonly paymentKind: PaymentKind
  readonly paymentTotalYen: number
}

/** States in which the buyer's money is taken, is reserved, or is waited for: the amount matters. */
const moneyStates: readonly SettlementStatus[] = [
  'authorised',
  'simpleAuthorised',
  'sales',
  'captured',
  'requested',
  'paid',
]
const soldStates: readonly SettlementStatus[] = ['sales', 'captured', 'paid']
const heldStates: readonly SettlementStatus[] = ['authorised', 'simpleAuthorised']
const unsoldStates: readonly SettlementStatus[] = ['unprocessed', 'authenticated', ...heldStates]
/** 対応状況 of an order that still waits for the buyer's money. */
const waitingStatuses: readonly OrderStatus[] = ['paymentProcessing', 'received', 'awaitingPayment']

/** Everything in which the desk's view and the gateway's disagree, in the order of `differenceKinds`; empty = none. */
export function compareTrade(
  order: ComparedOrder,
  ours: TradeSight,
  theirs: TradeSight | null,
): readonly DifferenceKind[] {
  if (theirs === null) return ['missing']
  const found = new Set([...stateKinds(ours, theirs), ...orderKinds(order, theirs)])
  return differenceKinds.filter((kind) => found.has(kind))
}

function stateKinds(ours: TradeSight, theirs: TradeSight): readonly DifferenceKind[] {
  const kinds: DifferenceKind[] = []
  if (ours.status !== theirs.status) kinds.push('status')
  if (ours.amountYen !== theirs.amountYen) kinds.push('amount')
  // A newer time beside another status or amount says nothing of its own.
  if (kinds.length === 0 && ours.processedAt !== theirs.processedAt) kinds.push('processed')
  return kinds
}

function orderKinds(order: ComparedOrder, { status, amountYen }: TradeSight): readonly DifferenceKind[] {
  if (order.orderStatus === 'cancelled') return cancelledKinds(status)
  const kinds: DifferenceKind[] = []
  if (moneyStates.includes(status) && amountYen !== order.paymentTotalYen) kinds.push('total')
  if (order.paymentKind === 'card') {
    if (order.orderStatus === 'shipped' && unsoldStates.includes(status)) kinds.push('shippedUnsold')
  } else if (waitingStatuses.includes(order.orderStatus)) {
    if (status === 'paid') kinds.push('paidUnmarked')
    if (status === 'expired') kinds.push('expiredUnmarked')
  }
  return kinds
}

function cancelledKinds(status: SettlementStatus): readonly DifferenceKind[] {
  if (soldStates.includes(status)) return ['cancelledSold']
  return heldStates.includes(status) ? ['cancelledHeld'] : []
}

/** True when the buyer alone brought the change about and no yen is in doubt: the desk may take it over unasked. */
export function isBuyersDoing(kind: PaymentKind, ours: TradeSight, theirs: TradeSight): boolean {
  const slip = kind === 'convenience' || kind === 'payEasy'
  const ended = theirs.status === 'paid' || theirs.status === 'expired'
  return slip && ours.status === 'requested' && ended && ours.amountYen === theirs.amountYen
}

/** 対応状況 that fits what the buyer did; null when nothing is to be offered. */
export function offeredStatusOf(kinds: readonly DifferenceKind[]): OrderStatus | null {
  if (kinds.includes('paidUnmarked')) return 'paid'
  return kinds.includes('expiredUnmarked') ? 'cancelled' : null
}

/** What the comparison looks at, taken from an order. */
export function comparedOrder({ status, paymentMethod, money }: Order): ComparedOrder {
  return { orderStatus: status, paymentKind: paymentMethod.kind, paymentTotalYen: money.paymentTotalYen }
}
