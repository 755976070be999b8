import * as check from './card-fields.ts'
import { checkFields, longer, unlike } from './field-check.ts'
import type { FieldCheck } from './field-check.ts'
import { gatewayDateTime } from './gateway-date.ts'
import { answer, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest, Pair } from './gateway-request.ts'
import { slipOrderId } from './slip-fields.ts'
import { payTypes } from './trade.ts'
import type { Trade } from './trade.ts'

/** PayType numbers the gateway knows (gmo-protocol.md §2.3); the sandbox makes trades of 0, 3 and 4 only. */
const knownPayTypes: ReadonlySet<string> = new Set(
  [...Array.from({ length: 15 }, (_none, index) => index), 18, 27, 28, 45].map(String),
)

const payType: FieldCheck = {
  name: 'PayType',
  missing: 'M01051001',
  wrong: [
    [longer(2), 'M01051005'],
    [(value) => unlike(/^\d{1,2}$/)(value) || !knownPayTypes.has(String(Number(value))), 'M01051011'],
  ],
}

/** Fields of SearchTradeMulti that belong to payment kinds the sandbox does not sell; always empty. */
const foreignBefore = ['EdyReceiptNo', 'EdyOrderNo', 'SuicaOrderNo', 'SuicaReceiptNo']
const foreignAfter = [
  'WebMoneyManagementNo',
  'WebMoneySettleCode',
  'AuPayInfoNo',
  'AuPayMethod',
  'AuCancelAmount',
  'AuCancelTax',
  'DocomoSettlementCode',
  'DocomoCancelAmount',
  'DocomoCancelTax',
  'SbTrackingId',
  'SbCancelAmount',
  'SbCancelTax',
]

/** SearchTrade: a card trade by its order number (gmo-protocol.md §3.5). */
export function searchTrade(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const errors = [...shopErrors(request, 'card'), ...checkFields(fields, [check.orderId])]
  if (errors.length > 0) return refuse(...errors)
  const trade = ledger.byOrder(fields.get('OrderID'), 'card')
  if (trade === undefined) return refuse('E01110002')
  return answer([['OrderID', trade.orderId], ...tradePairs(request, trade)])
}

/** SearchTradeMulti: a trade of any kind (§3.6). The kind is judged before the order is looked up (recorded). */
export function searchTradeMulti(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const errors = [...shopErrors(request, 'slip'), ...checkFields(fields, [slipOrderId, payType])]
  const asked = String(Number(fields.get('PayType')))
  const orderId = fields.get('OrderID')
  const trade = ledger.ofOrder(orderId).find((one) => errors.length > 0 || payTypes[one.kind] === asked)
  const unknown = orderId !== '' && trade === undefined
  if (errors.length > 0 || trade === undefined) return refuse(...errors, ...(unknown ? ['M01004002'] : []))
  return answer([...tradePairs(request, trade), ...multiPairs(trade)])
}

function tradePairs({ shop: { siteId } }: GatewayRequest, trade: Trade): Pair[] {
  return [
    ['Status', trade.status],
    ['ProcessDate', gatewayDateTime(trade.processedAt)],
    ['JobCd', trade.jobCd],
    ['AccessID', trade.accessId],
    ['AccessPass', trade.accessPass],
    ['ItemCode', trade.itemCode],
    ['Amount', String(trade.amountYen)],
    ['Tax', String(trade.taxYen)],
    ['SiteID', trade.memberId === '' ? '' : siteId],
    ['MemberID', trade.memberId],
    ['CardNo', trade.maskedCardNo],
    ['Expire', trade.cardExpire],
    ['Method', trade.method],
    ['PayTimes', trade.payTimes],
    ['Forward', trade.forward],
    ['TranID', trade.tranId],
    ['Approve', trade.approve],
    ['ClientField1', trade.clientFields[0]],
    ['ClientField2', trade.clientFields[1]],
    ['ClientField3', trade.clientFields[2]],
  ]
}

function multiPairs(trade: Trade): Pair[] {
  const store = trade.kind === 'convenience'
  return [
    ['PayType', payTypes[trade.kind]],
    ['CvsCode', trade.convenience],
    ['CvsConfNo', store ? trade.confNo : ''],
    ['CvsReceiptNo', trade.receiptNo],
    ...empty(foreignBefore),
    ['CustID', trade.custId],
    ['BkCode', trade.bkCode],
    ['ConfNo', store ? '' : trade.confNo],
    ['EncryptReceiptNo', trade.encryptReceiptNo],
    ['PaymentTerm', trade.termAt === null ? '' : gatewayDateTime(trade.termAt)],
    ...empty(foreignAfter),
    ['Currency', 'JPN'],
  ]
}

function empty(names: readonly string[]): Pair[] {
  return names.map((name) => [name, ''])
}
