import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { orderTotals, rateTotals, type CartLine, type TotalsSettings } from '../../src-shared/order-totals.ts'
import { rounded, taxIn } from '../support/second-calculation.ts'

/**
 * The worked examples that follow other rules than the desk's. Each is worked out here by its own rule, so that the number
 * is understood, and the desk's answer to the same basket stands beside it.
 */
const file = new URL('../fixtures/order-calculation-examples.json', import.meta.url)
const examples = new Map(
  z
    .array(z.object({ id: z.string(), expect: z.unknown() }))
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((example) => [example.id, example.expect]),
)
const shop: TotalsSettings = {
  ...{ rounding: 'down', standardRatePercent: 10, pointBase: 'taxExcluded', pointRatePercent: 1 },
  usedPointsReduce: false,
}
const line = (unitPriceYen: number, taxRatePercent: number, quantity: number): CartLine => ({
  ...{ unitPriceYen, taxRatePercent, quantity, taxIncluded: false },
})
const cart = (lines: readonly CartLine[]) => ({ lines, discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 0 })

/** EC-CUBE 4, order-calculation.md §3: the rest after a share is rounded by the rule; since PR 6878 the highest rate bears what is missing. */
function ec4Rates(sums: Readonly<Record<number, number>>, off: number, isFixed: boolean) {
  const whole = Object.values(sums).reduce((sum, yen) => sum + yen, 0)
  const percents = Object.keys(sums).map(Number)
  const totals = new Map(
    percents.map((percent) => {
      const yen = sums[percent] ?? 0
      return [percent, Number(rounded({ top: BigInt(yen * whole - off * yen), bottom: BigInt(whole) }, 'down'))]
    }),
  )
  const highest = Math.max(...percents)
  const missing = whole - off - [...totals.values()].reduce((sum, yen) => sum + yen, 0)
  if (isFixed) totals.set(highest, (totals.get(highest) ?? 0) + missing)
  return Object.fromEntries(
    [...totals].map(([percent, total]) => [percent, { total, tax: Number(taxIn(BigInt(total), percent, 'down')) }]),
  )
}

function deskRates(sums: Readonly<Record<number, number>>, off: number) {
  const buckets = new Map(Object.entries(sums).map(([percent, yen]) => [Number(percent), yen]))
  return Object.fromEntries(
    rateTotals(buckets, off, shop).map(({ ratePercent, totalYen: total, taxYen: tax }) => [
      ratePercent,
      { total, tax },
    ]),
  )
}

const issue6335 = { 10: 2970, 8: 1080 }
const plugin192 = { 0: 21500, 8: 1208, 10: 23650 }
const sumOf = (rates: ReturnType<typeof deskRates>) => Object.values(rates).reduce((sum, { total }) => sum + total, 0)

describe('examples of EC-CUBE 4’s own sharing', () => {
  it('C1: before the fix a yen is missing; the desk’s sums claim it', () => {
    expect(ec4Rates(issue6335, 2, false)).toEqual(examples.get('C1'))
    expect(sumOf(ec4Rates(issue6335, 2, false))).toBe(4047)
    expect(sumOf(deskRates(issue6335, 2))).toBe(4048)
  })

  it('C2: after the fix both agree', () => {
    expect(ec4Rates(issue6335, 2, true)).toEqual(examples.get('C2'))
    expect(deskRates(issue6335, 2)).toEqual(examples.get('C2'))
  })

  it('C3: before the fix two yen are missing; the desk’s sums claim them', () => {
    expect(ec4Rates(plugin192, 500, false)).toEqual(examples.get('C3'))
    expect(sumOf(ec4Rates(plugin192, 500, false))).toBe(45_856)
    expect(sumOf(deskRates(plugin192, 500))).toBe(45_858)
  })

  it('C4: after the fix the sums agree; the desk shares half up and so lies one yen apart in two rates', () => {
    expect(ec4Rates(plugin192, 500, true)).toEqual(examples.get('C4'))
    expect(sumOf(ec4Rates(plugin192, 500, true))).toBe(45_858)
    expect(deskRates(plugin192, 500)).toEqual({
      0: { total: 21_268, tax: 0 },
      8: { total: 1_195, tax: 88 },
      10: { total: 23_395, tax: 2_126 },
    })
  })
})

describe('examples of EC-CUBE 4’s points: half up, and negative lines count', () => {
  const halfUp = (price: number) => Number(rounded({ top: BigInt(price), bottom: 100n }, 'halfUp'))
  const desk = (price: number) => orderTotals(cart([line(price, 10, 10)]), shop).addedPoints

  it('P1: 999 yen × 10 earn 100 there, 90 here', () => {
    expect(halfUp(999) * 10).toBe(examples.get('P1'))
    expect(desk(999)).toBe(90)
  })

  it('P2: 940 yen × 10 earn 90 in both', () => {
    expect(halfUp(940) * 10).toBe(examples.get('P2'))
    expect(desk(940)).toBe(90)
  })

  it('P3: a discount of 500 yen and 300 points lower 50 to 42', () => {
    expect(halfUp(5000) + halfUp(-500) + halfUp(-300)).toBe(examples.get('P3'))
  })
})

describe('examples of tax-exclusive invoices: the tax once per rate, on top', () => {
  const once = (net: number, percent: number) => {
    const tax = Number(rounded({ top: BigInt(net * percent), bottom: 100n }, 'down'))
    return { ex_tax: net, tax, inc_tax: net + tax }
  }

  it('I1: comes to the same as the desk’s tax-included sums (I2)', () => {
    expect({ 8: once(660, 8), 10: once(744, 10) }).toEqual(examples.get('I1'))
    const basket = cart([line(114, 8, 4), line(102, 8, 2), line(222, 10, 2), line(300, 10, 1)])
    const { byRate } = orderTotals(basket, shop)
    expect(byRate.map(({ totalYen, taxYen }) => [totalYen, taxYen])).toEqual([
      [712, 52],
      [818, 74],
    ])
  })

  it('I3: parts from them: 326 yen there, 324 here, and 29 yen of tax in both', () => {
    expect({ 10: once(297, 10) }).toEqual(examples.get('I3'))
    const { paymentTotalYen, byRate } = orderTotals(cart([line(99, 10, 3)]), shop)
    expect([paymentTotalYen, byRate[0]?.taxYen]).toEqual([324, 29])
  })
})

it('every worked example has a test by its id', () => {
  const tests = ['./order-totals.test.ts', './order-examples.test.ts'].map((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8'),
  )
  const tested = (id: string) => tests.some((text) => new RegExp(`['‘]${id}[':]`).test(text))
  expect([...examples.keys()].filter((id) => !tested(id))).toEqual([])
  expect(examples.size).toBe(27)
})
