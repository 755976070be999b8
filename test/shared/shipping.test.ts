import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shippingFeeYen, shippingSettingsSchema } from '../../src-shared/shipping.ts'

const carriers = [
  { name: 'ヤマト運輸', feesYen: { 大分県: 700, 北海道: 1500 }, timeSlots: ['午前中'] },
  { name: '佐川急便', feesYen: { 大分県: 650 }, timeSlots: [] },
]
const settings = { carriers, freeFromYen: 10_000 }
const to = (carrier: string, prefecture: string) => ({ carrier, prefecture })

describe('送料 by the table', () => {
  it.each([
    ['one delivery', [to('ヤマト運輸', '大分県')], 5000, 700],
    ['blanks around the name', [to(' ヤマト運輸 ', '大分県')], 5000, 700],
    ['the sum of all deliveries', [to('ヤマト運輸', '北海道'), to('佐川急便', '大分県')], 5000, 2150],
    ['one yen below the limit', [to('ヤマト運輸', '大分県')], 9_999, 700],
    ['nothing from the limit on', [to('ヤマト運輸', '大分県')], 10_000, 0],
    ['a carrier that is not in the table', [to('自社便', '大分県')], 5000, null],
    ['a prefecture without a fee', [to('佐川急便', '北海道')], 5000, null],
    ['a limit does not make a place served', [to('佐川急便', '北海道')], 20_000, null],
    ['no delivery', [], 5000, null],
  ])('%s', (_what, deliveries, subtotalYen, yen) => {
    expect(shippingFeeYen(settings, deliveries, subtotalYen)).toBe(yen)
  })

  it('is whole yen, and every delivery adds its own', () => {
    const one = fc.constantFrom(to('ヤマト運輸', '大分県'), to('ヤマト運輸', '北海道'), to('佐川急便', '大分県'))
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (deliveries) => {
        const free = { ...settings, freeFromYen: null }
        const each = deliveries.map((delivery) => shippingFeeYen(free, [delivery], 0) ?? NaN)
        expect(shippingFeeYen(free, deliveries, 99_999_999)).toBe(each.reduce((sum, yen) => sum + yen, 0))
      }),
    )
  })

  it('takes no two carriers of one name, and no part of a yen', () => {
    const [carrier] = carriers
    expect(shippingSettingsSchema.safeParse({ carriers: [carrier, carrier], freeFromYen: null }).success).toBe(false)
    const broken = { ...carrier, feesYen: { 大分県: 0.5 } }
    expect(shippingSettingsSchema.safeParse({ carriers: [broken], freeFromYen: null }).success).toBe(false)
  })
})
