import { randomBytes } from 'node:crypto'
import { knowCard } from './test-cards.ts'
import type { KnownCard } from './test-cards.ts'

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
