import { vi } from 'vitest'
import type { SweepState } from '../../../src-shared/sweep.ts'
import type { TradeDifference } from '../../../src-shared/trade-difference.ts'
import type { TestDesk } from '../../support/desk.ts'

/** Waits until no sweep runs, and at least one has ended at or after `since`. */
export async function sweepEnded(desk: TestDesk, since = 0): Promise<SweepState> {
  return vi.waitFor(async () => {
    const state = await desk.call('settlement.sweep-state', {})
    if (state.running || (state.last?.finishedAt ?? -1) < since) throw new Error('the sweep has not ended')
    return state
  }, 10_000)
}

/** Sweeps once by hand and answers how it ended. */
export async function sweep(desk: TestDesk): Promise<SweepState> {
  await desk.call('settlement.sweep', {})
  return sweepEnded(desk, desk.clock.now())
}

/** The differences by 注文番号. */
export async function differences(desk: TestDesk): Promise<ReadonlyMap<string, TradeDifference>> {
  const list = await desk.call('settlement.differences', {})
  return new Map(list.map((item) => [item.orderNo, item]))
}
