import * as check from './card-fields.ts'
import { hasInstalments, paymentErrors } from './card-register.ts'
import { checkFields } from './field-check.ts'
import { Fields } from './fields.ts'
import { CARD_FORWARD, checkString } from './gateway-ids.ts'
import { gatewayDateTime } from './gateway-date.ts'
import { answer, causeOf, refuse } from './gateway-request.ts'
import type { Answer, GatewayRequest, Pair } from './gateway-request.ts'
import { memberCardErrors, storedCard } from './member-cards.ts'
import { passesIssuer, startSecureStep } from './secure-authentication.ts'
import { knowCard } from './test-cards.ts'
import type { KnownCard } from './test-cards.ts'
import type { CardStatus, NewTrade, Trade } from './trade.ts'

const paymentFields = ['Method', 'PayTimes', 'ClientField1', 'ClientField2', 'ClientField3', 'ClientFieldFlag']

/**
 * ExecTran: pays with a card number, a token or a stored card (gmo-protocol.md §3.2). A declined card leaves the trade as
 * it was. A trade that asks for 3-D Secure 2 is answered with ACS=2 and the issuer's address instead (§3.9).
 */
export function execTran(request: GatewayRequest): Answer {
  const { fields, rules } = request
  const trade = cardTrade(request)
  const found = trade?.orderId === fields.get('OrderID') ? trade : undefined
  const errors = [
    ...checkFields(fields, [check.orderId, check.accessId, check.accessPass]),
    ...(found === undefined ? ['E01110002'] : []),
    ...cardErrors(request),
  ]
  if (errors.length > 0 || found === undefined) return refuse(...errors)

  const late = [...paymentErrors(fields, found.jobCd !== 'CHECK'), ...checkFields(fields, check.execExtras)]
  if (late.length > 0) return refuse(...late)
  if (!isUnpaid(found)) return refuse('E11010001')
  if (!rules.licensed.includes('card')) return refuse('E61030001')
  const card = cardOf(request)
  if (card === undefined) return refuse('EX1000301')
  return execute(request, found, card)
}

function execute(request: GatewayRequest, trade: Trade, card: KnownCard): Answer {
  const { fields } = request
  const memberId = paysAs(fields) === 'member' ? fields.get('MemberID') : ''
  const payment = Object.fromEntries(paymentFields.map((name) => [name, fields.get(name)]))
  if (trade.tdFlag !== '2') return charge(request, trade, card, payment, memberId)
  const step = startSecureStep(request, trade, card, payment, memberId)
  return typeof step === 'string' ? refuse(step) : answer(step)
}

/** SecureTran2: charges the card after the issuer has vouched for its holder (§3.9). */
export function secureTran2(request: GatewayRequest): Answer {
  const { fields } = request
  const found = cardTrade(request)
  const errors = [
    ...checkFields(fields, [check.accessId, check.accessPass]),
    ...(found === undefined ? ['E01110002'] : []),
  ]
  if (errors.length > 0 || found === undefined) return refuse(...errors)
  if (!isUnpaid(found)) return refuse('E11010001')
  const step = passesIssuer(request, found)
  if (typeof step === 'string') return refuse(step)
  const charged = charge(request, found, step.card, step.payment, step.memberId)
  return charged.ok ? answer(charged.pairs.filter(([name]) => name !== 'ACS')) : charged
}

function cardTrade({ fields, ledger }: GatewayRequest): Trade | undefined {
  const trade = ledger.byAccess(fields.get('AccessID'), fields.get('AccessPass'))
  return trade?.kind === 'card' ? trade : undefined
}

function isUnpaid(trade: Trade): boolean {
  return trade.status === 'UNPROCESSED' || trade.status === 'AUTHENTICATED'
}

/** Which of its three ways a request names its card. */
function paysAs(fields: Fields): 'token' | 'member' | 'number' {
  if (fields.get('Token') !== '') return 'token'
  return fields.get('MemberID') !== '' && fields.get('CardNo') === '' ? 'member' : 'number'
}

function cardErrors(request: GatewayRequest): string[] {
  const { fields, rules } = request
  const way = paysAs(fields)
  if (way === 'token') return []
  if (way === 'member') return memberCardErrors(request)
  const errors = checkFields(fields, [check.cardNo, check.expire])
  return errors.length === 0 && !rules.takesCardNumbers ? ['E61040001'] : errors
}

function cardOf(request: GatewayRequest): KnownCard | undefined {
  const { fields, tokens } = request
  const way = paysAs(fields)
  if (way === 'token') return tokens.redeem(fields.get('Token'))
  return way === 'member' ? storedCard(request) : knowCard(fields.get('CardNo'), fields.get('Expire'))
}

function charge(
  request: GatewayRequest,
  before: Trade,
  card: KnownCard,
  payment: Readonly<Record<string, string>>,
  memberId: string,
): Answer {
  if (card.declinedWith !== null) return refuse(card.declinedWith)
  const fields = new Fields(Object.entries(payment))
  return answer(execPairs(request, fields, pay(request, before, card, fields, memberId)))
}

function pay(request: GatewayRequest, before: Trade, card: KnownCard, payment: Fields, memberId: string): Trade {
  const { ledger, at } = request
  const method = before.jobCd === 'CHECK' ? '' : payment.get('Method')
  const after: Trade = {
    ...before,
    // EntryTran lets only the four classes through that are statuses as well.
    status: before.jobCd as CardStatus,
    maskedCardNo: card.maskedCardNo,
    cardExpire: card.expire,
    renewalDeclinedWith: card.renewalDeclinedWith,
    memberId,
    method,
    payTimes: hasInstalments(method) ? payment.get('PayTimes') : '',
    forward: CARD_FORWARD,
    clientFields: [payment.get('ClientField1'), payment.get('ClientField2'), payment.get('ClientField3')],
    processedAt: at,
    authorisedAt: at,
    ...ledger.newProcessingIds(at),
  }
  ledger.change(before, after, causeOf(request, after.jobCd))
  return after
}

function execPairs(request: GatewayRequest, payment: Fields, trade: Trade): Pair[] {
  const signed: Pair[] = [
    ['OrderID', trade.orderId],
    ['Forward', trade.forward],
    ['Method', trade.method],
    ['PayTimes', trade.payTimes],
    ['Approve', trade.approve],
    ['TranID', trade.tranId],
    ['TranDate', gatewayDateTime(trade.processedAt)],
  ]
  const signature = checkString(
    signed.map(([, value]) => value),
    request.shop.shopPass,
  )
  return [['ACS', '0'], ...signed, ['CheckString', signature], ...clientPairs(payment, trade)]
}

/** The shop's own fields, only for those who ask for them with ClientFieldFlag=1. */
export function clientPairs(fields: Fields, trade: NewTrade): Pair[] {
  if (fields.get('ClientFieldFlag') !== '1') return []
  return trade.clientFields.map((value, index) => [`ClientField${index + 1}`, value] as const)
}
