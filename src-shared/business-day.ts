import { z } from 'zod'

/** A point in time: whole milliseconds since the epoch, UTC. The one unit of time at the door and in the data file. */
export type Instant = number

/** A calendar day in Japan, `YYYY-MM-DD`. All rules of settlement and all date searches speak of these. */
export type BusinessDay = string

const DAY_MS = 86_400_000
/** Japan is nine hours ahead of UTC all year, so a fixed shift is exact and needs no time-zone data of the machine. */
const JAPAN_SHIFT_MS = 9 * 3_600_000

export const instantSchema = z.int().min(-62_135_596_800_000).max(253_402_300_799_999)

export const businessDaySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => isBusinessDay(day))

/** True when `day` is written `YYYY-MM-DD` and exists in the calendar (2026-02-29 does not). */
export function isBusinessDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false
  return isCalendarDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8)))
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True when the calendar has such a day; months count from 1. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (monthLengths[month - 1] ?? 0) + (isLeap ? 1 : 0)
}

/** The day in Japan on which `at` falls. */
export function dayOf(at: Instant): BusinessDay {
  return new Date(at + JAPAN_SHIFT_MS).toISOString().slice(0, 10)
}

/** First instant of the day in Japan. */
export function startOfDay(day: BusinessDay): Instant {
  return Date.parse(`${day}T00:00:00Z`) - JAPAN_SHIFT_MS
}

/** Last millisecond of the day in Japan: searches include the day they end on. */
export function endOfDay(day: BusinessDay): Instant {
  return startOfDay(day) + DAY_MS - 1
}

/** The day `count` days after `day` (before it, when negative). */
export function addDays(day: BusinessDay, count: number): BusinessDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDay, to: BusinessDay): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** True when both days lie in one calendar month: the border between 返品 and 月跨返品. */
export function sameMonth(a: BusinessDay, b: BusinessDay): boolean {
  return a.slice(0, 7) === b.slice(0, 7)
}

/** The instant of a Japanese wall-clock time, for texts such as `2026-11-23`, `14`, `10`, `0`. */
export function japanTime(day: BusinessDay, hours: number, minutes: number, seconds = 0): Instant {
  return startOfDay(day) + ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** `2026/11/23`, as every screen and document writes a day. */
export function formatDay(day: BusinessDay): string {
  return day.replaceAll('-', '/')
}

/** `2026/11/23 14:10` in Japan. */
export function formatDateTime(at: Instant): string {
  const text = new Date(at + JAPAN_SHIFT_MS).toISOString()
  return `${formatDay(text.slice(0, 10))} ${text.slice(11, 16)}`
}

/** `2026/11/23` of an instant, in Japan. */
export function formatDate(at: Instant): string {
  return formatDay(dayOf(at))
}
