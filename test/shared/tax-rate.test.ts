import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src-shared/business-day.ts'
import {
  firstMoneySettings,
  moneySettingsOn,
  rateOfProduct,
  type MoneySettings,
} from '../../src-shared/money-settings.ts'
import { orderTotals } from '../../src-shared/order-totals.ts'
import { lawfulRates, rateOn, type RateChange } from '../../src-shared/tax-rate.ts'

/** Two years of 0 % on food, as announced for a day that is not known yet (law.md A11). */
const foodAtZero: readonly RateChange[] = [
  { fromOn: '2027-04-01', taxClass: 'reduced', ratePercent: 0 },
  { fromOn: '2029-04-01', taxClass: 'reduced', ratePercent: 8 },
]
const shop = (given: Partial<MoneySettings> = {}): MoneySettings => ({ ...firstMoneySettings, ...given })
const ratesOn = (day: string, settings = shop()) => {
  const { standardRatePercent, reducedRatePercent } = moneySettingsOn(settings, day)
  return [standardRatePercent, reducedRatePercent]
}

describe('the rate of a day', () => {
  it.each([
    ['1989-03-31', 0, null],
    ['1989-04-01', 3, null],
    ['1997-03-31', 3, null],
    ['1997-04-01', 5, null],
    ['2013-05-15', 5, null],
    ['2014-03-31', 5, null],
    ['2014-04-01', 8, null],
    ['2019-09-30', 8, null],
    ['2019-10-01', 10, 8],
    ['2026-11-23', 10, 8],
  ])('%s: standard %i, reduced %s', (day, standard, reduced) => {
    expect(ratesOn(day)).toEqual([standard, reduced])
  })

  it('is 0 % where the shop’s own change says so, from its day to the day before the next', () => {
    const settings = shop({ rateChanges: foodAtZero })
    expect(ratesOn('2027-03-31', settings)).toEqual([10, 8])
    expect(ratesOn('2027-04-01', settings)).toEqual([10, 0])
    expect(ratesOn('2029-03-31', settings)).toEqual([10, 0])
    expect(ratesOn('2029-04-01', settings)).toEqual([10, 8])
  })

  it('is the shop’s own where both change on one day, in whatever order they were typed', () => {
    const own = [{ fromOn: '2019-10-01', taxClass: 'standard', ratePercent: 12 }] as const
    expect(rateOn('standard', '2020-01-01', own)).toBe(12)
    expect(rateOn('reduced', '2028-01-01', foodAtZero.toReversed())).toBe(0)
  })

  it('is always the fixed one where the shop chose that, and no reduced one where it sells nothing under it', () => {
    expect(ratesOn('2013-05-15', shop({ rateChoice: 'fixed', standardRatePercent: 0 }))).toEqual([0, 8])
    expect(ratesOn('2026-11-23', shop({ reducedRatePercent: null }))).toEqual([10, null])
  })

  it('follows the last change on or before the day, for any changes', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1985-01-01', count))
    const change = fc.record({
      fromOn: days,
      taxClass: fc.constantFrom('standard', 'reduced'),
      ratePercent: fc.integer({ min: 0, max: 100 }),
    })
    const changes = fc.uniqueArray(change, { maxLength: 8, selector: ({ fromOn, taxClass }) => fromOn + taxClass })
    fc.assert(
      fc.property(days, changes, fc.constantFrom('standard', 'reduced'), (day, own, taxClass) => {
        let expected: number | null = null
        for (let at = '1985-01-01'; at <= day; at = addDays(at, 1)) {
          const today = [...lawfulRates, ...own].filter((one) => one.fromOn === at && one.taxClass === taxClass)
          expected = today.at(-1)?.ratePercent ?? expected
        }
        expect(rateOn(taxClass, day, own)).toBe(expected)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the rate of a product that was sold before', () => {
  const on = (day: string) => moneySettingsOn(shop({ rateChanges: foodAtZero }), day)
  it.each([
    [10, '2026-11-01', '2026-11-23', 10],
    [8, '2026-11-01', '2027-04-01', 0],
    [0, '2028-01-01', '2029-04-01', 8],
    [5, '2013-05-15', '2026-11-23', 10],
    [8, '2018-01-01', '2026-11-23', 10],
    [8, '2026-11-01', '2018-01-01', 8],
    [7, '2026-11-01', '2026-11-23', 7],
  ])('%i %% on %s is on %s %i %%', (taxRatePercent, seenOn, day, expected) => {
    expect(rateOfProduct({ taxRatePercent, seenOn }, on(day))).toBe(expected)
  })

  it('stays as it was where the shop’s rates are fixed', () => {
    const settings = moneySettingsOn(shop({ rateChoice: 'fixed' }), '2026-11-23')
    expect(rateOfProduct({ taxRatePercent: 5, seenOn: '2013-05-15' }, settings)).toBe(5)
  })
})

it('counts charges under the standard rate of the order’s day', () => {
  const line = { unitPriceYen: 5250, taxIncluded: true, quantity: 1, taxRatePercent: 5 }
  const input = { lines: [line], discountYen: 0, shippingYen: 525, feeYen: 0, usedPoints: 0 }
  const { byRate } = orderTotals(input, moneySettingsOn(shop(), '2013-05-15'))
  expect(byRate).toEqual([{ ratePercent: 5, discountYen: 0, totalYen: 5775, taxYen: 275 }])
})
