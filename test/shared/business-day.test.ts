import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayOf,
  daysBetween,
  endOfDay,
  formatDate,
  formatDateTime,
  formatDay,
  isBusinessDay,
  japanTime,
  sameMonth,
  startOfDay,
} from '../../src-shared/business-day.ts'

const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) })

describe('business days', () => {
  it('begin at midnight in Japan', () => {
    expect(dayOf(Date.UTC(2026, 10, 23, 14, 59, 59, 999))).toBe('2026-11-23')
    expect(dayOf(Date.UTC(2026, 10, 23, 15))).toBe('2026-11-24')
    expect(startOfDay('2026-11-24')).toBe(Date.UTC(2026, 10, 23, 15))
    expect(endOfDay('2026-11-24')).toBe(Date.UTC(2026, 10, 24, 14, 59, 59, 999))
  })

  it('hold every instant between their first and their last', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(startOfDay(dayOf(at))).toBeLessThanOrEqual(at)
        expect(endOfDay(dayOf(at))).toBeGreaterThanOrEqual(at)
        expect(endOfDay(dayOf(at)) + 1).toBe(startOfDay(addDays(dayOf(at), 1)))
      }),
    )
  })

  it('count the same there and back', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -4000, max: 4000 }), (at, count) => {
        expect(daysBetween(dayOf(at), addDays(dayOf(at), count))).toBe(count)
      }),
    )
  })

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('%s %i day(s) on is %s', (day, count, result) => {
    expect(addDays(day, count)).toBe(result)
  })

  it.each([
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-11-31', false],
    ['2026-1-1', false],
    ['', false],
  ])('%s exists: %s', (day, exists) => {
    expect(isBusinessDay(day)).toBe(exists)
  })

  it('know their month', () => {
    expect(sameMonth('2026-11-01', '2026-11-30')).toBe(true)
    expect(sameMonth('2026-11-30', '2026-12-01')).toBe(false)
    expect(sameMonth('2025-11-01', '2026-11-01')).toBe(false)
  })

  it('are written as the screens write them', () => {
    expect(formatDay('2026-11-23')).toBe('2026/11/23')
    expect(japanTime('2026-11-23', 14, 10)).toBe(Date.UTC(2026, 10, 23, 5, 10))
    expect(formatDateTime(japanTime('2026-11-23', 14, 10, 59))).toBe('2026/11/23 14:10')
    expect(formatDate(japanTime('2026-11-23', 0, 0))).toBe('2026/11/23')
  })
})
