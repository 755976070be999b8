import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  orderTotals,
  rateTotals,
  totalsProblem,
  type Cart,
  type CartLine,
  type OrderTotals,
  type TotalsSettings,
} from '../../src-shared/order-totals.ts'

const byRateSchema = z.record(z.string(), z.object({ discount: z.int().optional(), total: z.int(), tax: z.int() }))
const orderSchema = z.object({
  lines: z.array(z.object({ unit_tax: z.int(), unit_inc: z.int(), line: z.int() })).optional(),
  subtotal: z.int(),
  tax: z.int().optional(),
  total: z.int(),
  payment_total: z.int(),
  add_point: z.int(),
  by_rate: byRateSchema.optional(),
})
const file = new URL('../fixtures/order-calculation-examples.json', import.meta.url)
const examples = new Map(
  z
    .array(z.object({ id: z.string(), expect: z.unknown() }))
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((example) => [example.id, example.expect]),
)

const ec2: TotalsSettings = {
  rounding: 'halfUp',
  standardRatePercent: 10,
  pointBase: 'taxExcluded',
  pointRatePercent: 1,
  usedPointsReduce: true,
}
const seed: TotalsSettings = { ...ec2, standardRatePercent: 5, pointBase: 'taxIncluded', usedPointsReduce: false }

const at = (unitPriceYen: number, taxRatePercent: number, quantity: number): CartLine => ({
  unitPriceYen,
  taxRatePercent,
  quantity,
  taxIncluded: false,
})
const included = (unitPriceYen: number, quantity: number): CartLine => ({
  unitPriceYen,
  taxRatePercent: 5,
  quantity,
  taxIncluded: true,
})
const cart = (lines: readonly CartLine[], charges: Partial<Cart> = {}): Cart => ({
  lines,
  discountYen: 0,
  shippingYen: 0,
  feeYen: 0,
  usedPoints: 0,
  ...charges,
})

const foodAndGoods = [at(1000, 10, 1), at(2800, 8, 2)]
const posted = { shippingYen: 550, feeYen: 330 }
const invoiceBasket = [at(114, 8, 4), at(102, 8, 2), at(222, 10, 2), at(300, 10, 1)]

/** The examples' prose inputs, as carts. Those of other rules (C1, C3, C4, P*, I1, I3) are in order-examples.test.ts. */
const orders: readonly (readonly [string, Cart, TotalsSettings])[] = [
  ['S1', cart([included(5250, 1)], { shippingYen: 525 }), seed],
  [
    'S2',
    cart([included(5250, 2), included(1299, 3)], { discountYen: 300, shippingYen: 525, feeYen: 315, usedPoints: 100 }),
    seed,
  ],
  ['A1', cart([at(5000, 5, 1)], { shippingYen: 525 }), { ...ec2, standardRatePercent: 5 }],
  ['A2', cart([at(99, 10, 3)]), ec2],
  ['A3', cart([at(99, 10, 3)]), { ...ec2, rounding: 'down' }],
  ['A4', cart([at(99, 10, 3)]), { ...ec2, rounding: 'up' }],
  ['A5', cart(foodAndGoods, posted), ec2],
  ['A6', cart(foodAndGoods, { ...posted, discountYen: 500, usedPoints: 300 }), ec2],
  ['A7', cart([{ ...at(1980, 10, 2), pointRatePercent: 3 }], { usedPoints: 250 }), ec2],
  ['A8', cart([{ ...at(480, 10, 5), pointRatePercent: 1 }], { usedPoints: 2000 }), { ...ec2, pointRatePercent: 5 }],
  ['A9', cart([at(1000, 10, 1)], { discountYen: 2000 }), ec2],
  ['A10', cart([at(1000, 10, 1)], { discountYen: 1100 }), ec2],
  ['A11', cart([at(1000, 10, 0), at(500, 8, 1)]), ec2],
  ['I2', cart(invoiceBasket), { ...ec2, rounding: 'down', pointRatePercent: 0 }],
]

const buckets: readonly (readonly [string, Readonly<Record<number, number>>, number, TotalsSettings])[] = [
  ['B1', { 10: 1595, 8: 7398 }, 92, ec2],
  ['B2', { 8: 755, 10: 165 }, 92, ec2],
  ['B3', { 0: 333, 8: 1000 }, 100, ec2],
  ['C2', { 10: 2970, 8: 1080 }, 2, { ...ec2, rounding: 'down' }],
  ['C5', { 8: 1188, 10: 1100 }, 0, ec2],
]

function tableOf(byRate: OrderTotals['byRate'], withDiscount: boolean): unknown {
  return Object.fromEntries(
    byRate.map((rate) => [
      String(rate.ratePercent),
      { ...(withDiscount ? { discount: rate.discountYen } : {}), total: rate.totalYen, tax: rate.taxYen },
    ]),
  )
}

