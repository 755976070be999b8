import type { BusinessDay, Instant } from './business-day.ts'

/** State of a trade at the gateway, in the field's words. One list for card, convenience store and Pay-easy. */
export const settlementStatuses = [
  'unprocessed',
  'authenticated',
  'checked',
  'authorised',
  'simpleAuthorised',
  'sales',
  'captured',
  'voided',
  'returned',
  'returnedLater',
  'cancelled',
  'requested',
  'paid',
  'payFailed',
  'expired',
  'other',
] as const
export type SettlementStatus = (typeof settlementStatuses)[number]

/**
 * Operations that move money or give it back. `cancelled` is also how an unpaid number of コンビニ or Pay-easy is taken
 * back. `reauthorised`, `recaptured`: 再オーソリ of a trade that was cancelled, as 仮売上 or 即時売上. `amountAuthorised`,
 * `amountCaptured`: 金額変更, with ▼金額変更後のカード決済状況 仮売上 or 即時売上.
 */
export const settlementActions = [
  'sales',
  'voided',
  'returned',
  'returnedLater',
  'cancelled',
  'amountAuthorised',
  'amountCaptured',
  'reauthorised',
  'recaptured',
] as const
export type SettlementAction = (typeof settlementActions)[number]

/**
 * Why an order has no trade yet. `notAsked`: never inquired; `ambiguous`: two numbers exist at the gateway; `doubtful`:
 * one exists, but neither its amount nor its time fits the order.
 */
export type UnlinkedReason =
  'notAsked' | 'notFound' | 'ambiguous' | 'doubtful' | 'refused' | 'noAnswer' | 'notConfigured'

/** How the order and the gateway's trade are tied together. */
export type SettlementLink =
  | { readonly state: 'linked'; readonly gatewayOrderNo: string }
  | { readonly state: 'unlinked'; readonly reason: UnlinkedReason }

/** An operation whose outcome is not known yet, or that a person has to decide. */
export interface OpenOperation {
  readonly id: string
  readonly action: SettlementAction
  /** `conflict`: the gateway shows something else than was meant; `missing`: it knows no such trade. */
  readonly state: 'inProgress' | 'unknown' | 'conflict' | 'missing'
  readonly startedAt: Instant
}

/** What the desk knows of an order's trade. Amounts in whole yen. */
export interface OrderSettlement {
  /** Null while unlinked. */
  readonly status: SettlementStatus | null
  readonly link: SettlementLink
  /** Amount at the gateway; null while unlinked. */
  readonly amountYen: number | null
  /** Last processing at the gateway. */
  readonly processedAt: Instant | null
  /** When the card was last authorised: the day from which the limits of 実売上 and the cancel word count. */
  readonly authorisedAt: Instant | null
  /** Last day on which 仮売上 can become 実売上; null for any other status. */
  readonly settleBy: BusinessDay | null
  /** When the gateway was last asked. */
  readonly inquiredAt: Instant | null
  /** 結果確認中: money operations are locked until the outcome is known. */
  readonly underInquiry: OpenOperation | null
  /** Convenience store and Pay-easy: what the buyer was given. */
  readonly payment: PaymentSlip | null
  /** Cancel words that the gateway refused for the trade as it stands: another one is the next to try. */
  readonly refusedWords: readonly SettlementAction[]
}

/** Numbers with which a buyer pays at a store or a bank. */
export interface PaymentSlip {
  readonly storeCode: string
  readonly receiptNo: string
  readonly confirmationNo: string
  readonly customerNo: string
  readonly institutionNo: string
  readonly termAt: Instant | null
}

/** A gateway error in our words. */
export interface GatewayMessage {
  readonly code: string
  readonly message: string
  readonly advice: string
}
