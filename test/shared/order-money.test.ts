import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Charges } from '../../src-shared/order-input.ts'
import { chargesOf, countedTotals, goodsOf, moneyOf, withChargeLines } from '../../src-shared/order-money.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import { orderTotals, type TotalsSettings } from '../../src-shared/order-totals.ts'

const shop: TotalsSettings = {
  ...{ rounding: 'halfUp', standardRatePercent: 10, pointBase: 'taxExcluded', pointRatePercent: 1 },
  usedPointsReduce: false,
}
const yen = fc.integer({ min: 0, max: 2_000 })
const charges: fc.Arbitrary<Charges> = fc.record({
  ...{ discountYen: yen, shippingYen: yen, feeYen: yen, usedPoints: yen },
})
const goods: fc.Arbitrary<OrderLine[]> = fc.array(
  fc.record({
    ...{ kind: fc.constant('product' as const), productCode: fc.constant(''), name: fc.constant('器') },
    ...{ class1: fc.constant(''), class2: fc.constant(''), unitPriceYen: fc.integer({ min: 0, max: 9_999 }) },
    ...{ taxIncluded: fc.boolean(), quantity: fc.integer({ min: 1, max: 5 }) },
    taxRatePercent: fc.constantFrom(0, 8, 10),
  }),
  { minLength: 1, maxLength: 4 },
)
const charge = (kind: OrderLine['kind'], unitPriceYen: number): OrderLine => ({
  ...{ kind, productCode: '', name: kind, class1: '', class2: '', unitPriceYen },
  ...{ taxIncluded: true, quantity: 1, taxRatePercent: kind === 'points' ? 0 : 10 },
})
/** The lines of EC-CUBE 4: 送料 and 手数料 always, 割引 and ポイント where there are any. */
const ec4Lines = (given: Charges): readonly OrderLine[] => [
  ...[charge('shipping', given.shippingYen), charge('fee', given.feeYen)],
  ...(given.discountYen === 0 ? [] : [charge('discount', -given.discountYen)]),
  ...(given.usedPoints === 0 ? [] : [charge('points', -given.usedPoints)]),
]
const sumOf = (lines: readonly OrderLine[]) =>
  orderTotals({ lines, discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 0 }, shop).subtotalYen

it('all lines of an order of EC-CUBE 4 sum to what is paid, however often its charges change', () => {
  fc.assert(
    fc.property(goods, fc.array(charges, { minLength: 2, maxLength: 5 }), (bought, [first, ...changes]) => {
      if (first === undefined) throw new Error('no charges')
      const counted = moneyOf(countedTotals(bought, first, null, shop))
      // That cart counts points among 値引き (order-calculation.md §3).
      const asCart = { discountYen: first.discountYen + first.usedPoints, totalYen: counted.paymentTotalYen }
      let order = { lines: [...bought, ...ec4Lines(first)], money: { ...counted, ...asCart } }
      expect(chargesOf(order.money)).toEqual(first)
      for (const after of changes) {
        const lines = [...withChargeLines(goodsOf(order.lines), order, after, shop.standardRatePercent)]
        order = { lines, money: moneyOf(countedTotals(goodsOf(lines), after, order, shop)) }
        expect(sumOf(lines)).toBe(order.money.paymentTotalYen)
        expect(goodsOf(lines)).toEqual(bought)
      }
    }),
    { numRuns: 1_000 },
  )
})

it('an order without lines of charges gets none', () => {
  const none = { discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 0 }
  const [first] = fc.sample(goods, 1)
  const lines = first ?? []
  const order = { lines, money: moneyOf(countedTotals(lines, none, null, shop)) }
  expect(withChargeLines(lines, order, { ...none, shippingYen: 500, usedPoints: 5 }, 10)).toEqual(lines)
})
