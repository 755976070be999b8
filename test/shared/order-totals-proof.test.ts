import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  orderTotals,
  rateTotals,
  type Cart,
  type CartLine,
  type TotalsSettings,
} from '../../src-shared/order-totals.ts'
import { secondCalculation, type Basket, type Outcome } from '../support/second-calculation.ts'

const RUNS = 100_000
/** Another one every time; the one that is printed plays the same carts again. */
const seed = Number(process.env['JUCHU_SEED'] ?? Date.now() % 2_147_483_647)

const rates = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 3, 5, 8, 10) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100 }) },
)
const line: fc.Arbitrary<CartLine> = fc.record(
  {
    unitPriceYen: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 99_999_999 }) },
    ),
    taxIncluded: fc.boolean(),
    quantity: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 9 }) },
      { weight: 1, arbitrary: fc.integer({ min: -3, max: 999 }) },
    ),
    taxRatePercent: rates,
    pointRatePercent: fc.integer({ min: 0, max: 20 }),
  },
  { requiredKeys: ['unitPriceYen', 'taxIncluded', 'quantity', 'taxRatePercent'] },
)
const charge = (most: number) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: most }) },
  )
/** Equal amounts under several rates: which of them takes the yen that is left over? */
const equalLines: fc.Arbitrary<CartLine[]> = fc
  .tuple(fc.integer({ min: 1, max: 2_000 }), fc.uniqueArray(rates, { minLength: 2, maxLength: 4 }))
  .map(([unitPriceYen, percents]) =>
    percents.map((taxRatePercent) => ({ unitPriceYen, taxIncluded: true, quantity: 1, taxRatePercent })),
  )
const cart: fc.Arbitrary<Cart> = fc.record({
  lines: fc.oneof({ weight: 8, arbitrary: fc.array(line, { maxLength: 6 }) }, { weight: 1, arbitrary: equalLines }),
  discountYen: charge(99_999_999),
  shippingYen: charge(99_999),
  feeYen: charge(99_999),
  usedPoints: charge(99_999_999),
})
const settings: fc.Arbitrary<TotalsSettings> = fc.record({
  rounding: fc.constantFrom('halfUp', 'down', 'up'),
  standardRatePercent: rates,
  pointBase: fc.constantFrom('taxIncluded', 'taxExcluded'),
  pointRatePercent: fc.integer({ min: 0, max: 20 }),
  usedPointsReduce: fc.boolean(),
})

function basketOf(input: Cart, shop: TotalsSettings): Basket {
  return {
    entries: input.lines.map(({ unitPriceYen, taxIncluded, quantity, taxRatePercent, pointRatePercent }) => ({
      ...{ price: unitPriceYen, withTax: taxIncluded, count: quantity, percent: taxRatePercent },
      ...(pointRatePercent === undefined ? {} : { pointPercent: pointRatePercent }),
    })),
    ...{ discount: input.discountYen, shipping: input.shippingYen, fee: input.feeYen, points: input.usedPoints },
    ...{ rule: shop.rounding, standardPercent: shop.standardRatePercent, pointPercent: shop.pointRatePercent },
    ...{ pointsOnTaxIncluded: shop.pointBase === 'taxIncluded', usedPointsReduce: shop.usedPointsReduce },
  }
}

