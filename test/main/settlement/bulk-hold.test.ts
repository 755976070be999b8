import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TestDesk } from '../../support/desk.ts'
import { countsOf, ended, linesOf, mutationsPerOrder, runUntil } from './bulk-bench.ts'
import { bulkDesk, startRun } from './bulk-desk.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const hold = (runId: string, how: 'pause' | 'resume' | 'cancel') => desk.call('bulk.hold', { runId, how })
const appliedAtLeast = (id: string, count: number) =>
  runUntil(desk, id, ({ sums, state }) => sums.applied.count >= count || state === 'ended')
const quiet = (id: string) => runUntil(desk, id, ({ sums }) => sums.underWay.count === 0)

describe('一時停止 and 再開', () => {
  it('stop taking at each tenth of 200 orders and go on, and every order is settled once', async () => {
    desk = await bulkDesk(200)
    const { id } = await startRun(desk)
    for (let tenth = 1; tenth < 10; tenth += 1) {
      await appliedAtLeast(id, tenth * 20)
      await hold(id, 'pause')
      const paused = await quiet(id)
      expect(paused).toMatchObject({ state: 'paused', pausedBy: 'operator', atOnce: 0 })
      const before = desk.sandbox.ledger.mutations().length
      await sleep(20)
      expect(desk.sandbox.ledger.mutations()).toHaveLength(before)
      expect(paused.sums.applied.count + paused.sums.queued.count).toBe(200)
      await hold(id, 'resume')
    }
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 200 })
    expect([...mutationsPerOrder(desk).values()].every((count) => count === 1)).toBe(true)
    expect(mutationsPerOrder(desk).size).toBe(200)
  }, 120_000)

  it('is refused for a run that is over or does not exist', async () => {
    desk = await bulkDesk(1)
    const { id } = await startRun(desk)
    await ended(desk, id)
    const late = await desk.envelope('bulk.hold', { runId: id, how: 'resume' })
    expect(late).toMatchObject({ failure: { code: 'bulk.not-running' } })
    const other = await desk.envelope('bulk.hold', { runId: id.replace(/^./, '0').replace(/.$/, '0'), how: 'pause' })
    expect(other).toMatchObject({
      failure: { code: expect.stringMatching(/bulk\.not-found|bulk\.not-running/) as string },
    })
  })
})

describe('中止', () => {
  for (let tenth = 0; tenth < 10; tenth += 1) {
    it(`at ${tenth} tenths: what is under way ends, what waits is 未送信, and the sums are those of the ledger`, async () => {
      desk = await bulkDesk(20, 3)
      desk.sandbox.setLatency(2, 10)
      const { id } = await startRun(desk)
      await appliedAtLeast(id, tenth * 2)
      await hold(id, 'cancel')
      const run = await ended(desk, id)
      const { applied, notSent } = run.sums
      expect(run.cancelled).toBe(true)
      expect(applied.count + notSent.count).toBe(20)
      // Beyond, what is under way may be all that is left.
      if (tenth < 8) expect(notSent.count).toBeGreaterThan(0)
      expect(desk.sandbox.ledger.mutations()).toHaveLength(applied.count)
      const unsent = (await linesOf(desk, id)).filter(({ state }) => state === 'notSent')
      expect(unsent.every(({ orderNo }) => desk.sandbox.ledger.trade(orderNo)?.status === 'AUTH')).toBe(true)
      const again = await desk.call('bulk.reselect-failed', { runId: id })
      expect(again).toEqual({ action: 'sales', ids: unsent.map(({ orderId }) => orderId) })
    })
  }

  it('of a paused run ends it at once', async () => {
    desk = await bulkDesk(5, 1)
    const { id } = await startRun(desk)
    await hold(id, 'pause')
    await quiet(id)
    expect(await hold(id, 'cancel')).toMatchObject({ state: 'ended', cancelled: true })
  })
})

