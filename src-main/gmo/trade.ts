import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import { valueOf } from './answer.ts'
import type { AnswerFields } from './answer.ts'
import { TradeAccess } from './trade-access.ts'
import { instantOf, otherPayTypes, paymentMethodOf, statusOf, yenOf } from './wire-words.ts'
import type { OtherKind, PaymentMethod } from './wire-words.ts'

/** A trade as the gateway reports it. */
export interface Trade {
  readonly gatewayOrderId: string
  readonly status: SettlementStatus
  /** The gateway's own word, for the log and for states this program has no rule for. */
  readonly statusWord: string
  readonly amountYen: number
  readonly taxYen: number
  /** Last successful processing. The gateway gives whole seconds in Japanese time. */
  readonly processedAt: Instant
  readonly access: TradeAccess
  readonly method: PaymentMethod | null
  readonly payTimes: number | null
  /** Empty until the customer has paid, like `approve` and `forward`. */
  readonly tranId: string
  /** May begin with a blank that belongs to it. */
  readonly approve: string
  readonly forward: string
  readonly itemCode: string
  readonly convenience: ConvenienceSlip | null
  readonly payEasy: PayEasySlip | null
}

/** What the customer needs at the convenience store. */
export interface ConvenienceSlip {
  readonly storeCode: string
  readonly receiptNumber: string
  readonly confirmationNumber: string
  readonly termAt: Instant | null
}

/** What the customer keys in at the bank's machine, in this order. */
export interface PayEasySlip {
  readonly institutionNumber: string
  readonly customerNumber: string
  readonly confirmationNumber: string
  readonly termAt: Instant | null
}

/** What AlterTran and ChangeTran say of the operation they have carried out. */
export interface Receipt {
  readonly tranId: string
  readonly approve: string
  readonly forward: string
  readonly processedAt: Instant
}

export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: 'unreadable' | 'otherTrade' }

export const unreadable = { ok: false, reason: 'unreadable' } as const
export const otherTrade = { ok: false, reason: 'otherTrade' } as const

/** Keys every answer of SearchTrade has, empty ones included: one that lacks any was cut off. */
const searchKeys = 'ItemCode Tax Method PayTimes Forward TranID Approve'.split(' ')

/**
 * The trade in an answer of SearchTrade, or of SearchTradeMulti when `kind` is given (which names no order, so the
 * one asked for is taken unless the answer says otherwise). Anything missing or malformed makes it unreadable.
 */
export function readTrade(fields: AnswerFields, gatewayOrderId: string, kind?: OtherKind): Reading<Trade> {
  const text = (key: string) => valueOf(fields, key) ?? ''
  const doubt = doubtAbout(fields, gatewayOrderId, kind)
  if (doubt !== null) return doubt
  const statusWord = text('Status')
  const status = statusOf(statusWord)
  const amountYen = amountOf(text('Amount'), status)
  const taxYen = text('Tax') === '' ? 0 : yenOf(text('Tax'))
  const processedAt = instantOf(text('ProcessDate'))
  const access = accessOf(fields, gatewayOrderId)
  if (amountYen === null || taxYen === null || processedAt === null || access === null) return unreadable
  const value: Trade = {
    gatewayOrderId,
    status,
    statusWord,
    amountYen,
    taxYen,
    processedAt,
    access,
    method: paymentMethodOf(text('Method')),
    payTimes: /^\d{1,2}$/.test(text('PayTimes')) ? Number(text('PayTimes')) : null,
    tranId: text('TranID'),
    approve: text('Approve'),
    forward: text('Forward'),
    itemCode: text('ItemCode'),
    convenience: kind === 'convenience' ? convenienceSlipOf(text) : null,
    payEasy: kind === 'payEasy' ? payEasySlipOf(text) : null,
  }
  return { ok: true, value }
}

/** Why the answer cannot be taken as one about the trade asked for; null when it can. */
function doubtAbout(fields: AnswerFields, gatewayOrderId: string, kind: OtherKind | undefined): Reading<never> | null {
  if (searchKeys.some((key) => valueOf(fields, key) === undefined)) return unreadable
  if (!/^[A-Z0-9_]{2,30}$/.test(valueOf(fields, 'Status') ?? '')) return unreadable
  const orderId = valueOf(fields, 'OrderID') ?? ''
  if (kind === undefined) return doubtUnlessEqual(orderId, gatewayOrderId)
  if (orderId !== '' && orderId !== gatewayOrderId) return otherTrade
  return doubtUnlessEqual(valueOf(fields, 'PayType') ?? '', otherPayTypes[kind])
}

function doubtUnlessEqual(answered: string, asked: string): Reading<never> | null {
  if (answered === '') return unreadable
  return answered === asked ? null : otherTrade
}

/** The receipt in an answer of AlterTran or ChangeTran about the trade `access` opens; about another trade it proves nothing. */
export function readReceipt(fields: AnswerFields, access: TradeAccess): Reading<Receipt> {
  const text = (key: string) => valueOf(fields, key) ?? ''
  const accessId = text('AccessID')
  const tranId = text('TranID')
  const approve = valueOf(fields, 'Approve')
  const forward = valueOf(fields, 'Forward')
  const processedAt = instantOf(text('TranDate'))
  if (accessId !== '' && accessId !== access.id) return otherTrade
  const isWhole = [accessId, text('AccessPass')].every(isKey) && /^\d{1,64}$/.test(tranId)
  if (!isWhole || approve === undefined || forward === undefined || processedAt === null) return unreadable
  return { ok: true, value: { tranId, approve, forward, processedAt } }
}

/** A validity check carries no amount; every other trade must name one. */
function amountOf(digits: string, status: SettlementStatus): number | null {
  return digits === '' && status === 'checked' ? 0 : yenOf(digits)
}

function accessOf(fields: AnswerFields, gatewayOrderId: string): TradeAccess | null {
  const id = valueOf(fields, 'AccessID') ?? ''
  const pass = valueOf(fields, 'AccessPass') ?? ''
  return isKey(id) && isKey(pass) ? new TradeAccess(gatewayOrderId, id, pass) : null
}

function isKey(text: string): boolean {
  return /^[0-9A-Za-z]{1,64}$/.test(text)
}

function convenienceSlipOf(text: (key: string) => string): ConvenienceSlip | null {
  if (text('CvsCode') === '') return null
  return {
    storeCode: text('CvsCode'),
    receiptNumber: text('CvsReceiptNo'),
    confirmationNumber: text('CvsConfNo'),
    termAt: instantOf(text('PaymentTerm')),
  }
}

function payEasySlipOf(text: (key: string) => string): PayEasySlip | null {
  if (text('CustID') === '') return null
  return {
    institutionNumber: text('BkCode'),
    customerNumber: text('CustID'),
    confirmationNumber: text('ConfNo'),
    termAt: instantOf(text('PaymentTerm')),
  }
}
