import { randomBytes } from 'node:crypto'
import { addDays, dayOf, endOfDay } from '../../src-shared/business-day.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import * as check from './card-fields.ts'
import { amountErrors, entryTran, hasInstalments } from './card-register.ts'
import { checkFields } from './field-check.ts'
import { Fields } from './fields.ts'
import { gatewayDateTime, readGatewayDateTime } from './gateway-date.ts'
import { answer, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import type { PaymentLink } from './payment-link.ts'

/** Attempts of the buyer when the shop names no number. */
const DEFAULT_ATTEMPTS = 10
/** What a shop that names no class gets: 仮売上, which charges nobody yet. */
const DEFAULT_JOB_CD = 'AUTH'
const otherJobCds: ReadonlySet<string> = new Set(['SALES', 'VOID', 'RETURN', 'RETURNX', 'CANCEL', 'FORCERETURN'])

/**
 * GetLinkplusUrlPayment: an address of the hosted card page for one order (gmo-protocol.md §3.11). Whether the trade
 * exists from now on or from the buyer's first attempt is a switch.
 */
export function issueLink(request: GatewayRequest): Answer {
  const { fields, ledger, rules } = request
  const shop = shopErrors(request, 'card')
  const errors = [...shop, ...linkErrors(request, shop.length === 0)]
  if (errors.length > 0) return refuse(...errors)
  if (!rules.licensed.includes('card') || !sellsCards(fields)) return refuse('E61030001')
  const link = newLink(request)
  const access = rules.linkRegistersTrade ? registered(request, link) : null
  if (typeof access === 'string') return refuse(access)
  ledger.links.put(link.token, { ...link, access })
  return answer([
    ['OrderID', link.orderId],
    ['LinkUrl', `${request.baseUrl}/link/${link.token}`],
    ['ProcessDate', gatewayDateTime(link.issuedAt)],
  ])
}

/** The fields of EntryTran that register the trade of a link. */
export function entryFieldsOf(link: PaymentLink): [string, string][] {
  return [
    ['OrderID', link.orderId],
    ['JobCd', link.jobCd],
    ['Amount', link.jobCd === 'CHECK' ? '' : String(link.amountYen)],
    ['Tax', link.jobCd === 'CHECK' ? '' : String(link.taxYen)],
    ['TdFlag', link.tdFlag],
    ['ItemCode', link.itemCode],
  ]
}

function linkErrors(request: GatewayRequest, shopKnown: boolean): string[] {
  const { fields, ledger } = request
  const orderErrors = checkFields(fields, [check.orderId])
  const taken = shopKnown && orderErrors.length === 0 && ledger.byOrder(fields.get('OrderID'), 'card') !== undefined
  const jobCd = fields.get('JobCd')
  return [
    ...orderErrors,
    ...(taken ? ['E01040010'] : []),
    ...(jobCd === '' ? [] : checkFields(fields, [check.jobCd])),
    ...(otherJobCds.has(jobCd) ? ['E01050004'] : []),
    ...(jobCd === 'CHECK' ? [] : amountErrors(fields)),
    ...checkFields(fields, [check.tdFlag, check.itemCode]),
    ...(fields.get('Method') === '' ? [] : checkFields(fields, [check.method])),
    ...(hasInstalments(fields.get('Method')) ? checkFields(fields, [check.payTimes]) : []),
    ...['RetUrl', 'CompleteUrl', 'CancelUrl'].flatMap((name) => (isWebAddress(fields.get(name)) ? [] : ['E01530005'])),
    ...(/^\d{0,3}$/.test(fields.get('ExpireDays')) ? [] : ['M01215006']),
  ]
}

function isWebAddress(text: string): boolean {
  return text === '' || (text.length <= 2048 && /^https?:\/\//.test(text) && URL.canParse(text))
}

/** The hosted page of the sandbox sells cards only; a link that leaves them out would lead to an empty page. */
function sellsCards(fields: Fields): boolean {
  const methods = fields.get('PayMethods')
  return methods === '' || methods.split('|').includes('credit')
}

function newLink(request: GatewayRequest): PaymentLink {
  const { fields, rules, at } = request
  const askedAttempts = Number(fields.get('RetryMax'))
  const required = fields.get('SecCodeRequiredFlag') === '1'
  const threeD = rules.threeDSecure === 'required' ? '2' : fields.get('TdFlag')
  return {
    token: randomBytes(24).toString('hex'),
    orderId: fields.get('OrderID'),
    amountYen: Number(fields.get('Amount')),
    taxYen: Number(fields.get('Tax')),
    jobCd: fields.get('JobCd') || DEFAULT_JOB_CD,
    method: fields.get('Method') || '1',
    payTimes: fields.get('PayTimes'),
    tdFlag: rules.threeDSecure === 'none' ? '' : threeD,
    itemCode: fields.get('ItemCode'),
    clientFields: [fields.get('ClientField1'), fields.get('ClientField2'), fields.get('ClientField3')],
    shopName: fields.get('ShopName'),
    overview: fields.get('Overview'),
    completeUrl: fields.get('CompleteUrl') || fields.get('RetUrl'),
    cancelUrl: fields.get('CancelUrl') || fields.get('RetUrl'),
    securityCode: required ? 'required' : rules.hostedSecurityCode,
    issuedAt: at,
    expiresAt: expiryOf(fields, at, rules.linkDays),
    state: 'open',
    attempts: 0,
    mostAttempts: askedAttempts >= 1 ? askedAttempts : DEFAULT_ATTEMPTS,
    refusedWith: [],
    holder: { given: '', family: '' },
    access: null,
  }
}

/** PaymentExpireDate (yyyyMMddHHmm) when it can be read, else the end of the day ExpireDays from today. */
function expiryOf(fields: Fields, at: Instant, defaultDays: number): Instant {
  const named = readGatewayDateTime(fields.get('PaymentExpireDate'))
  if (named !== null) return named
  return endOfDay(addDays(dayOf(at), Number(fields.get('ExpireDays')) || defaultDays))
}

function registered(request: GatewayRequest, link: PaymentLink): PaymentLink['access'] | string {
  const { shop, ledger } = request
  const shopFields: [string, string][] = [
    ['ShopID', shop.shopId],
    ['ShopPass', shop.shopPass],
  ]
  const entered = entryTran({ ...request, fields: new Fields([...shopFields, ...entryFieldsOf(link)]) })
  if (!entered.ok) return entered.errInfos.join('|')
  const trade = ledger.byOrder(link.orderId, 'card')
  return trade === undefined ? null : { accessId: trade.accessId, accessPass: trade.accessPass }
}
