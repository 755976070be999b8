import type { KnownCard } from './test-cards.ts'

/** A stored card. Its place in the member's list is its physical number and never changes. */
export interface StoredCard extends KnownCard {
  readonly cardName: string
  readonly holderName: string
  readonly isDefault: boolean
  readonly deleted: boolean
}

/** A buyer the site remembers. A deleted one keeps its id, so that nobody else can take it over. */
export interface Member {
  readonly memberId: string
  readonly name: string
  readonly deleted: boolean
  readonly cards: readonly StoredCard[]
}

/** A stored card with the number a request knows it by. */
export interface NumberedCard {
  readonly seq: number
  readonly card: StoredCard
}

/** Cards a member may have (E01230009 beyond it). */
export const MOST_CARDS = 10

/**
 * The cards under the numbers of `seqMode`: 1 counts every card ever stored (physical), anything else only those that
 * are not deleted (logical), so a logical number moves when an earlier card goes.
 */
export function numberedCards(member: Member, seqMode: string): NumberedCard[] {
  const cards = seqMode === '1' ? member.cards : member.cards.filter((card) => !card.deleted)
  return cards.map((card, seq) => ({ seq, card }))
}

/** The card a request means: by its number, or without one the member's default or else the first. */
export function findCard(member: Member, seqMode: string, cardSeq: string): NumberedCard | undefined {
  const usable = numberedCards(member, seqMode).filter(({ card }) => !card.deleted)
  if (cardSeq !== '') return usable.find(({ seq }) => seq === Number(cardSeq))
  return usable.find(({ card }) => card.isDefault) ?? usable[0]
}

/** `member` with `card` in the physical place `index`; a new default card takes the mark from the others. */
export function withCard(member: Member, index: number, card: StoredCard): Member {
  const others = card.isDefault ? member.cards.map((one) => ({ ...one, isDefault: false })) : member.cards
  return { ...member, cards: [...others.slice(0, index), card, ...others.slice(index + 1)] }
}
