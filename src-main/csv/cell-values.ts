import { isCalendarDay, japanTime, type BusinessDay, type Instant } from '../../src-shared/business-day.ts'
import { MAX_YEN } from '../../src-shared/yen.ts'

/** Date and time as the carts write them, with microseconds on PostgreSQL, and as spreadsheets save them again. */
const dateTime =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:\+09(?::?00)?)?)?$/

/** What MySQL shops hold where a date was never set. */
const zeroDate = /^0000-00-00(?: 00:00:00)?$/

/**
 * Whole yen of `5775`, `-500` or `5775.00` (EC-CUBE 4 keeps decimal(12,2)); null when the text is no such number, has
 * a fraction of a yen, or is beyond what an order can reach.
 */
export function parseYen(text: string): number | null {
  return parseWhole(text, MAX_YEN)
}

/** A whole number, also written `10.00`; null when it is none or beyond `limit`. */
export function parseWhole(text: string, limit = 999_999_999): number | null {
  const plain = text.length > 0 && text.length <= 9 ? digitsAt(text, 0, text.length) : Number.NaN
  if (plain <= limit) return plain
  const match = /^(-?\d{1,12})(?:\.0+)?$/.exec(text)
  if (match === null) return null
  const value = Number(match[1]) + 0
  return Math.abs(value) <= limit ? value : null
}

/** Instant of a Japanese wall-clock time without zone; microseconds are cut to milliseconds. Null when it is none. */
export function parseInstant(text: string): Instant | null {
  return wallClock(text)?.at ?? null
}

/** The day of a date or of a date with time (carts keep birthdays as `1960-01-10 00:00:00`); null when it is none. */
export function parseDay(text: string): BusinessDay | null {
  return wallClock(text)?.day ?? null
}

interface WallClock {
  readonly day: BusinessDay
  readonly at: Instant
}

function wallClock(text: string): WallClock | null {
  return plainWallClock(text) ?? anyWallClock(text)
}

const JAPAN_SHIFT_MS = 9 * 3_600_000

/**
 * `2026-11-01 09:30:15`, which is what nearly every cell holds, without the pattern for all that may stand there; null for
 * anything else, be it a date or not.
 */
function plainWallClock(text: string): WallClock | null {
  if (text.length !== 19 || text[4] !== '-' || text[7] !== '-' || text[10] !== ' ') return null
  if (text[13] !== ':' || text[16] !== ':') return null
  const [year, month, date] = [digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2)]
  const [hours, minutes, seconds] = [digitsAt(text, 11, 2), digitsAt(text, 14, 2), digitsAt(text, 17, 2)]
  // The calendar of the language takes the years before 100 for those of the last century.
  if (!(year >= 100 && hours <= 23 && minutes <= 59 && seconds <= 59) || !isCalendarDay(year, month, date)) return null
  return {
    day: text.slice(0, 10),
    at: Date.UTC(year, month - 1, date, hours, minutes, seconds) - JAPAN_SHIFT_MS,
  }
}

/** The number that `count` digits at `from` make; NaN when one of them is none. */
function digitsAt(text: string, from: number, count: number): number {
  let value = 0
  for (let index = from; index < from + count; index += 1) {
    const digit = text.charCodeAt(index) - 0x30
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN
  }
  return value
}

function anyWallClock(text: string): WallClock | null {
  const match = dateTime.exec(text)
  if (match === null) return null
  const [, year = '', month = '', date = '', hour = '0', minute = '0', second = '0', fraction = ''] = match
  if (!isCalendarDay(Number(year), Number(month), Number(date))) return null
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = timeOf(day, Number(hour), Number(minute), Number(second))
  return at === null ? null : { day, at: at + Number(fraction.padEnd(3, '0').slice(0, 3)) }
}

function timeOf(day: BusinessDay, hours: number, minutes: number, seconds: number): Instant | null {
  return hours > 23 || minutes > 59 || seconds > 59 ? null : japanTime(day, hours, minutes, seconds)
}

/** True for a date that says "none": an empty cell or MySQL's zero date. */
export function isNoDate(text: string): boolean {
  return text === '' || zeroDate.test(text)
}

/** Seven digits as the post writes them, `870-0026`; any other text as it is. */
export function formatPostalCode(text: string): string {
  return /^\d{7}$/.test(text) ? `${text.slice(0, 3)}-${text.slice(3)}` : text
}

/** Number parts of a phone or postal code with hyphens between those that are there. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('-')
}
