import type { Instant } from './business-day.ts'
import type { SettlementAction, SettlementStatus } from './settlement.ts'

/** 要確認. */
export interface AttentionItem {
  readonly operationId: string
  /** Null when the desk has no such order: it was lost with a restored copy. */
  readonly orderId: number | null
  readonly orderNo: string
  readonly name: string
  /** Null for a trade paid by a link that is not the order's. */
  readonly action: SettlementAction | null
  readonly state:
    'inProgress' | 'unknown' | 'conflict' | 'missing' | 'paidTwice' | 'doubtfulLink' | 'orphanLink' | 'paidCancelled'
  readonly gatewayOrderNo: string
  readonly startedAt: Instant
  readonly nextInquiryAt: Instant | null
  readonly amountYen: number
  /** Null when the gateway knows no such trade. */
  readonly gatewayStatus: SettlementStatus | null
}

/** How asking about trades that moved after a restored copy went; money stays off while `waiting` is not 0. */
export interface ReconcileReport {
  readonly asked: number
  readonly answered: number
  readonly waiting: number
}
