import { addDays, type BusinessDay } from '../src-shared/business-day.ts'
import type { SettlementStatus } from '../src-shared/settlement.ts'
import type { DayCount } from '../src-shared/today.ts'

/** What the chart tells apart; more colours than these nobody reads. */
export const chartGroups = ['sold', 'held', 'over', 'failed', 'unlinked'] as const
export type ChartGroup = (typeof chartGroups)[number]

export const chartGroupText: Readonly<Record<ChartGroup, string>> = {
  sold: '実売上・即時売上・入金',
  held: '仮売上・要求成功',
  over: '取消・返品・月跨返品',
  failed: '期限切れ・決済失敗',
  unlinked: '未決済・未連携',
}

const groupOf: Readonly<Record<SettlementStatus, ChartGroup>> = {
  unprocessed: 'unlinked',
  authenticated: 'unlinked',
  checked: 'unlinked',
  authorised: 'held',
  simpleAuthorised: 'held',
  sales: 'sold',
  captured: 'sold',
  voided: 'over',
  returned: 'over',
  returnedLater: 'over',
  cancelled: 'over',
  requested: 'held',
  paid: 'sold',
  payFailed: 'failed',
  expired: 'failed',
  other: 'unlinked',
}

/** The orders of one day by group. */
export type ChartDay = { readonly day: BusinessDay } & Readonly<Record<ChartGroup, number>>

/** The last `count` days up to `today`, each with its orders by group; days without orders are all zero. */
export function chartDays(days: readonly DayCount[], today: BusinessDay, count = 30): readonly ChartDay[] {
  return Array.from({ length: count }, (_none, index) => {
    const day = addDays(today, index - count + 1)
    const sums: Record<ChartGroup, number> = { sold: 0, held: 0, over: 0, failed: 0, unlinked: 0 }
    for (const one of days) {
      if (one.day === day) sums[one.status === null ? 'unlinked' : groupOf[one.status]] += one.orders
    }
    return { day, ...sums }
  })
}
