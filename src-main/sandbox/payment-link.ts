import type { Instant } from '../../src-shared/business-day.ts'
import type { AccessKeys } from './trade.ts'

/** One address of the hosted card page and everything the page has to know. Never holds anything of a card. */
export interface PaymentLink {
  readonly token: string
  readonly orderId: string
  readonly amountYen: number
  readonly taxYen: number
  /** CHECK, AUTH, SAUTH or CAPTURE. */
  readonly jobCd: string
  readonly method: string
  readonly payTimes: string
  readonly tdFlag: string
  readonly itemCode: string
  readonly clientFields: readonly [string, string, string]
  readonly shopName: string
  readonly overview: string
  /** Where the buyer goes on after paying; empty when the shop named no address. */
  readonly completeUrl: string
  /** Where the buyer goes when he gives up; empty when the shop named no address. */
  readonly cancelUrl: string
  readonly securityCode: 'none' | 'optional' | 'required'
  readonly issuedAt: Instant
  /** Last millisecond in which the page takes a card. */
  readonly expiresAt: Instant
  readonly state: 'open' | 'paid' | 'cancelled'
  readonly attempts: number
  readonly mostAttempts: number
  /** ErrInfo of the last refused attempt, until the next one. */
  readonly refusedWith: readonly string[]
  /** The holder's name as entered last, so that a refused buyer need not type it again. Forgotten once he has paid. */
  readonly holder: HolderName
  /** Keys of the trade, once it is registered. */
  readonly access: AccessKeys | null
}

export interface HolderName {
  readonly given: string
  readonly family: string
}

/** Why a page does not take a card any more, or `open`. */
export type LinkStanding = 'open' | 'paid' | 'cancelled' | 'expired' | 'exhausted'

/** How a link stands at the instant `at`. */
export function standingOf(link: PaymentLink, at: Instant): LinkStanding {
  if (link.state !== 'open') return link.state
  if (at > link.expiresAt) return 'expired'
  return link.attempts >= link.mostAttempts ? 'exhausted' : 'open'
}
