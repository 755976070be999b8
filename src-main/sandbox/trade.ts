import type { Instant } from '../../src-shared/business-day.ts'

/** Card statuses in the gateway's words (UNPROCESSED 未決済 … CANCEL キャンセル on newer contracts). */
export const cardStatuses = [
  'UNPROCESSED',
  'AUTHENTICATED',
  'CHECK',
  'AUTH',
  'SAUTH',
  'SALES',
  'CAPTURE',
  'VOID',
  'RETURN',
  'RETURNX',
  'CANCEL',
] as const
export type CardStatus = (typeof cardStatuses)[number]

/** Statuses of convenience-store and Pay-easy trades. */
export const slipStatuses = ['UNPROCESSED', 'REQSUCCESS', 'PAYSUCCESS', 'PAYFAIL', 'EXPIRED', 'CANCEL'] as const
export type SlipStatus = (typeof slipStatuses)[number]

/** Processing classes a card request can carry. Which of them an endpoint takes is the endpoint's business. */
export const jobCds = [
  'CHECK',
  'CAPTURE',
  'AUTH',
  'SAUTH',
  'SALES',
  'VOID',
  'RETURN',
  'RETURNX',
  'CANCEL',
  'FORCERETURN',
] as const
export type JobCd = (typeof jobCds)[number]

export const tradeKinds = ['card', 'convenience', 'payEasy'] as const
export type TradeKind = (typeof tradeKinds)[number]

/** The number the gateway's PayType field carries for each kind. */
export const payTypes: Readonly<Record<TradeKind, string>> = { card: '0', convenience: '3', payEasy: '4' }

/** One trade of the shop as the gateway keeps it. Amounts are whole yen; empty texts mean "not known yet". */
export interface Trade {
  readonly id: number
  readonly kind: TradeKind
  readonly orderId: string
  readonly accessId: string
  readonly accessPass: string
  readonly status: CardStatus | SlipStatus
  /** The processing class last applied; always empty for convenience store and Pay-easy. */
  readonly jobCd: string
  readonly amountYen: number
  readonly taxYen: number
  readonly itemCode: string
  /** Stars and the last four digits: the number itself is never kept. */
  readonly maskedCardNo: string
  /** YYMM. */
  readonly cardExpire: string
  /** Member whose stored card paid; empty when none did. */
  readonly memberId: string
  /** `2` when the buyer has to be authenticated before the card is charged (3-D Secure 2). */
  readonly tdFlag: string
  /** ErrInfo with which this card refuses to be authorised anew; empty when it agrees. */
  readonly renewalDeclinedWith: string
  readonly method: string
  readonly payTimes: string
  readonly forward: string
  readonly tranId: string
  readonly approve: string
  readonly clientFields: readonly [string, string, string]
  readonly enteredAt: Instant
  /** Last successful processing: what SearchTrade calls ProcessDate. */
  readonly processedAt: Instant
  /** Last authorisation of the card, from which the period for 実売上 counts; null before the first. */
  readonly authorisedAt: Instant | null
  /** Convenience store code; empty for the other kinds. */
  readonly convenience: string
  readonly confNo: string
  readonly receiptNo: string
  readonly custId: string
  readonly bkCode: string
  readonly encryptReceiptNo: string
  /** Last second in which the buyer may pay; null for cards and before the number was issued. */
  readonly termAt: Instant | null
}

/** Who moved a trade: a request, a person in the gateway's own console, the buyer at a till, or the clock. */
export type MutationOrigin = 'api' | 'console' | 'buyer' | 'clock'

/** One change that really happened to a trade. The list only grows; a refused request leaves no entry. */
export interface Mutation {
  readonly seq: number
  readonly at: Instant
  readonly requestId: string
  readonly origin: MutationOrigin
  /** Such as `AlterTran.idPass`; for the buyer and the clock `pay` and `expire`. */
  readonly endpoint: string
  readonly jobCd: string
  readonly kind: TradeKind
  readonly orderId: string
  /** Empty for the registration of a trade. */
  readonly statusBefore: string
  readonly statusAfter: string
  readonly amountBeforeYen: number
  readonly amountAfterYen: number
  readonly tranId: string
}

/** Trades of one status. */
export interface LedgerSum {
  readonly kind: TradeKind
  readonly status: Trade['status']
  readonly count: number
  readonly amountYen: number
}

/** A trade before the ledger has numbered it. */
export type NewTrade = Omit<Trade, 'id'>
export type AccessKeys = Pick<Trade, 'accessId' | 'accessPass'>

/** Item code of a card trade that names none (recorded). */
export const DEFAULT_ITEM_CODE = '0000990'

/** A trade that was only just registered: every number that comes later is still empty. */
export function blankTrade(kind: TradeKind, orderId: string, keys: AccessKeys, at: Instant): NewTrade {
  return {
    kind,
    orderId,
    ...keys,
    status: 'UNPROCESSED',
    jobCd: '',
    amountYen: 0,
    taxYen: 0,
    itemCode: '',
    maskedCardNo: '',
    cardExpire: '',
    memberId: '',
    tdFlag: '',
    renewalDeclinedWith: '',
    method: '',
    payTimes: '',
    forward: '',
    tranId: '',
    approve: '',
    clientFields: ['', '', ''],
    enteredAt: at,
    processedAt: at,
    authorisedAt: null,
    convenience: '',
    confNo: '',
    receiptNo: '',
    custId: '',
    bkCode: '',
    encryptReceiptNo: '',
    termAt: null,
  }
}
