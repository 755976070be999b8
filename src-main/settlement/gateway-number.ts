import { dayOf, type Instant } from '../../src-shared/business-day.ts'

/**
 * The numbers under which the gateway may know an order, by the shop's patterns, in their order and without doubles.
 * Times are those of the order in Japan. A number the gateway could not have (over 27 letters, other signs than
 * letters, digits and hyphens: gmo-protocol.md §1.2) is left out.
 */
export function gatewayNumbers(orderNo: string, orderedAt: Instant, patterns: readonly string[]): readonly string[] {
  const time = new Date(orderedAt + 9 * 3_600_000).toISOString()
  const day = dayOf(orderedAt)
  const clock = time.slice(11, 19).replaceAll(':', '')
  const numbers = patterns.map((pattern) =>
    pattern
      .replaceAll('{no}', orderNo)
      .replaceAll('{ddHHmmss}', day.slice(8, 10) + clock)
      .replaceAll('{yyMMdd}', day.slice(2).replaceAll('-', ''))
      .replaceAll('{HHmmss}', clock),
  )
  return [...new Set(numbers)].filter((number) => /^[A-Za-z0-9-]{1,27}$/.test(number))
}