describe('the worked examples', () => {
  it.each(orders)('%s', (id, input, settings) => {
    const expected = orderSchema.parse(examples.get(id))
    const totals = orderTotals(input, settings)
    expect(totals).toMatchObject({
      subtotalYen: expected.subtotal,
      totalYen: expected.total,
      paymentTotalYen: expected.payment_total,
      addedPoints: expected.add_point,
    })
    if (expected.tax !== undefined) expect(totals.taxYen).toBe(expected.tax)
    if (expected.by_rate !== undefined) expect(tableOf(totals.byRate, true)).toEqual(expected.by_rate)
    if (expected.lines !== undefined) {
      const lines = totals.lines.map((line) => ({
        unit_tax: line.unitTaxYen,
        unit_inc: line.unitIncludedYen,
        line: line.subtotalYen,
      }))
      expect(lines).toEqual(expected.lines)
    }
  })

  it.each(buckets)('%s', (id, sums, discountYen, settings) => {
    const expected = byRateSchema.parse(examples.get(id))
    const withDiscount = Object.values(expected).some((rate) => rate.discount !== undefined)
    const byRate = rateTotals(
      new Map(Object.entries(sums).map(([rate, yen]) => [Number(rate), yen])),
      discountYen,
      settings,
    )
    expect(tableOf(byRate, withDiscount)).toEqual(expected)
  })

  it('refuses A9 and takes A10', () => {
    expect(totalsProblem(orderTotals(cart([at(1000, 10, 1)], { discountYen: 2000 }), ec2))).toBe('totalNegative')
    expect(totalsProblem(orderTotals(cart([at(1000, 10, 1)], { usedPoints: 1101 }), ec2))).toBe('paymentTotalNegative')
    expect(totalsProblem(orderTotals(cart([at(1000, 10, 1)], { discountYen: 1100 }), ec2))).toBeNull()
  })
})

describe('the edges of rounding', () => {
  it.each([
    [5, 'halfUp', 1],
    [4, 'halfUp', 0],
    [-5, 'halfUp', -1],
    [-4, 'halfUp', 0],
    [9, 'down', 0],
    [1, 'up', 1],
    [10, 'up', 1],
  ] as const)('10 %% of %i yen, %s, are %i', (yen, rounding, tax) => {
    expect(orderTotals(cart([at(yen, 10, 1)]), { ...ec2, rounding }).taxYen).toBe(tax)
  })

  it('gives what is left over to the largest rate where nothing has the standard one', () => {
    const sums = new Map([
      [0, 100],
      [5, 100],
      [8, 101],
    ])
    expect(rateTotals(sums, 2, ec2).map((rate) => rate.discountYen)).toEqual([1, 1, 0])
  })

  it('shares sums whose product no double holds exactly', () => {
    const sums = new Map([
      [8, 9_727_419_976],
      [10, 272_579_991],
    ])
    expect(rateTotals(sums, 9_999_987_622, ec2).map((rate) => rate.discountYen)).toEqual([9_727_407_967, 272_579_655])
  })
})

const rates = fc.constantFrom(0, 5, 8, 10)
const lineArbitrary: fc.Arbitrary<CartLine> = fc.record({
  unitPriceYen: fc.integer({ min: -5_000, max: 99_999_999 }),
  taxIncluded: fc.boolean(),
  quantity: fc.integer({ min: 0, max: 99 }),
  taxRatePercent: rates,
})
const cartArbitrary: fc.Arbitrary<Cart> = fc.record({
  lines: fc.array(lineArbitrary, { maxLength: 12 }),
  discountYen: fc.integer({ min: 0, max: 999_999_999 }),
  shippingYen: fc.integer({ min: 0, max: 999_999 }),
  feeYen: fc.integer({ min: 0, max: 999_999 }),
  usedPoints: fc.integer({ min: 0, max: 999_999_999 }),
})
const settingsArbitrary: fc.Arbitrary<TotalsSettings> = fc.record({
  rounding: fc.constantFrom('halfUp', 'down', 'up'),
  standardRatePercent: fc.constantFrom(5, 8, 10),
  pointBase: fc.constantFrom('taxIncluded', 'taxExcluded'),
  pointRatePercent: fc.integer({ min: 0, max: 20 }),
  usedPointsReduce: fc.boolean(),
})

describe('for any cart', () => {
  it('the totals per rate sum to お支払い合計 and the shares to 値引き and points', () => {
    fc.assert(
      fc.property(cartArbitrary, settingsArbitrary, (input, settings) => {
        const totals = orderTotals(input, settings)
        const sum = (pick: (rate: OrderTotals['byRate'][number]) => number): number =>
          totals.byRate.reduce((all, rate) => all + pick(rate), 0)
        expect(sum((rate) => rate.totalYen)).toBe(totals.paymentTotalYen)
        expect(sum((rate) => rate.discountYen)).toBe(input.discountYen + input.usedPoints)
      }),
      { numRuns: 2000 },
    )
  })

  it('every amount is a whole number and the taxes lie within one yen of the exact ones', () => {
    fc.assert(
      fc.property(cartArbitrary, settingsArbitrary, (input, settings) => {
        const totals = orderTotals(input, settings)
        for (const value of [totals.taxYen, totals.subtotalYen, totals.addedPoints]) {
          expect(Number.isSafeInteger(value)).toBe(true)
        }
        expect(totals.addedPoints).toBeGreaterThanOrEqual(0)
        for (const rate of totals.byRate) {
          const exact = (rate.totalYen * rate.ratePercent) / (100 + rate.ratePercent)
          expect(Math.abs(rate.taxYen - exact)).toBeLessThan(1)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('a tax-included price and its tax-excluded twin cost the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        rates,
        fc.integer({ min: 1, max: 9 }),
        (yen, rate, count) => {
          const twin = orderTotals(cart([at(yen, rate, count)]), ec2)
          const unit = twin.lines[0]?.unitIncludedYen ?? -1
          const kept = { ...at(unit, rate, count), taxIncluded: true }
          expect(orderTotals(cart([kept]), ec2).byRate).toEqual(twin.byRate)
        },
      ),
    )
  })
})
