import type { BusinessDay } from '../../src-shared/business-day.ts'

/** A day as the number 19700131: half the size of the text in every index, and in the same order. */
export function bornOnNumber(day: BusinessDay | null): number | null {
  return day === null ? null : Number(day.replaceAll('-', ''))
}

/** The day behind such a number. */
export function bornOnFromNumber(number: number | null): BusinessDay | null {
  if (number === null) return null
  const digits = String(number).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
