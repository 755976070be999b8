import { addDays, dayOf, endOfDay, startOfDay } from '../../src-shared/business-day.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { isGatewayKind, paymentKindOf } from '../../src-shared/payment-method.ts'
import {
  SLIP_DUE_DAYS,
  todayKinds,
  type DayCount,
  type Today,
  type TodayCard,
  type TodayKind,
} from '../../src-shared/today.ts'
import type { Connection, Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { daysLeftCounts, ordersByDay, slipTerms, todayIds, type TodayBounds, type DayRow } from './today-table.ts'

/** 管理メイン = 今日やること. */
export interface TodayService {
  /** Every card with its first rows, days left and the chart, in one look at the data file. */
  read(): Promise<Today>
  /** One card with its first 200 rows. */
  card(kind: TodayKind): Promise<TodayCard>
}

/** What 管理メイン is read from. */
export interface TodayParts {
  readonly db: Database
  readonly clock: Clock
  /** Rows of 検索結果一覧, in the order of the ids. */
  readonly rows: (ids: readonly number[]) => Promise<readonly OrderRow[]>
}

const FIRST_ROWS = 8
const ALL_ROWS = 200
/** The chart's days, today included. */
const CHART_DAYS = 30

/** Reads the lists of 管理メイン; nothing is kept between two looks. */
export function createToday({ db, clock, rows }: TodayParts): TodayService {
  async function cardOf(connection: Connection, kind: TodayKind, bounds: TodayBounds, limit: number) {
    const { count, ids } = await todayIds(connection, kind, bounds, limit)
    if (ids.length === 0) return { kind, count, rows: [] }
    const terms = kind === 'slipDue' ? await slipTerms(connection, ids) : new Map<number, number>()
    const orders = await rows(ids)
    return { kind, count, rows: orders.map((order) => ({ order, termAt: terms.get(order.id) ?? null })) }
  }

  return {
    read: () =>
      db.read(async (connection) => {
        const bounds = boundsAt(clock.now())
        const cards: TodayCard[] = []
        for (const kind of todayKinds) cards.push(await cardOf(connection, kind, bounds, FIRST_ROWS))
        const daysLeft = await daysLeftCounts(connection, bounds)
        return { today: bounds.today, cards, daysLeft, days: dayCounts(await ordersByDay(connection, bounds.daysFrom)) }
      }),
    card: (kind) => db.read((connection) => cardOf(connection, kind, boundsAt(clock.now()), ALL_ROWS)),
  }
}

function boundsAt(now: number): TodayBounds {
  const today = dayOf(now)
  return {
    today,
    in3Days: addDays(today, 3),
    in7Days: addDays(today, 7),
    in20Days: addDays(today, 20),
    slipsUntil: endOfDay(addDays(today, SLIP_DUE_DAYS)),
    daysFrom: startOfDay(addDays(today, 1 - CHART_DAYS)),
  }
}

/** Only methods that have a trade at the gateway, several methods of one day and status together. */
function dayCounts(found: readonly DayRow[]): readonly DayCount[] {
  const sums = new Map<string, { day: string; status: DayCount['status']; orders: number; totalYen: number }>()
  for (const { day, status, orders, totalYen, paymentMethod } of found) {
    if (!isGatewayKind(paymentKindOf(paymentMethod))) continue
    const key = `${day} ${status ?? ''}`
    const sum = sums.get(key) ?? { day, status, orders: 0, totalYen: 0 }
    sums.set(key, sum)
    sum.orders += orders
    sum.totalYen += totalYen
  }
  return [...sums.values()]
}
