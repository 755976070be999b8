import { describe, expect, it } from 'vitest'
import { backupsToKeep } from '../../../src-main/backup/retention.ts'
import type { Backup } from '../../../src-shared/backup.ts'

const DAY = 86_400_000
/** 2026-11-23 21:00 in Japan. */
const now = Date.UTC(2026, 10, 23, 12)
const at = (madeAt: number): Backup => ({
  id: new Date(madeAt).toISOString(),
  madeAt,
  reason: 'manual',
  sizeBytes: 1,
  verified: true,
})
const kept = (backups: readonly Backup[]) => backups.filter((backup) => backupsToKeep(backups, now).has(backup.id))

describe('backupsToKeep', () => {
  it('keeps the newest three of today', () => {
    const today = [1, 2, 3, 4, 5].map((hours) => at(now - hours * 3_600_000))
    expect(kept(today)).toEqual(today.slice(0, 3))
  })

  it('keeps the newest of each day, up to ten days', () => {
    const days = Array.from({ length: 20 }, (_none, index) => [
      at(now - index * DAY),
      at(now - index * DAY - 3_600_000),
    ])
    const [second] = days[0]?.slice(1) ?? []
    const expected = [days[0]?.[0], second, ...days.slice(1, 10).map(([newest]) => newest)]
    // The newest of October (13 days ago counts back to 10 November) is the day that ends it: none here reaches October.
    expect(kept(days.flat())).toEqual(expected)
  })

  it('keeps the newest of each month, up to twelve months', () => {
    const months = Array.from({ length: 30 }, (_none, index) => at(Date.UTC(2026, 10 - index, 20, 3)))
    expect(kept(months)).toEqual(months.slice(0, 12))
  })

  it('counts days in Japan: 0:30 there belongs to the new day', () => {
    const beforeMidnight = at(Date.UTC(2026, 10, 22, 14, 59))
    const afterMidnight = at(Date.UTC(2026, 10, 22, 15, 30))
    const earlierYesterday = at(Date.UTC(2026, 10, 22, 10))
    expect(kept([afterMidnight, beforeMidnight, earlierYesterday])).toEqual([afterMidnight, beforeMidnight])
  })

  it('keeps everything while there is little', () => {
    const few = [at(now - 1), at(now - DAY), at(now - 40 * DAY)]
    expect(kept(few)).toEqual(few)
  })

  it('never lets go of the newest copy, even one of the future', () => {
    const future = at(now + 3 * DAY)
    expect(kept([future, at(now)])).toContain(future)
  })
})
