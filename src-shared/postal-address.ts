/** What a postal code tells of an address; `town` is empty where a code stands for a whole city. */
export interface PostalAddress {
  readonly prefecture: string
  readonly city: string
  readonly town: string
}

/** The seven digits of a postal code as typed (〒, hyphens and widths do not matter); null when there are not seven. */
export function postalDigits(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[〒\s\u002d\u2010-\u2015\u2212\u30fc]/g, '')
  return /^\d{7}$/.test(digits) ? digits : null
}
