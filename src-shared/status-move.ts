import type { Failure } from './failure.ts'
import type { StockChoice } from './order-effects.ts'
import type { OrderStatus } from './order.ts'
import type { SettlementStatus } from './settlement.ts'

/** No schema in here: the window loads this file, and building one would break its content policy. */

/** Orders of one move that are named one by one. */
export const MAX_NAMED_ORDERS = 10_000

/**
 * Money that does not follow 対応状況. `charged`: the order becomes キャンセル or 返品, and the buyer stays charged; `held`: the
 * same, and the card stays authorised; `payable`: the same, and the buyer can still pay at a store or a bank; `unsold`:
 * it becomes 発送済み or 入金済み, and nothing was charged; `unpaid`: the same for a number nobody has paid with.
 */
export const moneyLeftKinds = ['charged', 'held', 'payable', 'unsold', 'unpaid'] as const
export type MoneyLeftKind = (typeof moneyLeftKinds)[number]

/** An order whose money stands where it stood. */
export interface MoneyLeft {
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  readonly status: SettlementStatus
  readonly amountYen: number
}

/** Orders whose money stays as it is, of one kind; `first` are those to be shown. */
export interface MoneyLeftGroup {
  readonly kind: MoneyLeftKind
  readonly count: number
  readonly totalYen: number
  readonly first: readonly MoneyLeft[]
}

/** What a move would do to each order, before anything is written. */
export interface MovePreview {
  readonly digest: string
  readonly to: OrderStatus
  /** Orders that would move, by the 対応状況 they come from. */
  readonly from: readonly { readonly status: OrderStatus; readonly count: number }[]
  readonly moving: number
  /** Already there. */
  readonly same: number
  /** Under 結果確認中: left alone. */
  readonly underInquiry: number
  /** Changed or deleted since they were seen: left alone. */
  readonly changed: number
  /** 入金日 is set to now; `again` of them had one, which is replaced, as in the cart. */
  readonly paidDates: { readonly count: number; readonly again: number }
  /** 全商品発送日 likewise, and `deliveries` お届け先 without a day of their own get it too. */
  readonly shippedDates: { readonly count: number; readonly again: number; readonly deliveries: number }
  readonly money: readonly MoneyLeftGroup[]
  /** Members whose balance moves, and by how much; `unknown` of them have no balance here, so that nothing moves. */
  readonly points: {
    readonly members: number
    readonly givenBack: number
    readonly taken: number
    readonly unknown: number
  }
  readonly stock: MoveStockSums
  /** Orders that would be left alone because stock or points are not enough. */
  readonly short: {
    readonly stock: number
    readonly points: number
    /** Those to be shown, with what is missing. */
    readonly first: readonly { readonly orderId: number; readonly why: Failure }[]
  }
}

/** A number of orders, and the pieces of goods in them whose stock is kept. */
export interface StockSum {
  readonly orders: number
  readonly pieces: number
}

/** What a move can do to the stock. */
export interface MoveStockSums {
  /** Of orders that end before their goods left the house: given back, as the operator decides. */
  readonly unsent: StockSum
  /** The same of orders whose goods left the house. */
  readonly sent: StockSum
  /** Of orders that begin again. */
  readonly taken: StockSum
  /** Pieces that move nothing, because no stock of them is kept. */
  readonly unkept: number
}

/** What the operator decides for the orders that end. */
export interface MoveStock {
  readonly unsent: StockChoice
  readonly sent: StockChoice
}

/**
 * 変更した, 変わっていない, ほかで変更されたため見送り, 結果確認中のため見送り, 見つからない; `damaged`: the order is not as it was
 * written, and writing it would hide that; `shortStock`, `shortPoints`: what it would take is not there.
 */
export const moveFates = [
  'moved',
  'same',
  'changed',
  'underInquiry',
  'missing',
  'damaged',
  'shortStock',
  'shortPoints',
] as const
export type MoveFate = (typeof moveFates)[number]

export interface MovedOrder {
  readonly id: number
  readonly orderNo: string
  readonly fate: MoveFate
  /** What is missing, of an order that is short. */
  readonly why?: Failure
}

/** How a move ended, order by order. Counts are of all orders, `orders` lists at most 2,000, those left alone first. */
export interface MoveReport {
  readonly moveId: string
  readonly to: OrderStatus
  readonly counts: Readonly<Record<MoveFate, number>>
  readonly orders: readonly MovedOrder[]
}

/** An order that an undo left as it is: changed again since (`why` null), or short of what it held before. */
export interface LeftOrder {
  readonly id: number
  readonly orderNo: string
  readonly why: Failure | null
}

/** How an undo ended. */
export interface UndoReport {
  readonly undone: number
  readonly left: readonly LeftOrder[]
}

/** How long a move can be undone, in milliseconds. The core allows a little more for the way of the click. */
export const UNDO_MS = 10_000

const charged: readonly SettlementStatus[] = ['sales', 'captured', 'paid']
const held: readonly SettlementStatus[] = ['authorised', 'simpleAuthorised']

/** What stays open at the gateway when an order becomes `to`; null when nothing does. */
export function moneyLeftKind(to: OrderStatus, status: SettlementStatus | null): MoneyLeftKind | null {
  if (status === null) return null
  if (to === 'cancelled' || to === 'returned') {
    if (charged.includes(status)) return 'charged'
    if (held.includes(status)) return 'held'
    return status === 'requested' ? 'payable' : null
  }
  if (to !== 'shipped' && to !== 'paid') return null
  if (held.includes(status)) return 'unsold'
  return status === 'requested' ? 'unpaid' : null
}
