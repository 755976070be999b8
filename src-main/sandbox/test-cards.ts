/** What a card is to the sandbox once its number is forgotten. */
export interface KnownCard {
  /** Stars and the last four digits. */
  readonly maskedCardNo: string
  /** YYMM. */
  readonly expire: string
  /** ErrInfo the card company answers with; null when it agrees. */
  readonly declinedWith: string | null
  /** ErrInfo of every later authorisation (re-authorisation, change of the amount); empty when it agrees. */
  readonly renewalDeclinedWith: string
  /** True when the issuer asks the holder for a one-time code before it vouches for him (3-D Secure 2). */
  readonly challenged: boolean
}

type Answers = Partial<Pick<KnownCard, 'declinedWith' | 'renewalDeclinedWith' | 'challenged'>>

const lastSix = (cardNo: string) => cardNo.slice(-6)

/**
 * Cards with a meaning of their own (gmo-protocol.md §6). With the three patterns a number chooses the answer itself:
 * its last six digits follow 42G (declined), 42C (card network down), or 42G from the second authorisation on.
 */
const cardAnswers: readonly (readonly [RegExp, (cardNo: string) => Answers])[] = [
  [/^4999000000000002$/, () => ({ declinedWith: '42G020000' })],
  [/^4999000000000005$/, () => ({ declinedWith: '42G050000' })],
  [/^4998000000\d{6}$/, (cardNo) => ({ declinedWith: `42G${lastSix(cardNo)}` })],
  [/^4997000000\d{6}$/, (cardNo) => ({ declinedWith: `42C${lastSix(cardNo)}` })],
  [/^4996000000\d{6}$/, (cardNo) => ({ renewalDeclinedWith: `42G${lastSix(cardNo)}` })],
  [/^4100000000005000$/, () => ({ challenged: true })],
]
const WRONG_NUMBER = '42G650000'

/** Reduces a card number (10 to 16 digits) to what may be kept. A number with a wrong check digit is declined. */
export function knowCard(cardNo: string, expire: string): KnownCard {
  const found = cardAnswers.find(([pattern]) => pattern.test(cardNo))
  const answers = found?.[1](cardNo) ?? { declinedWith: checkDigitHolds(cardNo) ? null : WRONG_NUMBER }
  const maskedCardNo = `${'*'.repeat(cardNo.length - 4)}${cardNo.slice(-4)}`
  return { maskedCardNo, expire, declinedWith: null, renewalDeclinedWith: '', challenged: false, ...answers }
}

/** The Luhn sum over all digits, every second one from the right doubled. */
export function checkDigitHolds(cardNo: string): boolean {
  const digits = Array.from(cardNo).reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : doubled(digit)), 0)
  return sum % 10 === 0
}

function doubled(digit: number): number {
  return digit < 5 ? digit * 2 : digit * 2 - 9
}
