import { vi } from 'vitest'
import type { BulkAction, BulkLine, BulkLineState, BulkRun, BulkSelection } from '../../../src-shared/bulk.ts'
import type { OrderStatus } from '../../../src-shared/order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

/** A desk with orders 1001, 1002, …, linked 仮売上 of `age` days ago; ids count from 1. */
export async function bulkDesk(count: number, atOnce = 4, age = 3): Promise<TestDesk> {
  const at = daysBefore(noon, age)
  const numbers = Array.from({ length: count }, (_none, index) => String(1001 + index))
  const desk = await startDesk({
    orders: numbers.map((number) => sampleOrder(number, at)),
    trades: numbers.map((number) => sampleTrade(number, at)),
  })
  await setAtOnce(desk, atOnce)
  return desk
}

export async function setAtOnce(desk: TestDesk, bulkAtOnce: number): Promise<void> {
  const { hasPass: _pass, endpoint: _endpoint, keptByOs: _kept, ...settings } = await desk.call('settings.gateway', {})
  await desk.call('settings.save-gateway', {
    ...settings,
    orderNoPatterns: [...settings.orderNoPatterns],
    bulkAtOnce,
  })
}

export const everyOrder: BulkSelection = { conditions: {} }

/** Previews and starts. */
export async function startRun(
  desk: TestDesk,
  action: BulkAction = 'sales',
  thenStatus: OrderStatus | null = null,
  selection: BulkSelection = everyOrder,
): Promise<BulkRun> {
  const { digest } = await desk.call('bulk.preview', { selection, action })
  return desk.call('bulk.start', { digest, thenStatus })
}

/** Waits until `is` is true of the run; time stands still unless `advanceMs` moves it between looks. */
export async function runUntil(
  desk: TestDesk,
  runId: string,
  is: (run: BulkRun) => boolean,
  advanceMs = 0,
): Promise<BulkRun> {
  return vi.waitFor(
    async () => {
      if (advanceMs > 0) desk.clock.advance(advanceMs)
      const { run } = await desk.call('bulk.report', { runId })
      if (!is(run)) throw new Error(`the run is ${JSON.stringify(run)}`)
      return run
    },
    { timeout: 60_000, interval: 10 },
  )
}

export const ended = (desk: TestDesk, runId: string, advanceMs = 0): Promise<BulkRun> =>
  runUntil(desk, runId, ({ state }) => state === 'ended', advanceMs)

/** Numbers of lines by their state, without those of which there is none. */
export function countsOf({ sums }: BulkRun): Partial<Record<BulkLineState, number>> {
  return Object.fromEntries(Object.entries(sums).flatMap(([state, { count }]) => (count === 0 ? [] : [[state, count]])))
}

export async function linesOf(desk: TestDesk, runId: string): Promise<readonly BulkLine[]> {
  return (await desk.call('bulk.report', { runId })).lines
}

/** Applied mutations per order in the gateway's ledger: never more than one each. */
export function mutationsPerOrder(desk: TestDesk): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { orderId } of desk.sandbox.ledger.mutations()) counts.set(orderId, (counts.get(orderId) ?? 0) + 1)
  return counts
}
