import { addDays, dayOf, type BusinessDay } from '../../src-shared/business-day.ts'
import {
  bandOf,
  deadlineBands,
  warningDays,
  type DeadlineBand,
  type DeadlinePage,
  type DeadlineRequest,
} from '../../src-shared/deadline-radar.ts'
import { paymentKindOf } from '../../src-shared/payment-method.ts'
import { daysLeft } from '../../src-shared/settlement-deadline.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import { countByDeadline, countByStatus, idsByDeadline } from './deadline-table.ts'
import type { SettlementParts } from './parts.ts'

/** Days left at the two ends of each band; null = no end. */
const bounds: Readonly<Record<DeadlineBand, readonly [number | null, number | null]>> = {
  late: [null, -1],
  three: [0, 3],
  seven: [4, 7],
  twenty: [8, 20],
  later: [21, null],
}

/** A page of 期限レーダー as of now. */
export async function deadlinePage(parts: SettlementParts, request: DeadlineRequest): Promise<DeadlinePage> {
  const today = dayOf(parts.clock.now())
  const { band, page, pageSize } = request
  const [from, to] = band === null ? [null, null] : bounds[band]
  const day = (left: number | null): BusinessDay | null => (left === null ? null : addDays(today, left))
  const ids = await parts.db.read((db) => idsByDeadline(db, day(from), day(to), pageSize, page * pageSize))
  const bands = Object.fromEntries(deadlineBands.map((name) => [name, 0])) as Record<DeadlineBand, number>
  const counts = await parts.db.read((db) => countByDeadline(db))
  for (const { settleBy, count } of counts) bands[bandOf(daysLeft(today, settleBy))] += count
  const warnings = warningDays.flatMap((days) => {
    const due = counts.find(({ settleBy }) => daysLeft(today, settleBy) === days)
    return due === undefined ? [] : [{ days, count: due.count }]
  })
  return { rows: await parts.orders.rows(ids), bands, warnings }
}

/** カード決済情報: how many card orders are in each status. */
export async function cardCounts(parts: SettlementParts): Promise<Readonly<Partial<Record<SettlementStatus, number>>>> {
  const { paymentMethods } = await parts.orders.vocabulary()
  const cards = paymentMethods.filter((name) => paymentKindOf(name) === 'card')
  return parts.db.read((db) => countByStatus(db, cards))
}
