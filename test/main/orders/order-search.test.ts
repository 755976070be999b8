import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderConditions, OrderSort } from '../../../src-shared/order-search.ts'
import { orderSortKeys } from '../../../src-shared/order-search.ts'
import { orderStatuses, sexes } from '../../../src-shared/order.ts'
import { madeOrders } from './made-orders.ts'
import { matches, sorted, type Kept } from './reference-search.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const ORDERS = 2_000
let shop: OpenedShop
let kept: readonly Kept[]

beforeAll(async () => {
  shop = await openedShop()
  const orders = madeOrders(ORDERS, 7)
  const outcomes = await shop.orders.upsert(orders, owner)
  const trades = orders.map((_order, index) => (index % 3 === 0 ? (index % 2 === 0 ? 'authorised' : 'sales') : null))
  kept = orders.map((order, index) => ({ ...order, id: outcomes[index]?.id ?? 0, trade: trades[index] ?? null }))
  const rows = kept.filter((order) => order.trade !== null).map((order) => [order.id, order.trade])
  await shop.db.write((trx) =>
    trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen)
       SELECT value ->> 0, 'linked', value ->> 0, value ->> 1, 100 FROM json_each(?)`,
      [JSON.stringify(rows)],
    ),
  )
})
afterAll(() => shop.close())

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const day = fc
  .integer({ min: 0, max: 760 })
  .map((n) => new Date(Date.UTC(2024, 11, 20) + n * 86_400_000).toISOString().slice(0, 10))
const birth = fc
  .tuple(fc.integer({ min: 39, max: 91 }), fc.integer({ min: 1, max: 9 }))
  .map(([y, m]) => `19${y}-0${m}-15`)
const number = fc.oneof(
  fc.integer({ min: 0, max: ORDERS + 5 }).map(String),
  fc.constantFrom('A-40', '００１２', 'Z', ''),
)
const text = (...words: readonly string[]) => maybe(fc.constantFrom(...words))

const conditions: fc.Arbitrary<OrderConditions> = fc
  .record({
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
  })
  // Mostly few conditions at once: with all of them nothing would ever be found.
  .chain((all) => fc.subarray(Object.keys(all), { maxLength: 4 }).map((keys) => only(all, keys)))

/** The conditions of `keys` that are given. */
function only(all: object, keys: readonly string[]): OrderConditions {
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => keys.includes(key) && value !== undefined))
}

const sort: fc.Arbitrary<OrderSort> = fc.record({ key: fc.constantFrom(...orderSortKeys), descending: fc.boolean() })

describe('order search', () => {
  it('finds, counts and sorts exactly what a plain filter finds', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(conditions, sort, async (wanted, order) => {
        const expected = sorted(
          kept.filter((one) => matches(one, wanted)),
          order,
        )
        const page = await shop.orders.page({ conditions: wanted, sort: order, page: 0, pageSize: 100 })
        expect(page.map((row) => row.orderNo)).toEqual(expected.slice(0, 100).map((one) => one.orderNo))
        expect(await shop.orders.count(wanted)).toBe(expected.length)
        found += expected.length > 0 ? 1 : 0
      }),
      { numRuns: 600, seed: 20_261_123 },
    )
    // The comparison says little when most searches find nothing.
    expect(found).toBeGreaterThan(200)
  })

  it.each(orderSortKeys.flatMap((key) => [true, false].map((descending) => ({ key, descending }))))(
    'cuts disjoint and complete pages under ties: $key descending=$descending',
    async (order) => {
      const pages: number[] = []
      for (let page = 0; ; page += 1) {
        const rows = await shop.orders.page({ conditions: {}, sort: order, page, pageSize: 90 })
        pages.push(...rows.map((row) => row.id))
        if (rows.length < 90) break
      }
      expect(pages).toHaveLength(ORDERS)
      expect(new Set(pages).size).toBe(ORDERS)
    },
  )
})
