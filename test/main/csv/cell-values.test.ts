import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDay, parseInstant, parseWhole, parseYen } from '../../../src-main/csv/cell-values.ts'

const part = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
const anyTime = fc.tuple(
  fc.integer({ min: 0, max: 9999 }).map((year) => String(year).padStart(4, '0')),
  ...[part(13), part(32), part(25), part(61), part(61)],
)

describe('dates as carts write them', () => {
  it('are the same instant and day with hyphens, which are read the short way, as with slashes', () => {
    fc.assert(
      fc.property(anyTime, ([year, month, day, hours, minutes, seconds]) => {
        const clock = `${hours}:${minutes}:${seconds}`
        const [plain, spread] = [`${year}-${month}-${day}`, `${year}/${month}/${day}`]
        expect(parseInstant(`${plain} ${clock}`)).toBe(parseInstant(`${spread} ${clock}`))
        expect(parseDay(`${plain} ${clock}`)).toBe(parseDay(`${spread} ${clock}`))
      }),
      { numRuns: 20_000 },
    )
  })

  it('are wall-clock times of Japan', () => {
    expect(parseInstant('2026-11-01 09:30:15')).toBe(Date.UTC(2026, 10, 1, 0, 30, 15))
    expect(parseDay('2024-02-29 23:59:59')).toBe('2024-02-29')
    expect(parseInstant('0050-01-01 09:00:00')).toBe(Date.parse('0050-01-01T00:00:00Z'))
  })

  it.each([
    '2023-02-29 00:00:00',
    '2026-11-01 24:00:00',
    '2026-11-01 09:60:00',
    '2026-11-0a 09:30:15',
    '2026-11-01 09:30:1 ',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull()
  })
})

describe('whole numbers', () => {
  it('are read as the language reads them, and refused beyond their limit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^-?\d{1,13}(\.0{1,2})?$/),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        (text, limit) => {
          const value = Number(text) + 0
          const isRead = /^-?\d{1,12}(\.|$)/.test(text) && Math.abs(value) <= limit
          expect(parseWhole(text, limit)).toBe(isRead ? value : null)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it.each(['', '-', '1a', '１', '1.5', ' 1', '0x1', '1e3'])('「%s」 is none', (text) => {
    expect([parseWhole(text), parseYen(text)]).toEqual([null, null])
  })
})
