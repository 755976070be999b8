import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dayOf, endOfDay } from '../../../src-shared/business-day.ts'
import { noon, type TestDesk } from '../../support/desk.ts'
import { countsOf, ended, linesOf, mutationsPerOrder, runUntil } from './bulk-bench.ts'
import { bulkDesk, setAtOnce, startRun } from './bulk-desk.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const alter = 'AlterTran.idPass'
const search = 'SearchTrade.idPass'
const hold = (runId: string, how: 'pause' | 'resume' | 'cancel') => desk.call('bulk.hold', { runId, how })

async function console(orderId: string, jobCd: string): Promise<void> {
  const answer = await fetch(`${desk.sandbox.url}/_control/console`, {
    method: 'POST',
    headers: { 'x-sandbox-token': desk.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, jobCd }),
  })
  expect(answer.status).toBe(200)
}

describe('a gateway that is busy (E92)', () => {
  it('halves the pace, waits 5 to 30 seconds, tries those orders again, and no order is done twice', async () => {
    desk = await bulkDesk(12, 4)
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: alter, code: 'E92000001', nth: 3, times: 2 })
    const { id } = await startRun(desk)
    const waiting = await runUntil(desk, id, ({ waitsUntil, sums }) => waitsUntil !== null && sums.underWay.count === 0)
    expect(waiting.atOnce).toBe(2)
    const wait = (waiting.waitsUntil ?? 0) - desk.clock.now()
    expect(wait).toBeGreaterThanOrEqual(5_000)
    expect(wait).toBeLessThanOrEqual(30_000)
    const before = desk.sandbox.requests().length
    desk.clock.advance(4_999)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(desk.sandbox.requests()).toHaveLength(before)
    expect(countsOf(await ended(desk, id, 5_000))).toEqual({ applied: 12 })
    expect([...mutationsPerOrder(desk).values()]).toEqual(Array.from({ length: 12 }, () => 1))
  })

  it('waits as well when the look at a trade is what it is too busy for', async () => {
    desk = await bulkDesk(3, 1)
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: search, code: 'E92000002' })
    const { id } = await startRun(desk)
    await runUntil(desk, id, ({ waitsUntil }) => waitsUntil !== null)
    expect(countsOf(await ended(desk, id, 10_000))).toEqual({ applied: 3 })
  })
})

describe('a network that is down', () => {
  it('pauses the run after five failures in a row; 再開 does every one of those orders', async () => {
    desk = await bulkDesk(12, 1)
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: search, times: 60 })
    const { id } = await startRun(desk)
    const paused = await runUntil(desk, id, ({ state, sums }) => state === 'paused' && sums.underWay.count === 0)
    expect(paused.pausedBy).toBe('network')
    expect(countsOf(paused)).toEqual({ queued: 12 })
    expect(desk.sandbox.ledger.mutations()).toEqual([])
    desk.sandbox.clearFaults()
    await hold(id, 'resume')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 12 })
  })

  it('counts outcomes that are open among them, keeps those as 要確認, and the timer’s verdict is in the report', async () => {
    desk = await bulkDesk(12, 1)
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: alter, times: 5 })
    const { id } = await startRun(desk, 'sales', 'paid')
    const paused = await runUntil(desk, id, ({ state, sums }) => state === 'paused' && sums.underWay.count === 0)
    // The order that was under way beside the fifth failure still ends.
    expect(paused.sums.attention.count).toBe(5)
    expect(paused.sums.queued.count).toBeGreaterThanOrEqual(6)
    await hold(id, 'resume')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 7, attention: 5 })
    const settled = await runUntil(desk, id, ({ sums }) => sums.attention.count === 0, 20_000)
    expect(countsOf(settled)).toEqual({ applied: 7, confirmed: 5 })
    expect(desk.sandbox.ledger.mutations()).toHaveLength(12)
    expect((await desk.call('orders.open', { id: 12 })).status).toBe('paid')
  })

  it('gives an order up that never gets through while others do', async () => {
    desk = await bulkDesk(6, 1)
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: search, orderId: '1003', times: 60 })
    const { id } = await startRun(desk)
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 5, failed: 1 })
    const failed = (await linesOf(desk, id)).find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ orderNo: '1003', failure: { code: 'gateway.offline' } })
  })
})

describe('one order that fails', () => {
  it('does not stop the others: the gateway’s no is 失敗 with its code and our words', async () => {
    desk = await bulkDesk(6, 2)
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: alter, orderId: '1002', code: 'E01050010' })
    const { id } = await startRun(desk, 'sales', 'paid')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 5, failed: 1 })
    const failed = (await linesOf(desk, id)).find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ orderNo: '1002', messages: [{ code: 'E01050010' }] })
    expect(failed?.messages[0]?.message).not.toBe('')
    expect((await desk.call('orders.open', { id: failed?.orderId ?? 0 })).status).toBe('received')
  })

  it('that someone cancels in the gateway’s console meanwhile is left as it is there', async () => {
    desk = await bulkDesk(6, 1)
    desk.sandbox.setLatency(20, 20)
    const { id } = await startRun(desk, 'sales', 'paid')
    const [first, second] = (await linesOf(desk, id)).slice(-2)
    await console(second?.orderNo ?? '', 'RETURN')
    await console(first?.orderNo ?? '', 'SALES')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 4, failed: 2 })
    const failed = (await linesOf(desk, id)).filter(({ state }) => state === 'failed')
    expect(failed.map(({ failure }) => failure?.code)).toEqual([
      'settlement.changed-at-gateway',
      'settlement.changed-at-gateway',
    ])
    expect((await desk.call('orders.open', { id: second?.orderId ?? 0 })).settlement?.status).toBe('returned')
  })

  it('that was cancelled in the desk after the start is left out', async () => {
    desk = await bulkDesk(3, 1)
    desk.sandbox.setLatency(40, 40)
    const { id } = await startRun(desk)
    const last = (await linesOf(desk, id)).at(-1)
    const { version } = await desk.call('orders.open', { id: last?.orderId ?? 0 })
    await desk.call('orders.change', { id: last?.orderId ?? 0, seen: version, changes: { status: 'cancelled' } })
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 2, excluded: 1 })
  })
})

