import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import type { OrderConditions, OrderSort } from '../../../src-shared/order-search.ts'
import { orderStatuses } from '../../../src-shared/order.ts'

/** An order as a test knows it after it was stored. */
export interface Kept extends ImportedOrder {
  readonly id: number
  readonly trade: string | null
  readonly isDeleted?: boolean
}

const kanji: Readonly<Record<string, string>> = {
  髙: '高',
  邉: '辺',
  邊: '辺',
  﨑: '崎',
  '𠮷': '吉',
  齋: '斎',
  斉: '斎',
  濵: '浜',
  眞: '真',
}

/** The same texts are compared over and over. */
function remembered(as: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text) ?? as(text)
    known.set(text, found)
    return found
  }
}

/** An independent, slow notion of "the same letters", for the letters that occur in these tests. */
const plain = remembered((text) => {
  const letters: string[] = []
  for (const letter of text.normalize('NFKC').toLowerCase()) {
    if (' -‐‑–—―−\n\r\t'.includes(letter)) continue
    // A long-vowel mark that follows no katakana is someone's hyphen.
    if (letter === 'ー' && !/[ァ-ヺー]/u.test(letters.at(-1) ?? '')) continue
    const code = letter.codePointAt(0) ?? 0
    letters.push(code >= 0x3041 && code <= 0x3096 ? String.fromCodePoint(code + 96) : (kanji[letter] ?? letter))
  }
  return letters.join('')
})

const lower = remembered((text) => text.normalize('NFKC').toLowerCase().split(/\s/u).join(''))
const dialled = remembered((text) =>
  Array.from(lower(text))
    .filter((letter) => !'()-‐‑–—―−ー+./'.includes(letter))
    .join(''),
)
const japanDay = (at: number) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 10)
const digits = (text: string) => (/^[0-9]+$/.test(text.normalize('NFKC')) ? Number(text.normalize('NFKC')) : null)

function contains(field: string, wanted: string | undefined, as: (text: string) => string): boolean {
  return wanted === undefined || as(field).includes(as(wanted))
}

function within<T extends string | number>(
  value: T | null | undefined,
  from: T | undefined,
  to: T | undefined,
): boolean {
  if (from === undefined && to === undefined) return true
  if (value === null || value === undefined) return false
  return !(from !== undefined && value < from) && !(to !== undefined && value > to)
}

function dayWithin(at: number | null | undefined, from: string | undefined, to: string | undefined): boolean {
  return within(at === null || at === undefined ? null : japanDay(at), from, to)
}

function isOneOf<T>(value: T | null | undefined, list: readonly T[] | undefined): boolean {
  return list === undefined || (value !== null && value !== undefined && list.includes(value))
}

function numberMatches(orderNo: string, from = '', to = ''): boolean {
  if (from === '' && to === '') return true
  if (to === '' && digits(from) === null) return orderNo === from
  const bounds = [from, to].map((text) => (text === '' ? undefined : text))
  const isLettered = bounds.some((text) => text !== undefined && digits(text) === null)
  if (isLettered) return within(orderNo, bounds[0], bounds[1])
  const [low, high] = bounds.map((text) => (text === undefined ? undefined : Number(text.normalize('NFKC'))))
  return within(digits(orderNo), low, high)
}

/** 購入商品: goods only, their code or their name with both classes. */
function hasProduct(order: Kept, wanted: string): boolean {
  return (order.lines ?? [])
    .filter(({ kind }) => kind === 'product')
    .some(
      (line) =>
        contains(line.productCode, wanted, plain) || contains(line.name + line.class1 + line.class2, wanted, plain),
    )
}

const nameOf = ({ orderer }: Kept) => `${orderer.familyName ?? ''}${orderer.givenName ?? ''}`
const kanaOf = ({ orderer }: Kept) => `${orderer.familyKana ?? ''}${orderer.givenKana ?? ''}`
const mailOf = ({ orderer }: Kept) => orderer.email ?? ''
const telOf = ({ orderer }: Kept) => orderer.tel ?? ''

/** フリーワード: every word somewhere; a text that folds to nothing is in nothing. */
function hasWord(order: Kept, word: string): boolean {
  const folds = (field: string, as: (text: string) => string) => as(word) !== '' && contains(field, word, as)
  const found = [
    order.orderNo.startsWith(word.normalize('NFKC')),
    folds(nameOf(order), plain),
    folds(kanaOf(order), plain),
    folds(mailOf(order), lower),
    folds(telOf(order), dialled),
    plain(word) !== '' && hasProduct(order, word),
  ]
  return found.some(Boolean)
}

/** The conditions that only this screen's own fields have. */
function listMatches(
  order: Kept,
  { deleted = false, customerNo = '', product = '', words = '' }: OrderConditions,
): boolean {
  if (deleted !== (order.isDeleted === true)) return false
  if (customerNo !== '' && order.customerNo !== customerNo) return false
  if (plain(product) !== '' && !hasProduct(order, product)) return false
  return words.split(/\s+/u).every((word) => word === '' || hasWord(order, word))
}

/** True when the order meets every condition, by looking at it. */
export function matches(order: Kept, c: OrderConditions): boolean {
  const { orderer } = order
  const checks = [
    listMatches(order, c),
    numberMatches(order.orderNo, c.orderNoFrom, c.orderNoTo),
    isOneOf(order.status, c.statuses),
    contains(nameOf(order), c.name, plain),
    contains(kanaOf(order), c.kana, plain),
    contains(mailOf(order), c.email, lower),
    contains(telOf(order), c.tel, dialled),
    within(orderer.bornOn, c.bornFrom, c.bornTo),
    isOneOf(orderer.sex, c.sexes),
    contains(order.message ?? '', c.message, plain),
    c.hasMessage !== true || (order.message ?? '').trim() !== '',
    isOneOf(order.paymentMethodName, c.paymentMethods),
    dayWithin(order.orderedAt, c.orderedFrom, c.orderedTo),
    dayWithin(order.paidAt, c.paidFrom, c.paidTo),
    dayWithin(order.shippedAt, c.shippedFrom, c.shippedTo),
    dayWithin(order.updatedAt, c.updatedFrom, c.updatedTo),
    within(order.money.totalYen, c.totalFromYen, c.totalToYen),
    isOneOf<string>(order.trade, c.settlementStatuses),
  ]
  return checks.every((isMet) => isMet)
}

type Rank = readonly (string | number | null)[]

function rankOf(order: Kept, key: OrderSort['key']): Rank {
  const kana = plain(kanaOf(order))
  const ranks: Readonly<Record<OrderSort['key'], Rank>> = {
    updatedAt: [order.updatedAt],
    orderedAt: [order.orderedAt],
    orderNo: [digits(order.orderNo), order.orderNo],
    name: [kana],
    total: [order.money.totalYen],
    shippedAt: [order.shippedAt ?? null],
    status: [orderStatuses.indexOf(order.status)],
  }
  return [...ranks[key], order.id]
}

/** Nothing comes before everything. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** The orders in the wanted order, equal ones by id in the same direction. */
export function sorted(orders: readonly Kept[], sort: OrderSort): readonly Kept[] {
  const ranked = orders.map((order) => ({ order, rank: rankOf(order, sort.key) }))
  ranked.sort((a, b) => {
    const found =
      a.rank.map((value, index) => compare(value, b.rank[index] ?? null)).find((result) => result !== 0) ?? 0
    return sort.descending ? -found : found
  })
  return ranked.map(({ order }) => order)
}
