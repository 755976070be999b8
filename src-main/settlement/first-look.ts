import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementParts } from './parts.ts'

/**
 * Milliseconds since a look first showed what `key` stands for: 0 when this is the first. `seenAt` is when, by the data
 * file, and null when it was not before. A minute of real time: where the first look was in an earlier run of the program
 * the clock has to do, and one that went back begins anew (R11).
 */
export function sinceFirstLook(
  { clock, firstLooks }: Pick<SettlementParts, 'clock' | 'firstLooks'>,
  key: string,
  seenAt: Instant | null,
  at: Instant,
): number {
  const elapsed = clock.elapsed?.() ?? at
  const before = seenAt === null ? undefined : firstLooks.get(key)
  if (before !== undefined) return elapsed - before
  const since = seenAt === null ? 0 : Math.max(0, at - seenAt)
  firstLooks.set(key, elapsed - since)
  return since
}
