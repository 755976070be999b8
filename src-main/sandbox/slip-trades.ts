import { checkFields } from './field-check.ts'
import type { Fields } from './fields.ts'
import { clientPairs } from './card-execution.ts'
import { checkString } from './gateway-ids.ts'
import { gatewayDateTime, termAfter } from './gateway-date.ts'
import { answer, causeOf, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest, Pair } from './gateway-request.ts'
import type { SandboxRules } from './rules.ts'
import { slipAccess, slipAmount, slipDetails, slipOrderId } from './slip-fields.ts'
import { convenienceNumbers, DEFAULT_TERM_DAYS, payEasyNumbers } from './slip-numbers.ts'
import { blankTrade } from './trade.ts'
import type { Trade } from './trade.ts'

type SlipKind = 'convenience' | 'payEasy'
type Endpoint = (request: GatewayRequest) => Answer

/** A buyer who pays online goes from the shop to the bank through this address, followed by the receipt number. */
const BANK_PAGE = 'https://pay-easy.sandbox.invalid/pay?receipt='

/** EntryTranCvs or EntryTranPayEasy: registers a trade that the buyer pays with a number (gmo-protocol.md §3.7, §3.8). */
export function entrySlip(kind: SlipKind): Endpoint {
  return (request) => {
    const { fields, ledger } = request
    const shop = shopErrors(request, 'slip')
    const order = checkFields(fields, [slipOrderId])
    const orderId = fields.get('OrderID')
    const taken = shop.length === 0 && order.length === 0 && ledger.byOrder(orderId, kind) !== undefined
    const errors = [...shop, ...order, ...(taken ? ['M01004010'] : []), ...checkFields(fields, slipAmount(kind))]
    if (errors.length > 0) return refuse(...errors)

    const trade = {
      ...blankTrade(kind, orderId, ledger.newAccessKeys(kind, orderId), request.at),
      amountYen: Number(fields.get('Amount')),
      taxYen: Number(fields.get('Tax')),
    }
    ledger.register(trade, causeOf(request))
    return answer([
      ['AccessID', trade.accessId],
      ['AccessPass', trade.accessPass],
    ])
  }
}

/** ExecTranCvs or ExecTranPayEasy: hands out the numbers the buyer pays with. Once only (M01004014). */
export function execSlip(kind: SlipKind): Endpoint {
  return (request) => {
    const { fields, rules } = request
    const found = findSlip(request, kind)
    const errors = [
      ...checkFields(fields, [slipOrderId, ...slipAccess]),
      ...(found === undefined ? ['M01004002'] : []),
      ...checkFields(fields, slipDetails(kind, fields.get('Convenience'))),
    ]
    if (errors.length > 0 || found === undefined) return refuse(...errors)
    if (found.status !== 'UNPROCESSED') return refuse('M01004014')
    if (!rules.licensed.includes(kind)) return refuse('E61030001')
    if (!contractedAt(rules, kind, fields.get('Convenience'))) return refuse('M01053002')
    return answer(slipPairs(request, hand(request, found, kind)))
  }
}

/** CvsCancel or PayEasyCancel: takes an unpaid number back. */
export function cancelSlip(kind: SlipKind): Endpoint {
  return (request) => {
    const { fields, ledger, at } = request
    const found = findSlip(request, kind)
    const errors = [
      ...shopErrors(request, 'slip'),
      ...checkFields(fields, [slipOrderId, ...slipAccess]),
      ...(found === undefined ? ['M01004002'] : []),
    ]
    if (errors.length > 0 || found === undefined) return refuse(...errors)
    if (found.status !== 'REQSUCCESS') return refuse('M01054004')
    ledger.change(found, { ...found, status: 'CANCEL', processedAt: at }, causeOf(request))
    return answer([
      ['OrderID', found.orderId],
      ['Status', 'CANCEL'],
    ])
  }
}

function contractedAt(rules: SandboxRules, kind: SlipKind, store: string): boolean {
  return kind === 'payEasy' || rules.stores === null || rules.stores.includes(store)
}

function findSlip(request: GatewayRequest, kind: SlipKind): Trade | undefined {
  const { fields, ledger } = request
  const orderId = fields.get('OrderID')
  const trade = ledger.ofOrder(orderId).find((one) => one.kind === kind)
  const opened =
    trade !== undefined && trade.accessId === fields.get('AccessID') && trade.accessPass === fields.get('AccessPass')
  return opened ? trade : undefined
}

function hand(request: GatewayRequest, before: Trade, kind: SlipKind): Trade {
  const { fields, ledger, at } = request
  const { orderId } = before
  const numbers = kind === 'payEasy' ? payEasyNumbers(orderId) : convenienceNumbers(fields.get('Convenience'), orderId)
  const after: Trade = {
    ...before,
    ...numbers,
    status: 'REQSUCCESS',
    processedAt: at,
    termAt: termAfter(at, termDaysOf(fields)),
    clientFields: [fields.get('ClientField1'), fields.get('ClientField2'), fields.get('ClientField3')],
  }
  ledger.change(before, after, causeOf(request))
  return after
}

function termDaysOf(fields: Fields): number {
  return fields.get('PaymentTermDay') === '' ? DEFAULT_TERM_DAYS : Number(fields.get('PaymentTermDay'))
}

function slipPairs(request: GatewayRequest, trade: Trade): Pair[] {
  const signed: Pair[] = [
    ['OrderID', trade.orderId],
    ...(trade.kind === 'payEasy' ? bankPairs(trade) : storePairs(trade)),
    ['PaymentTerm', trade.termAt === null ? '' : gatewayDateTime(trade.termAt)],
    ['TranDate', gatewayDateTime(trade.processedAt)],
  ]
  const values = signed.map(([, value]) => value)
  const bankPage: Pair[] = trade.kind === 'payEasy' ? [['PaymentURL', `${BANK_PAGE}${trade.encryptReceiptNo}`]] : []
  return [
    ...signed,
    ['CheckString', checkString(values, request.shop.shopPass)],
    ...bankPage,
    ...clientPairs(request.fields, trade),
  ]
}

function storePairs(trade: Trade): Pair[] {
  return [
    ['Convenience', trade.convenience],
    ['ConfNo', trade.confNo],
    ['ReceiptNo', trade.receiptNo],
  ]
}

function bankPairs(trade: Trade): Pair[] {
  return [
    ['CustID', trade.custId],
    ['BkCode', trade.bkCode],
    ['ConfNo', trade.confNo],
    ['EncryptReceiptNo', trade.encryptReceiptNo],
  ]
}
