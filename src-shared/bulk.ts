import { z } from 'zod'
import type { Instant } from './business-day.ts'
import type { Failure } from './failure.ts'
import type { OrderStatus } from './order.ts'
import { orderConditionsSchema } from './order-search.ts'
import type { GatewayMessage, SettlementAction, SettlementStatus } from './settlement.ts'

/** What a bulk run does: 実売上, or the cancel whose word (取消, 返品, 月跨返品, キャンセル) each order's own dates choose. */
export const bulkActions = ['sales', 'cancel'] as const
export type BulkAction = (typeof bulkActions)[number]

/** 対応状況 that goes with what was done; a run sets it only where the operation succeeded. */
export const statusOfBulk: Readonly<Record<BulkAction, OrderStatus>> = { sales: 'paid', cancel: 'cancelled' }

/** Most orders in one run. */
export const MAX_BULK_ORDERS = 5_000

/** Which orders a run takes: those ticked, or everything a list found. */
export const bulkSelectionSchema = z.union([
  z.strictObject({ ids: z.array(z.int().positive()).min(1).max(MAX_BULK_ORDERS) }),
  z.strictObject({ conditions: orderConditionsSchema }),
])
export type BulkSelection = z.infer<typeof bulkSelectionSchema>

/** One order of a preview: what would be sent for it, or why nothing is. */
export interface PlannedLine {
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  readonly orderStatus: OrderStatus
  readonly settlementStatus: SettlementStatus | null
  /** Null when excluded. */
  readonly action: SettlementAction | null
  /** What the trade amounts to, whole yen; for an order without a trade its お支払い合計. */
  readonly amountYen: number
  readonly excluded: Failure | null
}

/**
 * Where a line stands. The six outcomes of a report: 成功, 処理済みを確認, 対象外, 失敗, 要確認, 未送信. `queued` and `underWay`
 * occur only while the run is not over.
 */
export const bulkLineStates = [
  'queued',
  'underWay',
  'applied',
  'confirmed',
  'excluded',
  'failed',
  'attention',
  'notSent',
] as const
export type BulkLineState = (typeof bulkLineStates)[number]

/** How many lines are in each state and what they amount to; the counts sum to the selection, the yen to its total. */
export type BulkSums = Readonly<Record<BulkLineState, { readonly count: number; readonly yen: number }>>

/** One line of a run, for the run view and the report. */
export interface BulkLine {
  /** From 0, in the order of the preview. */
  readonly position: number
  readonly orderId: number
  readonly orderNo: string
  readonly name: string
  /** What was done or is planned; null when nothing ever was. */
  readonly action: SettlementAction | null
  readonly amountYen: number
  readonly state: BulkLineState
  /** When its request began, while it is under way. */
  readonly startedAt: Instant | null
  /** Why it was left out or failed, when the gateway did not say it. */
  readonly failure: Failure | null
  /** What the gateway answered, when it said no. */
  readonly messages: readonly GatewayMessage[]
  /** Done, and 対応状況 did not follow: why, in words. Null when it did, or was not asked to. */
  readonly statusHeld: string | null
}

/** Why a run does not go on by itself. `network`: five failures in a row; `settings`: no pass; `storage`: the disk. */
export type BulkPause = 'operator' | 'network' | 'settings' | 'storage'

/** A bulk run. `interrupted`: the program ended while it ran; it waits for 再開 or 未送信を取消. */
export interface BulkRun {
  readonly id: string
  readonly action: BulkAction
  readonly thenStatus: OrderStatus | null
  readonly state: 'running' | 'paused' | 'interrupted' | 'ended'
  /** 中止 was pressed: what is under way still ends. */
  readonly cancelled: boolean
  readonly pausedBy: BulkPause | null
  readonly operatorName: string
  readonly createdAt: Instant
  readonly endedAt: Instant | null
  readonly total: number
  readonly sums: BulkSums
  /** Orders that were done without their 対応状況. */
  readonly statusHeld: number
  /** Requests it may have under way just now; 0 while it does not run. */
  readonly atOnce: number
  /** It waits because the gateway is busy or slow. */
  readonly waitsUntil: Instant | null
  /** Orders per minute, when enough were done to tell. */
  readonly perMinute: number | null
}

/** A preview: nothing was sent for it. `digest` names exactly what was shown. */
export interface BulkPreview {
  readonly digest: string
  readonly action: BulkAction
  readonly lines: readonly PlannedLine[]
}

/** What happened in a run since the last message. */
export interface BulkProgress {
  /** The run that is not over, or the one that just ended; null when there is none. */
  readonly run: BulkRun | null
  readonly lines: readonly BulkLine[]
}
