import { z } from 'zod'

/** Largest sum an order may reach: far above any shop's order, far below what a double holds exactly. */
export const MAX_YEN = 9_999_999_999

/** Whole yen; negative for discounts, red slips and refunds. */
export const yenSchema = z.int().min(-MAX_YEN).max(MAX_YEN)

/** Whole yen of something that is paid: never negative. */
export const amountYenSchema = z.int().min(0).max(MAX_YEN)

/** `5,775円`, as every screen and document writes money. */
export function formatYen(yen: number): string {
  return `${formatNumber(yen)}円`
}

/** `5,775`: thousands separators without the locale data of the machine. */
export function formatNumber(value: number): string {
  const digits = Math.abs(value).toString()
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',')
  return value < 0 ? `-${grouped}` : grouped
}