/** The program's answer in the words of the second calculation. */
function outcomeOf(input: Cart, shop: TotalsSettings): Outcome {
  const totals = orderTotals(input, shop)
  return {
    units: totals.lines.map(({ unitTaxYen, unitIncludedYen, subtotalYen }) => ({
      ...{ tax: unitTaxYen, included: unitIncludedYen, line: subtotalYen },
    })),
    ...{ subtotal: totals.subtotalYen, tax: totals.taxYen, total: totals.totalYen, payment: totals.paymentTotalYen },
    addPoints: totals.addedPoints,
    rates: totals.byRate.map(({ ratePercent, discountYen, totalYen, taxYen }) => ({
      ...{ percent: ratePercent, discount: discountYen, total: totalYen, tax: taxYen },
    })),
  }
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

describe(`${RUNS.toLocaleString('en')} carts (JUCHU_SEED=${seed})`, () => {
  it('come out alike in two calculations, and their parts sum to their wholes', { timeout: 240_000 }, () => {
    const met = { rates: new Set<number>(), zeroRate: 0, discounts: 0, several: 0, negative: 0, roundings: new Set() }
    fc.assert(
      fc.property(cart, settings, (input, shop) => {
        const ours = outcomeOf(input, shop)
        const theirs = secondCalculation(basketOf(input, shop))
        // One comparison of texts is much cheaper than a deep one; the deep one only explains.
        if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours).toEqual(theirs)
        const { discountYen, shippingYen, feeYen, usedPoints } = input
        const lines = sumOf(ours.units.map((unit) => unit.line))
        const whole = [
          ours.subtotal - lines,
          ours.total - (lines - discountYen + shippingYen + feeYen),
          ours.payment - (ours.total - usedPoints),
          ours.payment - sumOf(ours.rates.map((rate) => rate.total)),
          discountYen + usedPoints - sumOf(ours.rates.map((rate) => rate.discount)),
        ]
        if (whole.some((difference) => difference !== 0)) expect(whole).toEqual([0, 0, 0, 0, 0])
        met.roundings.add(shop.rounding)
        for (const { percent, total, tax } of ours.rates) {
          met.rates.add(percent)
          if (percent === 0 && total !== 0) met.zeroRate += 1
          if (percent === 0 && tax !== 0) expect(tax).toBe(0)
          if (Math.abs(tax - (total * percent) / (100 + percent)) >= 1)
            expect([percent, total, tax]).toBe('within a yen')
        }
        if (ours.rates.length > 1 && discountYen + usedPoints > 0) met.several += 1
        if (ours.payment < 0) met.negative += 1
      }),
      { numRuns: RUNS, seed },
    )
    // The carts were worth it: several rates with something to share, 0 % with money on it, every rounding.
    expect(met.several).toBeGreaterThan(RUNS / 4)
    expect(met.zeroRate).toBeGreaterThan(RUNS / 20)
    expect(met.negative).toBeGreaterThan(RUNS / 100)
    expect([...met.rates]).toEqual(expect.arrayContaining([0, 3, 5, 8, 10]))
    expect(met.roundings.size).toBe(3)
  })

  it('leave no rate with less than nothing or more than was sold under it', () => {
    const sold = fc.uniqueArray(fc.tuple(rates, fc.integer({ min: 0, max: 9_999 })), {
      ...{ minLength: 1, maxLength: 4, selector: ([percent]) => percent },
    })
    fc.assert(
      fc.property(sold, fc.nat(), settings, (buckets, some, shop) => {
        const discount = some % (sumOf(buckets.map(([, yen]) => yen)) + 1)
        for (const { ratePercent, totalYen } of rateTotals(new Map(buckets), discount, shop)) {
          expect(totalYen).toBeGreaterThanOrEqual(0)
          expect(totalYen).toBeLessThanOrEqual(new Map(buckets).get(ratePercent) ?? -1)
        }
      }),
      { numRuns: 20_000, seed },
    )
  })

  it('cost the same in whatever order their lines stand', () => {
    const shuffled = cart.chain((input) =>
      fc
        .shuffledSubarray([...input.lines], { minLength: input.lines.length })
        .map((lines) => [input, { ...input, lines }] as const),
    )
    fc.assert(
      fc.property(shuffled, settings, ([input, other], shop) => {
        const [a, b] = [orderTotals(input, shop), orderTotals(other, shop)]
        expect({ ...b, lines: [] }).toEqual({ ...a, lines: [] })
      }),
      { numRuns: 3_000, seed },
    )
  })
})

describe('the second calculation is no copy that agrees with everything', () => {
  const shop: TotalsSettings = {
    ...{ rounding: 'halfUp', standardRatePercent: 10, pointBase: 'taxIncluded', pointRatePercent: 1 },
    usedPointsReduce: false,
  }
  it('disagrees once a yen, a rule or a rate is another one', () => {
    const lines = [{ unitPriceYen: 99, taxIncluded: false, quantity: 3, taxRatePercent: 10 }]
    const input: Cart = { lines, discountYen: 92, shippingYen: 0, feeYen: 0, usedPoints: 0 }
    const ours = outcomeOf(input, shop)
    const basket = basketOf(input, shop)
    expect(secondCalculation(basket)).toEqual(ours)
    expect(secondCalculation({ ...basket, rule: 'down' })).not.toEqual(ours)
    expect(secondCalculation({ ...basket, discount: 91 })).not.toEqual(ours)
    expect(secondCalculation({ ...basket, pointsOnTaxIncluded: false })).toEqual({ ...ours, addPoints: 0 })
    expect(
      secondCalculation({ ...basket, entries: basket.entries.map((one) => ({ ...one, percent: 8 })) }),
    ).not.toEqual(ours)
  })
})
