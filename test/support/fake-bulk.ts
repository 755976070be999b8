import type { CallInput, CallName, CallOutput } from '../../src-shared/api.ts'
import type { BulkLine, BulkLineState, BulkRun, PlannedLine } from '../../src-shared/bulk.ts'
import { sumLines } from '../../src-shared/bulk-run.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { SAMPLE_NOW } from './sample-orders.ts'

type BulkCalls = Extract<CallName, `bulk.${string}`> | 'settlement.card-counts' | 'settlement.deadlines'
type BulkAnswers = { [N in BulkCalls]: (input: CallInput<N>) => CallOutput<N> }

/** A line of a run in one state. */
export function bulkLine(position: number, state: BulkLineState, more: Partial<BulkLine> = {}): BulkLine {
  const orderId = position + 1
  return {
    ...{ position, orderId, orderNo: String(orderId), name: 'テスト 花子', action: 'sales', amountYen: 5775, state },
    ...{ startedAt: null, failure: null, messages: [], statusHeld: null, ...more },
  }
}

/** A run of `lines`, which decide its sums. */
export function bulkRun(lines: readonly BulkLine[], more: Partial<BulkRun> = {}): BulkRun {
  return {
    id: '3f2b1c9e-0d57-4a6e-9a31-6b1f0c2d4e5f',
    action: 'sales',
    thenStatus: 'paid',
    state: 'running',
    cancelled: false,
    pausedBy: null,
    operatorName: '店長',
    createdAt: SAMPLE_NOW,
    endedAt: null,
    total: lines.length,
    sums: sumLines(lines.map(({ state, amountYen: yen }) => ({ state, count: 1, yen }))),
    statusHeld: lines.filter(({ statusHeld }) => statusHeld !== null).length,
    atOnce: 1,
    waitsUntil: null,
    perMinute: 40,
    ...more,
  }
}

/** A planned 実売上 of a row. */
export function plannedLine({ id, orderNo, name, status, settlement, totalYen }: OrderRow): PlannedLine {
  return {
    ...{ orderId: id, orderNo, name, orderStatus: status, settlementStatus: settlement?.status ?? null },
    ...{ action: 'sales', amountYen: totalYen, excluded: null },
  }
}

/** A core whose runs end as soon as they begin. */
export function bulkAnswers(rows: readonly OrderRow[]): BulkAnswers {
  const authorised = rows.filter(({ settlement }) => settlement?.status === 'authorised')
  const lines = authorised.map((_row, position) => bulkLine(position, 'applied'))
  const ended = bulkRun(lines, { state: 'ended', endedAt: SAMPLE_NOW })
  return {
    'settlement.card-counts': () => ({ authorised: authorised.length, sales: 12 }),
    'settlement.deadlines': () => ({
      rows: authorised,
      bands: { late: 0, three: authorised.length, seven: 0, twenty: 0, later: 0 },
      warnings: [{ days: 3, count: 2 }],
    }),
    'bulk.preview': ({ selection, action }) => {
      const ids = 'ids' in selection ? selection.ids : rows.map(({ id }) => id)
      return { digest: 'digest-1', action, lines: rows.filter(({ id }) => ids.includes(id)).map(plannedLine) }
    },
    'bulk.start': () => ended,
    'bulk.hold': () => ended,
    'bulk.state': () => null,
    'bulk.list': () => [],
    'bulk.report': () => ({ run: ended, lines }),
    'bulk.reselect-failed': () => ({ action: 'sales', ids: [] }),
  }
}