describe('a line whose operation goes on elsewhere', () => {
  it('stays what this run left it: 失敗, while the later run reports 成功', async () => {
    desk = await bulkDesk(2, 1)
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter, orderId: '1001' })
    const { id } = await startRun(desk)
    await ended(desk, id)
    await runUntil(desk, id, ({ sums }) => sums.failed.count === 1, 20_000)
    const { action, ids } = await desk.call('bulk.reselect-failed', { runId: id })
    const second = await startRun(desk, action, null, { ids: [...ids] })
    expect(countsOf(await ended(desk, second.id))).toEqual({ applied: 1 })
    const { run } = await desk.call('bulk.report', { runId: id })
    expect(countsOf(run)).toEqual({ applied: 1, failed: 1 })
    expect(desk.sandbox.ledger.mutations()).toHaveLength(2)
  })
})

describe('a data file that another program holds', () => {
  it('pauses the run: nothing is sent for what cannot be journalled, and 再開 does it', async () => {
    desk = await bulkDesk(4, 1)
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, ms: 100 })
    const { id } = await startRun(desk)
    const other = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    const paused = await runUntil(desk, id, ({ state, sums }) => state === 'paused' && sums.underWay.count === 0)
    other.exec('ROLLBACK')
    other.close()
    expect(paused.pausedBy).toBe('storage')
    expect(desk.sandbox.ledger.mutations()).toEqual([])
    await hold(id, 'resume')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 4 })
    expect(desk.sandbox.ledger.mutations()).toHaveLength(4)
  }, 60_000)
})

describe('midnight while an order waits for its slot', () => {
  /** 取消 is right for a 仮売上 on its day, 返品 from the next day on. */
  async function turnDay(toNext: number): Promise<string> {
    desk = await bulkDesk(3, 1, 0)
    desk.clock.advance(endOfDay(dayOf(noon)) + 1 - 120_000 - noon)
    desk.sandbox.addFault({ kind: 'delay', endpoint: alter, ms: 400, when: 'after' })
    const { id } = await startRun(desk, 'cancel')
    await vi.waitFor(async () => expect(await desk.call('settlement.attention', {})).toHaveLength(2))
    await vi.waitFor(() => expect(desk.sandbox.ledger.mutations()).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    desk.clock.advance(120_000 + toNext)
    return id
  }
  const words = () => desk.sandbox.ledger.mutations().map(({ jobCd }) => jobCd)
  const sentWords = () => desk.sandbox.requests().flatMap(({ endpoint, jobCd }) => (endpoint === alter ? [jobCd] : []))

  const whyNotApplied = async (orderId: number) => {
    const history = await desk.call('orders.history', { id: orderId })
    return history.flatMap(({ kind, details }) => (kind === 'settlement.notApplied' ? [details['reason']] : []))
  }

  for (const [name, toNext] of [
    ['after it', 60_000],
    ['within its half minute', -10_000],
  ] as const) {
    it(`${name}: yesterday’s word is not sent, and the same run goes on with the right one`, async () => {
      const id = await turnDay(toNext)
      expect(countsOf(await ended(desk, id, 10_000))).toEqual({ applied: 3 })
      expect(words()).toEqual(['VOID', 'RETURN', 'RETURN'])
      expect(sentWords()).toEqual(['VOID', 'RETURN', 'RETURN'])
      const reasons = await Promise.all([1, 2, 3].map(whyNotApplied))
      expect(reasons.flat()).toEqual(['dayTurned'])
      const networks = desk.events.flatMap((event) => (event.name === 'desk.state' ? [event.payload.network] : []))
      expect(networks).not.toContain('offline')
    })
  }

  it('of a run that is stopped meanwhile, the order is left for another try', async () => {
    const id = await turnDay(60_000)
    await hold(id, 'cancel')
    const run = await ended(desk, id)
    expect(countsOf(run)).toEqual({ applied: 1, notSent: 2 })
    const { ids } = await desk.call('bulk.reselect-failed', { runId: id })
    const second = await startRun(desk, 'cancel', null, { ids: [...ids] })
    expect(countsOf(await ended(desk, second.id))).toEqual({ applied: 2 })
    expect(sentWords()).toEqual(['VOID', 'RETURN', 'RETURN'])
  })
})

describe('the contract’s number', () => {
  it('is read anew by every run', async () => {
    desk = await bulkDesk(4, 1)
    expect((await startRun(desk)).atOnce).toBe(1)
    await vi.waitFor(async () => {
      expect(await desk.call('bulk.state', {})).toBeNull()
    }, 10_000)
    await setAtOnce(desk, 8)
    const run = await startRun(desk, 'cancel')
    expect(run.atOnce).toBe(8)
    expect(countsOf(await ended(desk, run.id))).toEqual({ applied: 4 })
  })
})
