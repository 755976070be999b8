/** A card brand of the guide, by its word. */
export interface CardBrand {
  readonly name: string
  readonly prefix: RegExp
  readonly lengths: readonly number[]
  readonly codeDigits: 3 | 4
}

/** The five brands of the guide, in its order. Prefixes and lengths as the brands publish them. */
export const cardBrands: readonly CardBrand[] = [
  { name: 'VISA', prefix: /^4/, lengths: [16], codeDigits: 3 },
  { name: 'Master', prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16], codeDigits: 3 },
  { name: 'JCB', prefix: /^35(?:2[89]|[3-8])/, lengths: [16], codeDigits: 3 },
  { name: 'AMEX', prefix: /^3[47]/, lengths: [15], codeDigits: 4 },
  { name: 'Diners', prefix: /^3(?:0[0-5]|095|[689])/, lengths: [14, 16], codeDigits: 3 },
]

/** The brand a number belongs to, judged by its first digits. */
export function brandOf(cardNo: string): CardBrand | undefined {
  return cardBrands.find((brand) => brand.prefix.test(cardNo))
}
