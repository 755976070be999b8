import type { Backup } from '../../src-shared/backup.ts'
import { dayOf, type Instant } from '../../src-shared/business-day.ts'

const OF_TODAY = 3
const DAYS = 10
const MONTHS = 12

/**
 * Which backups stay at `now`: the newest 3 of today, the newest of each of the last 10 days that have one, and the
 * newest of each of the last 12 months that have one (security.md §5). Days and months are Japanese. Answers ids.
 */
export function backupsToKeep(backups: readonly Backup[], now: Instant): ReadonlySet<string> {
  const newestFirst = [...backups].sort((a, b) => b.madeAt - a.madeAt)
  const today = newestFirst.filter((backup) => dayOf(backup.madeAt) >= dayOf(now)).slice(0, OF_TODAY)
  const daily = newestOfEach(newestFirst, (day) => day).slice(0, DAYS)
  const monthly = newestOfEach(newestFirst, (day) => day.slice(0, 7)).slice(0, MONTHS)
  return new Set([...today, ...daily, ...monthly].map((backup) => backup.id))
}

function newestOfEach(newestFirst: readonly Backup[], periodOf: (day: string) => string): readonly Backup[] {
  const newest = new Map<string, Backup>()
  for (const backup of newestFirst) {
    const period = periodOf(dayOf(backup.madeAt))
    if (!newest.has(period)) newest.set(period, backup)
  }
  return Array.from(newest.values())
}
