/**
 * Card numbers must not enter the shop's data (カード情報非保持化, security.md C3). A number is taken for a card's when
 * it has an issuer's prefix and length, passes the Luhn check and is written the way people write card numbers:
 * in one piece, digit by digit, or in groups; with half- or full-width digits; with spaces, hyphens or dots between.
 */

/** Prefix range (compared by as many digits as it is long) and the lengths that occur with it. */
type Issuer = readonly [from: number, to: number, lengths: readonly number[]]

const issuers: readonly Issuer[] = [
  [4, 4, [13, 16, 19]],
  [51, 55, [16]],
  [2221, 2720, [16]],
  [34, 34, [15]],
  [37, 37, [15]],
  [3528, 3589, [16, 17, 18, 19]],
  [1800, 1800, [15]],
  [2131, 2131, [15]],
  [300, 305, [14, 16, 17, 18, 19]],
  [3095, 3095, [14, 16, 17, 18, 19]],
  [36, 36, [14, 16, 17, 18, 19]],
  [38, 39, [14, 16, 17, 18, 19]],
  [6011, 6011, [16, 17, 18, 19]],
  [644, 649, [16, 17, 18, 19]],
  [65, 65, [16, 17, 18, 19]],
  [62, 62, [16, 17, 18, 19]],
]

/** Groups that cards carry in print: a number inside a longer row of digits is only looked for in these. */
const printedGroups = new Set(['4444', '44443', '44442', '44441', '465', '464', '4441', '4442', '4443', '88', '4333'])

const digit = '[0-9\uff10-\uff19]'
const separator =
  '[ \\t\\u00a0\\u2000-\\u200a\\u3000\\-\\u2010-\\u2015\\u2212\\uff0d\\u30fc\\uff70_.\\uff0e\\u30fb/\\uff0f]'
const digitRow = new RegExp(`${digit}+(?:${separator}{1,2}${digit}+)*`, 'g')
const digitGroup = new RegExp(`${digit}+`, 'g')

const SHORTEST = 13
const LONGEST = 19

/** Digits that stand together, and where they end in the text. */
interface Group {
  readonly digits: string
  readonly from: number
  readonly to: number
}

interface Span {
  readonly from: number
  readonly to: number
}

/** True when `text` holds something that must be taken for a card number. */
export function containsCardNumber(text: string): boolean {
  return findCardNumbers(text).length > 0
}

/** `text` with every digit of a card number but its last four as `*`; spaces and hyphens stay. */
export function maskCardNumbers(text: string): string {
  let masked = ''
  let done = 0
  for (const { from, to } of findCardNumbers(text)) {
    masked += text.slice(done, from) + maskDigits(text.slice(from, to))
    done = to
  }
  return masked + text.slice(done)
}

function maskDigits(number: string): string {
  let left = digitsOf(number).length
  return number.replace(new RegExp(digit, 'g'), (one) => (left-- > 4 ? '*' : one))
}

/** Places of card numbers in order, never overlapping. */
function findCardNumbers(text: string): Span[] {
  if (text.length < SHORTEST) return []
  const found: Span[] = []
  for (const row of text.matchAll(digitRow)) {
    if (row[0].length < SHORTEST) continue
    found.push(...findInRow(groupsOf(row[0], row.index)))
  }
  return found
}

function findInRow(groups: readonly Group[]): Span[] {
  const found: Span[] = []
  for (let first = 0; first < groups.length; first += 1) {
    const last = endOfCard(groups, first)
    if (last === null) continue
    found.push({ from: groups[first]?.from ?? 0, to: groups[last]?.to ?? 0 })
    first = last
  }
  return found
}

/** Index of the group that ends a card number starting at group `first`; the longest that fits, or null. */
function endOfCard(groups: readonly Group[], first: number): number | null {
  let digits = ''
  let end: number | null = null
  for (let last = first; last < groups.length; last += 1) {
    digits += groups[last]?.digits ?? ''
    if (digits.length > LONGEST) break
    if (isCardNumber(digits) && isWrittenLikeACard(groups, first, last)) end = last
  }
  return end
}

/**
 * Keeps phone numbers, dates and postal codes that follow one another from adding up to a card: a whole row counts in
 * any grouping but that of a postal code (3-4-…), a part of a row only in one piece, digit by digit, or as printed.
 */
function isWrittenLikeACard(groups: readonly Group[], first: number, last: number): boolean {
  const sizes = groups.slice(first, last + 1).map((group) => group.digits.length)
  if (sizes.length === 1 || sizes.every((size) => size === 1) || printedGroups.has(sizes.join(''))) return true
  const wholeRow = first === 0 && last === groups.length - 1
  return wholeRow && !(sizes[0] === 3 && sizes[1] === 4)
}

function groupsOf(row: string, offset: number): Group[] {
  return [...row.matchAll(digitGroup)].map((group) => ({
    digits: digitsOf(group[0]),
    from: offset + group.index,
    to: offset + group.index + group[0].length,
  }))
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '')
}

function isCardNumber(digits: string): boolean {
  return digits.length >= SHORTEST && hasIssuer(digits) && passesLuhn(digits)
}

function hasIssuer(digits: string): boolean {
  return issuers.some(([from, to, lengths]) => {
    const prefix = Number(digits.slice(0, String(from).length))
    return prefix >= from && prefix <= to && lengths.includes(digits.length)
  })
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const value = Number(digits[digits.length - 1 - index])
    sum += index % 2 === 0 ? value : ((value * 2) % 10) + (value > 4 ? 1 : 0)
  }
  return sum % 10 === 0
}
