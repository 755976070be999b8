import { vi } from 'vitest'
import type { BulkLine, BulkLineState, BulkRun } from '../../../src-shared/bulk.ts'
import type { TestDesk } from '../../support/desk.ts'

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
