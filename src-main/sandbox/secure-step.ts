import type { KnownCard } from './test-cards.ts'

/** One authentication of a card holder by the issuer (3-D Secure 2), between ExecTran and SecureTran2. */
export interface SecureStep {
  /** Opens the issuer's page. */
  readonly token: string
  /** Names the authentication in the address; opens nothing. */
  readonly transId: string
  readonly orderId: string
  readonly accessId: string
  readonly amountYen: number
  readonly card: KnownCard
  readonly memberId: string
  /** What ExecTran was asked for beside the card: Method, PayTimes and the shop's own fields. */
  readonly payment: Readonly<Record<string, string>>
  /** Where the browser goes on afterwards. */
  readonly returnUrl: string
  readonly state: 'waiting' | 'passed' | 'failed' | 'cancelled'
  readonly wrongCodes: number
}

/** Wrong one-time codes after which the issuer gives up. */
export const MOST_WRONG_CODES = 3
