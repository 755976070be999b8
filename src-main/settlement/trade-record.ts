import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import { settleBy } from '../../src-shared/settlement-deadline.ts'
import type { Receipt, Trade } from '../gmo/trade.ts'
import type { PaymentRecord } from './payment-table.ts'
import type { SettlementTerms } from './parts.ts'
import { needsReason } from '../../src-shared/settlement-rules.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { Operation } from './operation-table.ts'
import type { TradeState } from './verdict.ts'

/** The trade's state as operations are judged by it: amount and tax count together. */
export function stateOfTrade(trade: Trade): TradeState {
  return { status: trade.status, amountYen: trade.amountYen + trade.taxYen, processedAt: trade.processedAt }
}

export function stateOfPayment(payment: PaymentRecord): TradeState {
  return { status: payment.status, amountYen: payment.amountYen, processedAt: payment.processedAt }
}

/**
 * What is kept of a trade that an inquiry showed at `inquiredAt`. `known` is what was kept before: the gateway does not
 * say when a 実売上 was authorised, so that is remembered, or read from the trade's number when it is new to the desk.
 */
export function recordOfTrade(
  orderId: number,
  trade: Trade,
  known: PaymentRecord | null,
  terms: SettlementTerms,
  inquiredAt: Instant,
): PaymentRecord {
  const authorisedAt = authorisationOf(trade, known)
  return {
    orderId,
    gatewayOrderNo: trade.gatewayOrderId,
    ...stateOfTrade(trade),
    taxYen: trade.taxYen,
    authorisedAt,
    settleBy: lastDayOfSales(trade.status, authorisedAt, terms),
    accessId: trade.access.id,
    tranId: trade.tranId,
    approve: trade.approve,
    method: trade.method ?? '',
    payTimes: trade.payTimes === null ? '' : String(trade.payTimes),
    ...slipOf(trade),
    inquiredAt,
  }
}

const noSlip = { storeCode: '', receiptNo: '', confirmationNo: '', customerNo: '', institutionNo: '', termAt: null }

/** The numbers with which the buyer pays, empty for a card. */
function slipOf({ convenience, payEasy }: Trade) {
  if (convenience !== null) {
    const { storeCode, receiptNumber: receiptNo, confirmationNumber: confirmationNo, termAt } = convenience
    return { ...noSlip, storeCode, receiptNo, confirmationNo, termAt }
  }
  if (payEasy === null) return noSlip
  const { customerNumber: customerNo, institutionNumber: institutionNo, confirmationNumber, termAt } = payEasy
  return { ...noSlip, customerNo, institutionNo, confirmationNo: confirmationNumber, termAt }
}

/**
 * What is kept after the gateway confirmed an operation. Its answer carries no status and no amount: those are what the
 * operation meant to bring about. 金額変更 and 再オーソリ authorise anew, so every limit counts from them.
 */
export function recordAfter(
  payment: PaymentRecord,
  { action, expectedStatus: status, expectedAmountYen: amountYen }: Operation,
  receipt: Receipt,
  terms: SettlementTerms,
  at: Instant,
): PaymentRecord {
  const anew = needsReason(action)
  const authorisedAt = anew ? receipt.processedAt : payment.authorisedAt
  return {
    ...payment,
    status,
    amountYen,
    taxYen: anew ? 0 : payment.taxYen,
    processedAt: receipt.processedAt,
    authorisedAt,
    settleBy: lastDayOfSales(status, authorisedAt, terms),
    tranId: receipt.tranId,
    approve: receipt.approve,
    inquiredAt: at,
  }
}

/** Last day of 実売上 for a 仮売上; null for any other status. */
export function lastDayOfSales(
  status: SettlementStatus,
  authorisedAt: Instant | null,
  terms: Pick<SettlementTerms, 'authorisationDays'>,
): string | null {
  const waits = status === 'authorised' || status === 'simpleAuthorised'
  return waits && authorisedAt !== null ? settleBy(dayOf(authorisedAt), terms.authorisationDays) : null
}

/**
 * When the card was authorised. A 仮売上 and a 即時売上 were authorised when they were processed. A 実売上 keeps the number
 * of its 仮売上, which begins with that minute in Japan (gmo-protocol.md §1.2, §3.3).
 */
export function authorisationOf(trade: Trade, known: PaymentRecord | null): Instant | null {
  if (trade.status === 'sales') {
    if (known?.tranId === trade.tranId && known.authorisedAt !== null) return known.authorisedAt
    return minuteOfNumber(trade.tranId)
  }
  const authorised = trade.status === 'authorised' || trade.status === 'simpleAuthorised' || trade.status === 'captured'
  return authorised ? trade.processedAt : (known?.authorisedAt ?? null)
}

function minuteOfNumber(tranId: string): Instant | null {
  const parts = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\d{18}$/.exec(tranId)
  if (parts === null) return null
  const [year, month, day, hour, minute] = parts.slice(1)
  const at = Date.parse(`20${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:00+09:00`)
  return Number.isNaN(at) ? null : at
}
