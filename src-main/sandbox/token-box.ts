import { randomBytes } from 'node:crypto'

/** What a card is to the sandbox once its number is forgotten. */
export interface KnownCard {
  readonly maskedCardNo: string
  /** YYMM. */
  readonly expire: string
  /** ErrInfo the card company answers with; null when it agrees. */
  readonly declinedWith: string | null
}

/**
 * Cards with a meaning of their own (gmo-protocol.md §6). The last two rows let a number choose the card company's
 * answer: its last six digits follow 42G (declined) or 42C (card network down).
 */
const cardAnswers: readonly (readonly [RegExp, (cardNo: string) => string])[] = [
  [/^4999000000000002$/, () => '42G020000'],
  [/^4999000000000005$/, () => '42G050000'],
  [/^4998000000\d{6}$/, (cardNo) => `42G${cardNo.slice(-6)}`],
  [/^4997000000\d{6}$/, (cardNo) => `42C${cardNo.slice(-6)}`],
]
const WRONG_NUMBER = '42G650000'

/** Reduces a card number (10 to 16 digits) to what may be kept. A number with a wrong check digit is declined. */
export function knowCard(cardNo: string, expire: string): KnownCard {
  const found = cardAnswers.find(([pattern]) => pattern.test(cardNo))
  const declinedWith = found?.[1](cardNo) ?? (checkDigitHolds(cardNo) ? null : WRONG_NUMBER)
  return { maskedCardNo: `${'*'.repeat(cardNo.length - 4)}${cardNo.slice(-4)}`, expire, declinedWith }
}

/** The Luhn sum over all digits, every second one from the right doubled. */
function checkDigitHolds(cardNo: string): boolean {
  const digits = Array.from(cardNo).reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : doubled(digit)), 0)
  return sum % 10 === 0
}

function doubled(digit: number): number {
  return digit < 5 ? digit * 2 : digit * 2 - 9
}

/** Single-use tokens that stand for a card, as the gateway's script in a shop's page makes them. Kept in memory only. */
export class TokenBox {
  readonly #cards = new Map<string, KnownCard>()

  issue(cardNo: string, expire: string): string {
    const token = randomBytes(32).toString('hex')
    this.#cards.set(token, knowCard(cardNo, expire))
    return token
  }

  /** The card behind `token`, once; undefined for an unknown or used token. */
  redeem(token: string): KnownCard | undefined {
    const card = this.#cards.get(token)
    this.#cards.delete(token)
    return card
  }
}
