import fc from 'fast-check'
import { orderSortKeys, type OrderConditions, type OrderSort } from '../../../src-shared/order-search.ts'
import { orderStatuses, sexes } from '../../../src-shared/order.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const day = fc
  .integer({ min: 0, max: 760 })
  .map((n) => new Date(Date.UTC(2024, 11, 20) + n * 86_400_000).toISOString().slice(0, 10))
const birth = fc
  .tuple(fc.integer({ min: 39, max: 91 }), fc.integer({ min: 1, max: 9 }))
  .map(([y, m]) => `19${y}-0${m}-15`)
const number = fc.oneof(fc.integer({ min: 0, max: 2_005 }).map(String), fc.constantFrom('A-40', '００１２', 'Z', ''))
const text = (...words: readonly string[]) => maybe(fc.constantFrom(...words))

const everything = fc.record({
  orderNoFrom: maybe(number),
  orderNoTo: maybe(number),
  statuses: maybe(fc.subarray([...orderStatuses], { minLength: 1 })),
  name: text(
    '田',
    '中',
    '田中',
    '渡辺',
    '渡 邊',
    '髙橋太',
    '高橋太郎',
    '吉田',
    'こーひー',
    '%',
    '_',
    '一%',
    '一%_',
    'の',
    '',
    ' ',
  ),
  kana: text('タナカ', 'たなか', 'ﾜﾀﾅ', 'ナ', 'コーヒー', 'ヤマザキミサキ', 'ヤマサキ'),
  email: text('user.1', 'USER', '_', '-x@', 'mail', 'p', '@', 'ple.jp', '%'),
  tel: text('0', '12', '03-1', '(', '1-2', '985', '9851', 'abc'),
  bornFrom: maybe(birth),
  bornTo: maybe(birth),
  sexes: maybe(fc.subarray([...sexes], { minLength: 1 })),
  message: text('ギフト', 'ぎふと', '%', '_', '急', '急ぎ', '5日', '返品希望', 'ない言葉'),
  hasMessage: maybe(fc.constant(true)),
  paymentMethods: maybe(
    fc.subarray(['クレジットカード決済', '銀行振込', 'コンビニ決済', 'ない方法'], { minLength: 1 }),
  ),
  orderedFrom: maybe(day),
  orderedTo: maybe(day),
  paidFrom: maybe(day),
  paidTo: maybe(day),
  shippedFrom: maybe(day),
  shippedTo: maybe(day),
  updatedFrom: maybe(day),
  updatedTo: maybe(day),
  totalFromYen: maybe(fc.integer({ min: 0, max: 32_000 })),
  totalToYen: maybe(fc.integer({ min: 0, max: 32_000 })),
  settlementStatuses: maybe(fc.subarray(['authorised', 'sales', 'voided'] as const, { minLength: 1 })),
  words: text(
    '田中',
    '渡邊 花子',
    '渡辺　ハナコ',
    '0985',
    '03-1',
    'user.1',
    '湯呑',
    'cup',
    'p-1',
    'P-3 田中',
    '12',
    'A-4',
    '１２',
    '%',
    '_',
    "' OR 1=1 --",
    '"',
    ')',
    '*',
    '-',
    'たなか 湯のみ',
  ),
  product: text('湯呑', 'ゆのみ', 'p-1', 'P-', '%', '"', "'", 'カンマ', '商品', '-', 'ー'),
  customerNo: text('1', '100', '101', '7', '', "'", '%'),
  deleted: maybe(fc.constant(true)),
})

/**
 * Random conditions; `own` are texts of the searched orders themselves, parts of which are looked for too. Mostly few
 * conditions at once: with all of them nothing would ever be found.
 */
export function conditionsOver(own: readonly string[]): fc.Arbitrary<OrderConditions> {
  const piece = fc
    .tuple(fc.constantFrom(...own), fc.nat(), fc.integer({ min: 1, max: 6 }))
    .map(([whole, at, length]) => {
      const letters = Array.from(whole)
      const from = at % letters.length
      return letters.slice(from, from + length).join('')
    })
  const given = fc.tuple(
    everything,
    fc.record({ name: piece, kana: piece, email: piece, tel: piece, words: piece, product: piece }),
  )
  return given.chain(([fixed, pieces]) =>
    fc.tuple(fc.subarray(Object.keys(fixed), { maxLength: 4 }), fc.boolean()).map(([keys, usePieces]) => {
      const all = usePieces ? { ...fixed, ...pieces } : fixed
      return only(all, keys)
    }),
  )
}

/** The conditions of `keys` that are given. */
function only(all: object, keys: readonly string[]): OrderConditions {
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => keys.includes(key) && value !== undefined))
}

export const anySort: fc.Arbitrary<OrderSort> = fc.record({
  key: fc.constantFrom(...orderSortKeys),
  descending: fc.boolean(),
})
