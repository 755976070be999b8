import * as check from './card-fields.ts'
import { checkFields } from './field-check.ts'
import type { Fields } from './fields.ts'
import { CARD_FORWARD, checkString } from './gateway-ids.ts'
import { gatewayDateTime } from './gateway-date.ts'
import { answer, causeOf, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest, Pair } from './gateway-request.ts'
import { knowCard } from './token-box.ts'
import type { KnownCard } from './token-box.ts'
import { blankTrade, DEFAULT_ITEM_CODE } from './trade.ts'
import type { CardStatus, NewTrade, Trade } from './trade.ts'

const otherJobCds: ReadonlySet<string> = new Set(['SALES', 'VOID', 'RETURN', 'RETURNX', 'CANCEL', 'FORCERETURN'])

/** EntryTran: registers a card trade (gmo-protocol.md §3.1). All mistakes come back together. */
export function entryTran(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const shop = shopErrors(request, 'card')
  const errors = [...shop, ...entryErrors(request, shop.length === 0)]
  if (errors.length > 0) return refuse(...errors)

  const orderId = fields.get('OrderID')
  const keys = ledger.newAccessKeys('card', orderId)
  const isCheck = fields.get('JobCd') === 'CHECK'
  const trade: NewTrade = {
    ...blankTrade('card', orderId, keys, request.at),
    jobCd: fields.get('JobCd'),
    amountYen: isCheck ? 0 : Number(fields.get('Amount')),
    taxYen: isCheck ? 0 : Number(fields.get('Tax')),
    itemCode: fields.get('ItemCode') || DEFAULT_ITEM_CODE,
  }
  ledger.register(trade, causeOf(request, trade.jobCd))
  return answer([
    ['AccessID', trade.accessId],
    ['AccessPass', trade.accessPass],
  ])
}

function entryErrors(request: GatewayRequest, shopKnown: boolean): string[] {
  const { fields, ledger } = request
  const orderErrors = checkFields(fields, [check.orderId])
  // An order number can only be taken in a shop that is known.
  const taken = shopKnown && orderErrors.length === 0 && ledger.byOrder(fields.get('OrderID'), 'card') !== undefined
  const jobCd = fields.get('JobCd')
  return [
    ...orderErrors,
    ...(taken ? ['E01040010'] : []),
    ...checkFields(fields, [check.jobCd]),
    ...(otherJobCds.has(jobCd) ? ['E01050004'] : []),
    ...(jobCd === 'CHECK' ? [] : amountErrors(fields)),
    ...checkFields(fields, [check.tdFlag, check.itemCode]),
  ]
}

/** Amount and Tax, and their sum once both can be read. */
export function amountErrors(fields: Fields): string[] {
  const errors = checkFields(fields, [check.amount, check.tax])
  if (errors.length > 0) return errors
  return Number(fields.get('Amount')) + Number(fields.get('Tax')) > check.MOST_CARD_YEN ? ['E01490005'] : []
}

/** ExecTran: pays with a card number or a token (gmo-protocol.md §3.2). A declined card leaves the trade as it was. */
export function execTran(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const trade = ledger.byAccess(fields.get('AccessID'), fields.get('AccessPass'))
  const found = trade?.kind === 'card' && trade.orderId === fields.get('OrderID') ? trade : undefined
  const errors = [
    ...checkFields(fields, [check.orderId, check.accessId, check.accessPass]),
    ...(found === undefined ? ['E01110002'] : []),
    ...(fields.get('Token') === '' ? checkFields(fields, [check.cardNo, check.expire]) : []),
  ]
  if (errors.length > 0 || found === undefined) return refuse(...errors)

  const late = [...paymentErrors(fields, found.jobCd !== 'CHECK'), ...checkFields(fields, check.execExtras)]
  if (late.length > 0) return refuse(...late)
  if (found.status !== 'UNPROCESSED') return refuse('E11010001')
  const card = cardOf(request)
  if (card === undefined) return refuse('EX1000301')
  if (card.declinedWith !== null) return refuse(card.declinedWith)
  return answer(execPairs(request, pay(request, found, card)))
}

function cardOf(request: GatewayRequest): KnownCard | undefined {
  const { fields, tokens } = request
  const token = fields.get('Token')
  return token === '' ? knowCard(fields.get('CardNo'), fields.get('Expire')) : tokens.redeem(token)
}

/** Method, and PayTimes where the method has instalments. A validity check has neither. */
export function paymentErrors(fields: Fields, needed: boolean): string[] {
  if (!needed) return []
  return checkFields(fields, hasInstalments(fields.get('Method')) ? [check.method, check.payTimes] : [check.method])
}

/** Methods 2 and 4 are instalments. Of the others the number of payments is dropped (recorded). */
export function hasInstalments(method: string): boolean {
  return method === '2' || method === '4'
}

function pay(request: GatewayRequest, before: Trade, card: KnownCard): Trade {
  const { fields, ledger, at } = request
  const method = before.jobCd === 'CHECK' ? '' : fields.get('Method')
  const after: Trade = {
    ...before,
    // EntryTran lets only the four classes through that are statuses as well.
    status: before.jobCd as CardStatus,
    maskedCardNo: card.maskedCardNo,
    cardExpire: card.expire,
    method,
    payTimes: hasInstalments(method) ? fields.get('PayTimes') : '',
    forward: CARD_FORWARD,
    clientFields: [fields.get('ClientField1'), fields.get('ClientField2'), fields.get('ClientField3')],
    processedAt: at,
    authorisedAt: at,
    ...ledger.newProcessingIds(at),
  }
  ledger.change(before, after, causeOf(request, after.jobCd))
  return after
}

function execPairs(request: GatewayRequest, trade: Trade): Pair[] {
  const { fields, shop } = request
  const signed: Pair[] = [
    ['OrderID', trade.orderId],
    ['Forward', trade.forward],
    ['Method', trade.method],
    ['PayTimes', trade.payTimes],
    ['Approve', trade.approve],
    ['TranID', trade.tranId],
    ['TranDate', gatewayDateTime(trade.processedAt)],
  ]
  const values = signed.map(([, value]) => value)
  return [['ACS', '0'], ...signed, ['CheckString', checkString(values, shop.shopPass)], ...clientPairs(fields, trade)]
}

/** The shop's own fields, only for those who ask for them with ClientFieldFlag=1. */
export function clientPairs(fields: Fields, trade: NewTrade): Pair[] {
  if (fields.get('ClientFieldFlag') !== '1') return []
  return trade.clientFields.map((value, index) => [`ClientField${index + 1}`, value] as const)
}
