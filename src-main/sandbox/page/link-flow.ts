import { Fields } from '../fields.ts'
import type { Gateway } from '../gateway.ts'
import type { Answer } from '../gateway-request.ts'
import { entryFieldsOf } from '../link-issue.ts'
import type { PaymentLink } from '../payment-link.ts'
import type { TypedCard } from './card-input.ts'

/** Where the buyer goes after an attempt: an address of this or another page. */
type NextAddress = string

const NOBODY = { given: '', family: '' }

/**
 * Asks the card company for `card`: registers the trade of the link with the first attempt, then executes it, as a
 * shop's own server would. Leads to the complete page, back to the form with the reason, or on to the issuer.
 */
export function payByCard(gateway: Gateway, link: PaymentLink, card: TypedCard): NextAddress {
  const attempt = { ...link, attempts: link.attempts + 1, holder: card.holder, refusedWith: [] }
  const entered = link.access === null ? enter(gateway, attempt) : attempt
  if (Array.isArray(entered)) return refused(gateway, attempt, entered)
  const answer = ask(gateway, 'ExecTran.idPass', [
    ...accessFields(entered),
    ['OrderID', entered.orderId],
    ['Method', entered.method],
    ['PayTimes', entered.payTimes],
    ['CardNo', card.cardNo],
    ['Expire', card.expire],
    ['SecurityCode', card.code],
    ...entered.clientFields.map((value, index): [string, string] => [`ClientField${index + 1}`, value]),
    ['RetUrl', `${gateway.baseUrl}/link/${entered.token}/return`],
  ])
  return afterAnswer(gateway, entered, answer)
}

/** Goes on after the issuer's page: charges the card, or leads back to the form with the reason. */
export function payAfterIssuer(gateway: Gateway, link: PaymentLink): NextAddress {
  if (link.access === null || link.state !== 'open') return `/link/${link.token}`
  return afterAnswer(gateway, link, ask(gateway, 'SecureTran2.idPass', accessFields(link)))
}

/** Takes an open link out of use. False when it was not open. */
export function cancelLink(gateway: Gateway, link: PaymentLink): boolean {
  if (link.state !== 'open') return false
  keep(gateway, { ...link, state: 'cancelled', holder: NOBODY })
  return true
}

function enter(gateway: Gateway, link: PaymentLink): PaymentLink | string[] {
  const { shopId, shopPass } = gateway.shop
  const answer = ask(gateway, 'EntryTran.idPass', [['ShopID', shopId], ['ShopPass', shopPass], ...entryFieldsOf(link)])
  if (!answer.ok) return [...answer.errInfos]
  const values = new Map(answer.pairs)
  const access = { accessId: values.get('AccessID') ?? '', accessPass: values.get('AccessPass') ?? '' }
  const entered = { ...link, access }
  keep(gateway, entered)
  return entered
}

function afterAnswer(gateway: Gateway, link: PaymentLink, answer: Answer): NextAddress {
  if (!answer.ok) return refused(gateway, link, answer.errInfos)
  const issuer = answer.pairs.find(([name]) => name === 'RedirectUrl')?.[1]
  keep(gateway, issuer === undefined ? { ...link, state: 'paid', holder: NOBODY } : link)
  return issuer ?? `/link/${link.token}/done`
}

function refused(gateway: Gateway, link: PaymentLink, errInfos: readonly string[]): NextAddress {
  keep(gateway, { ...link, refusedWith: errInfos })
  return `/link/${link.token}`
}

function accessFields({ access }: PaymentLink): [string, string][] {
  return [
    ['AccessID', access?.accessId ?? ''],
    ['AccessPass', access?.accessPass ?? ''],
  ]
}

/** The buyer's requests go the same way as a shop's, and into the record under the same names. */
function ask(gateway: Gateway, endpoint: string, pairs: readonly (readonly [string, string])[]): Answer {
  const requestId = gateway.nextRequestId()
  const fields = new Fields(pairs)
  const at = gateway.clock.now()
  const answer = gateway.process(endpoint, fields, 'buyer', requestId)
  const outcome = answer.ok ? 'ok' : answer.errInfos.join('|')
  gateway.record({ requestId, at, endpoint, jobCd: '', orderId: gateway.orderOf(fields), outcome })
  return answer
}

function keep(gateway: Gateway, link: PaymentLink): void {
  gateway.ledger.transact(() => {
    gateway.ledger.links.put(link.token, link)
  })
}
