import { describe, expect, it } from 'vitest'
import {
  orderTotals,
  rateTotals,
  type Cart,
  type CartLine,
  type TotalsSettings,
} from '../../src-shared/order-totals.ts'

/** The vectors of law.md A3, A10 and A11, each by its id. What an invoice says are the taxes per rate, rounded once. */
const shop = (rounding: TotalsSettings['rounding']): TotalsSettings => ({
  ...{ rounding, standardRatePercent: 10, pointBase: 'taxIncluded', pointRatePercent: 0, usedPointsReduce: false },
})
const priced = (unitPriceYen: number, taxRatePercent: number, quantity = 1): CartLine => ({
  ...{ unitPriceYen, taxRatePercent, quantity, taxIncluded: false },
})
const cart = (lines: readonly CartLine[], charges: Partial<Cart> = {}): Cart => ({
  ...{ lines, discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 0 },
  ...charges,
})
const invoice = (input: Cart, rounding: TotalsSettings['rounding']) =>
  Object.fromEntries(
    orderTotals(input, shop(rounding)).byRate.map(({ ratePercent, totalYen, taxYen }) => [
      ratePercent,
      [totalYen, taxYen],
    ]),
  )

describe('the law’s vectors', () => {
  it('V1: 105 yen × 3 at 10 %, 切り捨て: 31 yen of tax; 30, line by line, would be unlawful', () => {
    expect(invoice(cart([priced(105, 10, 3)]), 'down')).toEqual({ 10: [345, 31] })
    const apart = cart([priced(105, 10), priced(105, 10), priced(105, 10)])
    expect(invoice(apart, 'down')).toEqual({ 10: [345, 31] })
    // 消費税 of the cart's own form is the sum over units: it is shown there, and never on an invoice.
    expect(orderTotals(apart, shop('down')).taxYen).toBe(30)
  })

  it('V2: 105 + 107 yen at 10 %, 四捨五入: 21 yen', () => {
    expect(invoice(cart([priced(105, 10), priced(107, 10)]), 'halfUp')).toEqual({ 10: [234, 21] })
  })

  it('V3: 8 %: 660 → 52, 10 %: 744 → 74, together 1,530 yen', () => {
    const basket = cart([priced(114, 8, 4), priced(102, 8, 2), priced(222, 10, 2), priced(300, 10)])
    expect(invoice(basket, 'down')).toEqual({ 8: [712, 52], 10: [818, 74] })
    expect(orderTotals(basket, shop('down')).paymentTotalYen).toBe(1530)
  })

  it('V4: 1,595 + 7,398 yen less 92 are 1,579 + 7,322 = 8,901 yen; the remainder goes to the last rate', () => {
    const sums = new Map([
      [10, 1595],
      [8, 7398],
    ])
    const totals = rateTotals(sums, 92, shop('halfUp')).map(({ totalYen }) => totalYen)
    expect(totals).toEqual([7322, 1579])
    expect(totals.reduce((sum, yen) => sum + yen, 0)).toBe(8901)
    // Points that a shop treats as a means of payment are not shared: the invoice then claims the whole sums.
    expect(rateTotals(sums, 0, shop('halfUp')).map(({ totalYen }) => totalYen)).toEqual([7398, 1595])
  })

  it('V5: a line of zero yen changes nothing, and its rate takes no yen that others leave over', () => {
    const sold = [priced(333, 8), priced(360, 0)]
    const gift = [...sold, priced(0, 10)]
    for (const rounding of ['halfUp', 'down', 'up'] as const)
      for (const discountYen of [0, 1, 92]) {
        const { byRate, paymentTotalYen } = orderTotals(cart(gift, { discountYen }), shop(rounding))
        expect(byRate.find(({ ratePercent }) => ratePercent === 10)).toMatchObject({ totalYen: 0, taxYen: 0 })
        expect(byRate.filter(({ ratePercent }) => ratePercent !== 10)).toEqual(
          orderTotals(cart(sold, { discountYen }), shop(rounding)).byRate,
        )
        expect(paymentTotalYen).toBe(orderTotals(cart(sold, { discountYen }), shop(rounding)).paymentTotalYen)
      }
  })

  it('V6: a negative line (a return) lowers its own rate alone, to the yen', () => {
    const sold = [priced(1000, 8, 3), priced(2000, 10)]
    expect(invoice(cart([...sold, priced(1000, 8, -1)]), 'halfUp')).toEqual({ 8: [2160, 160], 10: [2200, 200] })
    expect(invoice(cart([...sold, priced(-2000, 10)]), 'halfUp')).toEqual({ 8: [3240, 240], 10: [0, 0] })
    expect(invoice(cart([priced(1000, 8, -1)]), 'halfUp')).toEqual({ 8: [-1080, -80] })
  })

  it('V7: three rates with 0 % among them: 0 % is a rate of its own with 0 yen of tax', () => {
    const basket = cart([priced(1500, 0), priced(1000, 8), priced(2000, 10)], { shippingYen: 550 })
    expect(invoice(basket, 'down')).toEqual({ 0: [1500, 0], 8: [1080, 80], 10: [2750, 250] })
    const less = orderTotals({ ...basket, discountYen: 500, usedPoints: 33 }, shop('down'))
    expect(less.byRate.map(({ ratePercent, totalYen, taxYen }) => [ratePercent, totalYen, taxYen])).toEqual([
      [0, 1350, 0],
      [8, 972, 72],
      [10, 2475, 225],
    ])
    expect(less.byRate.reduce((sum, { totalYen }) => sum + totalYen, 0)).toBe(less.paymentTotalYen)
  })
})
