import { formatDay, isBusinessDay, type BusinessDay } from '../src-shared/business-day.ts'

/**
 * Reads a day as operators type it: `2026/11/23`, `2026-11-23`, `2026年11月23日`, `20261123`, and `11/23` or `1123` for the
 * year of `today`. Full-width letters count. Answers null for an empty text and `undefined` for one that is no day.
 */
export function parseDay(text: string, today: BusinessDay): BusinessDay | null | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (plain === '') return null
  const parts = splitDay(plain, today.slice(0, 4))
  if (!parts) return undefined
  const [year, month, day] = parts
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isBusinessDay(written) ? written : undefined
}

function splitDay(text: string, year: string): readonly [string, string, string] | null {
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (full) return [full[1] ?? '', full[2] ?? '', full[3] ?? '']
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text)
  return short ? [year, short[1] ?? '', short[2] ?? ''] : null
}

/** A day as the field shows it; empty for none. */
export function dayText(day: BusinessDay | null | undefined): string {
  return day ? formatDay(day) : ''
}