describe('buttons pressed at the same time', () => {
  it('再開 in two windows makes one runner: every order is settled once and none is refused', async () => {
    desk = await bulkDesk(20, 2)
    desk.sandbox.setLatency(5, 10)
    const { id } = await startRun(desk)
    await appliedAtLeast(id, 2)
    await desk.restart()
    await Promise.all([hold(id, 'resume'), hold(id, 'resume'), hold(id, 'resume')])
    const settled = await runUntil(
      desk,
      id,
      ({ state, sums }) => state === 'ended' && sums.attention.count === 0,
      20_000,
    )
    expect(settled.sums.applied.count + settled.sums.confirmed.count).toBe(20)
    expect([...mutationsPerOrder(desk).values()].every((count) => count === 1)).toBe(true)
  }, 60_000)

  it('中止 while the last order ends: the run ends once, whoever is first', async () => {
    desk = await bulkDesk(24, 1)
    const push = desk.events.push.bind(desk.events)
    for (let number = 1; number <= 24; number += 1) {
      const { id } = await startRun(desk, 'sales', null, { ids: [number] })
      const pressed = new Promise((resolve) => {
        desk.events.push = (event) => {
          // The order's turn is over, the run's is not.
          if (event.name === 'orders.changed' && event.payload.ids.includes(number)) {
            let wait = Promise.resolve()
            for (let step = 0; step < number * 4; step += 1) wait = wait.then(() => undefined)
            void wait.then(() => desk.envelope('bulk.hold', { runId: id, how: 'cancel' })).then(resolve)
          }
          return push(event)
        }
      })
      const reply = await pressed
      if (!(reply as { ok: boolean }).ok) expect(reply).toMatchObject({ failure: { code: 'bulk.not-running' } })
      expect(countsOf(await ended(desk, id))).toEqual({ applied: 1 })
    }
    const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'))
    const row: unknown = file.prepare("SELECT count(*) AS n FROM events WHERE kind = 'bulk.ended'").get()
    file.close()
    expect(row).toEqual({ n: 24 })
  }, 60_000)
})

/** Changes in the ledger, once the requests that the end of the program cut off have arrived or are lost. */
async function arrivedMutations(): Promise<number> {
  for (let before = -1; ;) {
    const seen = desk.sandbox.ledger.mutations().length
    if (seen === before) return seen
    before = seen
    await sleep(150)
  }
}

describe('the end of the program in the middle of a run', () => {
  it('leaves a run that waits for 再開: nothing is sent meanwhile, unknown outcomes are asked about', async () => {
    desk = await bulkDesk(40, 4)
    desk.sandbox.setLatency(10, 30)
    const { id } = await startRun(desk, 'sales', 'paid')
    await appliedAtLeast(id, 12)
    await desk.restart()
    const before = await arrivedMutations()
    const waiting = await runUntil(desk, id, ({ sums }) => sums.attention.count === 0, 20_000)
    expect(waiting.state).toBe('interrupted')
    expect(await desk.call('bulk.state', {})).toMatchObject({ id, state: 'interrupted' })
    expect(desk.sandbox.ledger.mutations()).toHaveLength(before)
    const { applied, confirmed, queued } = waiting.sums
    expect(applied.count + confirmed.count + queued.count).toBe(40)
    expect(applied.count + confirmed.count).toBe(before)

    await hold(id, 'resume')
    const run = await ended(desk, id)
    expect(run.sums.applied.count + run.sums.confirmed.count).toBe(40)
    expect([...mutationsPerOrder(desk).values()].every((count) => count === 1)).toBe(true)
  }, 60_000)

  it('lets 未送信を取消 end it', async () => {
    desk = await bulkDesk(20, 2)
    desk.sandbox.setLatency(10, 30)
    const { id } = await startRun(desk)
    await appliedAtLeast(id, 4)
    await desk.restart()
    const start = await desk.envelope('bulk.preview', { selection: { ids: [20] }, action: 'sales' })
    expect(start.ok).toBe(true)
    const refusedStart = await desk.envelope('bulk.start', {
      digest: (start as { value: { digest: string } }).value.digest,
      thenStatus: null,
    })
    expect(refusedStart).toMatchObject({ failure: { code: 'bulk.already-running' } })
    expect(await hold(id, 'cancel')).toMatchObject({ state: 'ended' })
    await vi.waitFor(async () => {
      desk.clock.advance(20_000)
      const { run } = await desk.call('bulk.report', { runId: id })
      expect(run.sums.attention.count).toBe(0)
    }, 20_000)
    const { run } = await desk.call('bulk.report', { runId: id })
    const settled = run.sums.applied.count + run.sums.confirmed.count
    expect(desk.sandbox.ledger.mutations()).toHaveLength(settled)
    expect(settled + run.sums.notSent.count + run.sums.failed.count).toBe(20)
  })
})
