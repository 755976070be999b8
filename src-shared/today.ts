import type { BusinessDay, Instant } from './business-day.ts'
import type { OrderRow } from './order-search.ts'
import type { SettlementStatus } from './settlement.ts'

/**
 * The lists of 今日やること. `received`: 新規受付; `authorised`: 仮売上のまま, the nearest limit first; `shippedUnsold`:
 * 発送済み, and the money was never taken; `cancelledSold`: キャンセル, and the buyer is charged or their money
 * still held; `amountDiffers`: お支払い合計
 * is not the gateway's amount; `underInquiry`: 結果確認中; `slipDue`: numbers of コンビニ and Pay-easy that end soon.
 */
export const todayKinds = [
  'received',
  'authorised',
  'shippedUnsold',
  'cancelledSold',
  'amountDiffers',
  'underInquiry',
  'slipDue',
] as const
export type TodayKind = (typeof todayKinds)[number]

/** An unpaid number counts as ending soon from this many days before its term. */
export const SLIP_DUE_DAYS = 3

/** One line of a card. */
export interface TodayRow {
  readonly order: OrderRow
  /** End of a コンビニ or Pay-easy number. */
  readonly termAt: Instant | null
}

export interface TodayCard {
  readonly kind: TodayKind
  /** Of all orders in the list, not only of those that are shown. */
  readonly count: number
  readonly rows: readonly TodayRow[]
}

/** 仮売上 by days left: too late, 3 or less, 7 or less, 20 or less; each order counts once. */
export interface DaysLeftCounts {
  readonly late: number
  readonly within3: number
  readonly within7: number
  readonly within20: number
}

/** Orders of one day by カード決済状況; null = not linked to a trade. Only orders with a payment method at the gateway. */
export interface DayCount {
  readonly day: BusinessDay
  readonly status: SettlementStatus | null
  readonly orders: number
  readonly totalYen: number
}

/** Everything 管理メイン shows. */
export interface Today {
  readonly today: BusinessDay
  readonly cards: readonly TodayCard[]
  readonly daysLeft: DaysLeftCounts
  /** The last 30 days by 受注日, days without orders left out. */
  readonly days: readonly DayCount[]
}
