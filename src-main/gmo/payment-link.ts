import type { Instant } from '../../src-shared/business-day.ts'
import { valueOf } from './answer.ts'
import type { AnswerFields } from './answer.ts'
import type { FormFields } from './form.ts'
import { otherTrade, unreadable } from './trade.ts'
import type { Reading } from './trade.ts'
import { alterJobs, digitsOf, instantOf, paymentMethods, webAddressOf } from './wire-words.ts'

/** Ways to pay the gateway's own page can offer. */
const payWays = { card: 'credit', convenience: 'cvs', payEasy: 'payeasy' } as const
type PayWay = keyof typeof payWays

/**
 * A page at the gateway on which the buyer pays; cards are typed in there and nowhere else, so nothing here has room
 * for one. Texts may hold any character: this call speaks UTF-8.
 */
export interface PaymentLinkRequest {
  /** The order number the trade will carry; up to 27 letters, digits and hyphens, never used before at this shop. */
  readonly gatewayOrderId: string
  /** Name of the page's settings in the shop's contract. */
  readonly configId: string
  readonly amountYen: number
  readonly taxYen?: number
  readonly ways: readonly [PayWay, ...PayWay[]]
  /** What a card payment becomes, and whether the buyer passes 3-D Secure. A card is charged once, not in parts. */
  readonly card?: { readonly job: 'authorised' | 'captured'; readonly threeDSecure: boolean }
  /** One line above the amount. */
  readonly overview?: string
  readonly customer?: {
    readonly name?: string
    readonly kana?: string
    readonly mail?: string
    readonly phone?: string
  }
  /** Whom the buyer can ask, for slips; hours written `09:00-18:00`. */
  readonly contact?: { readonly name: string; readonly phone: string; readonly hours: string }
  /** When the page stops taking payments; the gateway counts in minutes. Its own rule when absent. */
  readonly expiresAt?: Instant
  /** Where the page leads when the buyer has paid, or gives up. */
  readonly completeUrl?: string
  readonly cancelUrl?: string
  /** A free text that stays with the trade. */
  readonly note?: string
}

/** A link for the buyer. It opens the order's payment page to whoever has it: hand it on, do not log it. */
export interface PaymentLink {
  readonly url: string
  readonly processedAt: Instant
}

/** Fields of GetLinkplusUrlPayment (gmo-protocol.md §3.11). An amount that is not sendable is a thrown bug. */
export function linkFields(request: PaymentLinkRequest): FormFields {
  const { card, customer, contact } = request
  return {
    configid: request.configId,
    'transaction.OrderID': request.gatewayOrderId,
    'transaction.Amount': digitsOf(request.amountYen),
    'transaction.Tax': digitsOf(request.taxYen),
    'transaction.Overview': request.overview,
    'transaction.PayMethods[]': request.ways.map((way) => payWays[way]).join('|'),
    'transaction.PaymentExpireDate': request.expiresAt === undefined ? undefined : minuteOf(request.expiresAt),
    'transaction.CompleteUrl': request.completeUrl,
    'transaction.CancelUrl': request.cancelUrl,
    'transaction.ClientField1': request.note,
    ...(card === undefined ? {} : cardFields(card)),
    'customer.MailAddress': customer?.mail,
    'customer.CustomerName': customer?.name,
    'customer.CustomerKana': customer?.kana,
    'customer.TelNo': customer?.phone,
    'cvs.ReceiptsDisp11': contact?.name,
    'cvs.ReceiptsDisp12': contact?.phone,
    'cvs.ReceiptsDisp13': contact?.hours,
  }
}

/** `yyyyMMddHHmm` in Japan. */
function minuteOf(at: Instant): string {
  return new Date(at + 9 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 12)
}

function cardFields({ job, threeDSecure }: NonNullable<PaymentLinkRequest['card']>): FormFields {
  return {
    'credit.JobCd': alterJobs[job],
    'credit.Method': paymentMethods.once,
    'credit.TdFlag': threeDSecure ? '2' : '0',
  }
}

/** The link in an answer. One that is no web address, or about another order, proves nothing. */
export function readLink(fields: AnswerFields, gatewayOrderId: string): Reading<PaymentLink> {
  const orderId = valueOf(fields, 'OrderID') ?? ''
  if (orderId !== gatewayOrderId) return orderId === '' ? unreadable : otherTrade
  const url = webAddressOf(valueOf(fields, 'LinkUrl') ?? '')
  const processedAt = instantOf(valueOf(fields, 'ProcessDate') ?? '')
  return url === null || processedAt === null ? unreadable : { ok: true, value: { url, processedAt } }
}
