import { addDays, dayOf, japanTime } from '../../src-shared/business-day.ts'
import type { Instant } from '../../src-shared/business-day.ts'

const JAPAN_SHIFT_MS = 9 * 3_600_000

/** `yyyyMMddHHmmss` in Japan: the one way the gateway writes a time. */
export function gatewayDateTime(at: Instant): string {
  return new Date(at + JAPAN_SHIFT_MS).toISOString().replace(/[-:T]/g, '').slice(0, 14)
}

/** 23:59:59 in Japan, `days` days after the day of `at`: where every payment term ends. */
export function termAfter(at: Instant, days: number): Instant {
  return japanTime(addDays(dayOf(at), days), 23, 59, 59)
}

/** The instant a shop wrote as `yyyyMMddHHmm` or `yyyyMMddHHmmss` in Japan; null when it is no such time. */
export function readGatewayDateTime(text: string): Instant | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text)
  if (found === null) return null
  const [, year, month, day, hour, minute, second = '59'] = found
  const at = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second}+09:00`)
  return Number.isNaN(at) ? null : at
}
