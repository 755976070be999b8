import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountYenSchema, formatNumber, formatYen, MAX_YEN, yenSchema } from '../../src-shared/yen.ts'

describe('yen', () => {
  it.each([
    [0, '0円'],
    [999, '999円'],
    [1000, '1,000円'],
    [5775, '5,775円'],
    [1234567, '1,234,567円'],
    [-5775, '-5,775円'],
    [MAX_YEN, '9,999,999,999円'],
  ])('%i is written %s', (yen, text) => {
    expect(formatYen(yen)).toBe(text)
  })

  it('can be read back from what is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_YEN, max: MAX_YEN }), (value) => {
        expect(Number(formatNumber(value).replaceAll(',', ''))).toBe(value)
      }),
    )
  })

  it('are whole and within bounds; amounts are not negative', () => {
    expect(yenSchema.safeParse(-MAX_YEN).success).toBe(true)
    expect(yenSchema.safeParse(MAX_YEN + 1).success).toBe(false)
    expect(yenSchema.safeParse(0.5).success).toBe(false)
    expect(amountYenSchema.safeParse(0).success).toBe(true)
    expect(amountYenSchema.safeParse(-1).success).toBe(false)
  })
})
