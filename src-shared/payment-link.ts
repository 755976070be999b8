import type { Instant } from './business-day.ts'
import type { Failure } from './failure.ts'
import type { SettlementStatus } from './settlement.ts'

/** No schema in here: the window loads this file, and building one would break its content policy. */

/** What a card payment by a link becomes: 仮売上 or 即時売上. */
export const linkJobs = ['authorised', 'captured'] as const
export type LinkJob = (typeof linkJobs)[number]

/** The gateway takes seven digits (gmo-protocol.md §1.2). */
export const MAX_LINK_YEN = 9_999_999

/**
 * How far a link is. `intended`: written, perhaps sent; `open`: the buyer can pay; `unknown`: nobody knows whether a
 * link exists, so its number stays watched; `paid`: the gateway shows a trade under its number; `ended`: its time is
 * over and nobody paid; `refused` and `notSent`: there never was a link.
 */
export const paymentLinkStates = ['intended', 'open', 'unknown', 'paid', 'ended', 'refused', 'notSent'] as const
export type PaymentLinkState = (typeof paymentLinkStates)[number]

/** What a trade that was paid by a link means for its order. */
export type PaidLinkMeaning =
  /** It is the order's trade. */
  | 'ordersTrade'
  /** The order has another trade as well: the buyer may have paid twice. */
  | 'second'
  /** Its amount or time do not fit the link, so it was not tied to the order. */
  | 'doubtful'
  /** A second or doubtful trade that holds no money any more. */
  | 'settled'

/** One payment link of an order, as the window sees it. */
export interface PaymentLinkView {
  readonly id: number
  readonly gatewayOrderNo: string
  readonly amountYen: number
  readonly job: LinkJob
  readonly threeDSecure: boolean
  readonly state: PaymentLinkState
  /** Opens the payment page to whoever has it; null when it does not exist, is over, or the operator may not have it. */
  readonly url: string | null
  readonly issuedAt: Instant
  /** Last millisecond in which the buyer can pay. */
  readonly expiresAt: Instant
  /** What the gateway showed last under the link's number; null when it knew no such trade. */
  readonly tradeStatus: SettlementStatus | null
  /** When the gateway last answered about it. */
  readonly seenAt: Instant | null
  /** Null until paid. */
  readonly meaning: PaidLinkMeaning | null
  /** The gateway had the number already: perhaps a link of this order that a restored copy does not know. */
  readonly taken: boolean
  /** The gateway's codes of a refusal. */
  readonly codes: string
}

/** Everything 決済リンク shows of an order. */
export interface OrderLinks {
  /** Newest first. */
  readonly links: readonly PaymentLinkView[]
  /** Why no link can be issued now; null when one can. An earlier link that is alive is no reason. */
  readonly refusal: Failure | null
}

/**
 * States in which a link may still be paid, whatever the clock says: who was at the card company's page when its time
 * ended may finish, and only a look after that ends it.
 */
export function mayBePaid({ state }: Pick<PaymentLinkView, 'state'>): boolean {
  return state === 'open' || state === 'unknown' || state === 'intended'
}

/** States in which the buyer may hold a working link, within its time. */
export function isAlive(link: Pick<PaymentLinkView, 'state' | 'expiresAt'>, now: Instant): boolean {
  return mayBePaid(link) && now <= link.expiresAt
}
