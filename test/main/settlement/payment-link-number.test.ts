import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkNumber } from '../../../src-main/settlement/payment-link-number.ts'

describe('the gateway’s number of a payment link', () => {
  it.each([
    ['55', 1, '55-1'],
    ['A-2026-000123', 12, 'A-2026-000123-12'],
    ['1'.repeat(25), 9, `${'1'.repeat(25)}-9`],
  ])('of %s, attempt %i', (orderNo, attempt, number) => {
    expect(linkNumber(orderNo, attempt)).toBe(number)
  })

  it('keeps apart what is too long or has signs the gateway does not take', () => {
    const long = '9'.repeat(40)
    const numbers = [`${long}1`, `${long}2`, '注文1', '注文2', '注文', '___'].map((orderNo) => linkNumber(orderNo, 1))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers[0]).toMatch(/^9{16}-[0-9a-f]{8}-1$/)
    expect(numbers[4]).toMatch(/^[0-9a-f]{8}-1$/)
  })

  it('is one the gateway takes, and another for every attempt', () => {
    const orderNo = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    const attempt = fc.integer({ min: 1, max: 99_999 })
    fc.assert(
      fc.property(orderNo, attempt, attempt, (no, one, other) => {
        expect(linkNumber(no, one)).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,26}$|^-[A-Za-z0-9-]{1,26}$/)
        expect(linkNumber(no, one) === linkNumber(no, other)).toBe(one === other)
      }),
    )
  })
})
