import { afterEach, describe, expect, it } from 'vitest'
import { japanTime } from '../../../src-shared/business-day.ts'
import type { SeedTrade } from '../../../src-main/sandbox/seed-trade.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { countsOf, ended, linesOf, mutationsPerOrder, runUntil } from './bulk-bench.ts'
import { bulkDesk, everyOrder, startRun } from './bulk-desk.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const opened = (id: number) => desk.call('orders.open', { id })
const page = { conditions: {}, sort: { key: 'orderNo', descending: false }, page: 0, pageSize: 100 } as const

describe('一括売上', () => {
  it('settles 200 orders once each, moves 対応状況 with them, and reports lines that sum to the selection', async () => {
    desk = await bulkDesk(200)
    const { id } = await startRun(desk, 'sales', 'paid')
    const run = await ended(desk, id)

    expect(countsOf(run)).toEqual({ applied: 200 })
    expect(run.sums.applied.yen).toBe(200 * 5775)
    expect(await linesOf(desk, id)).toHaveLength(200)
    expect([...mutationsPerOrder(desk).values()]).toEqual(Array.from({ length: 200 }, () => 1))
    expect(desk.sandbox.ledger.trade('1200')?.status).toBe('SALES')
    const rows = await desk.call('orders.page', page)
    expect(rows.every(({ status, settlement }) => status === 'paid' && settlement?.status === 'sales')).toBe(true)
    expect(await desk.call('bulk.state', {})).toBeNull()
    expect((await desk.call('bulk.list', {})).map((one) => one.id)).toEqual([id])
  }, 60_000)

  it('never has more requests under way than the contract allows', async () => {
    desk = await bulkDesk(12, 3)
    // One request more at a time would be answered with E92.
    desk.sandbox.setRules({ maxConcurrent: 3 })
    desk.sandbox.setLatency(10, 20)
    const { id } = await startRun(desk)
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 12 })
    expect(desk.sandbox.requests().filter(({ outcome }) => outcome.includes('E92'))).toEqual([])
  })

  it('leaves out what the rules do not allow, each with its reason, and sends nothing for it', async () => {
    const at = daysBefore(noon, 3)
    const old = daysBefore(noon, 95)
    desk = await startDesk({
      orders: [
        sampleOrder('1', at),
        sampleOrder('2', old),
        sampleOrder('3', at, { status: 'cancelled' }),
        sampleOrder('4', at, { paymentMethodName: '銀行振込' }),
        sampleOrder('5', at),
        sampleOrder('6', at),
      ],
      trades: [
        sampleTrade('1', at),
        sampleTrade('2', old),
        sampleTrade('3', at),
        sampleTrade('5', at, { amountYen: 5000 }),
      ],
    })
    const preview = await desk.call('bulk.preview', { selection: everyOrder, action: 'sales' })
    const reasons = Object.fromEntries(preview.lines.map(({ orderNo, excluded }) => [orderNo, excluded?.code ?? null]))
    expect(reasons).toEqual({
      1: null,
      2: 'settlement.too-late',
      3: 'settlement.not-allowed',
      4: 'settlement.not-allowed',
      5: 'settlement.amount-differs',
      6: 'settlement.not-linked',
    })
    const { id } = await startRun(desk)
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 1, excluded: 5 })
    expect(mutationsPerOrder(desk)).toEqual(new Map([['1', 1]]))
    const { failure } = (await desk.envelope('bulk.preview', { selection: { ids: [] }, action: 'sales' })) as {
      failure: { code: string }
    }
    expect(failure.code).toBe('call.invalid')
  })

  it('keeps 発送済み where 入金済み would say less', async () => {
    const at = daysBefore(noon, 3)
    desk = await startDesk({
      orders: [sampleOrder('1', at, { status: 'shipped' }), sampleOrder('2', at)],
      trades: [sampleTrade('1', at), sampleTrade('2', at)],
    })
    const { id } = await startRun(desk, 'sales', 'paid')
    await ended(desk, id)
    const rows = await desk.call('orders.page', page)
    expect(rows.map(({ status }) => status)).toEqual(['shipped', 'paid'])
  })
})

describe('一括キャンセル', () => {
  it('sends each order its own word, where the vendor’s modules send all of them the first one’s', async () => {
    const [today, lastWeek, lastMonth] = [daysBefore(noon, 0), daysBefore(noon, 7), japanTime('2026-10-20', 10, 0)]
    const cases: readonly [string, number, Partial<Extract<SeedTrade, { kind: 'card' }>>, string][] = [
      ['1', today, {}, 'VOID'],
      ['2', lastWeek, {}, 'RETURN'],
      ['3', today, { status: 'CAPTURE' }, 'VOID'],
      ['4', lastWeek, { status: 'CAPTURE' }, 'RETURN'],
      ['5', lastMonth, { status: 'CAPTURE' }, 'RETURNX'],
      ['6', lastMonth, {}, 'RETURN'],
    ]
    desk = await startDesk({
      orders: cases.map(([no, at]) => sampleOrder(no, at)),
      trades: cases.map(([no, at, more]) => sampleTrade(no, at, more)),
    })
    const { id } = await startRun(desk, 'cancel', 'cancelled')
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 6 })
    const sent = desk.sandbox.ledger.mutations().map(({ orderId, jobCd }) => [orderId, jobCd])
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(cases.map(([no, , , word]) => [no, word])))
    const rows = await desk.call('orders.page', page)
    expect(rows.every(({ status }) => status === 'cancelled')).toBe(true)
  })

  it('computes the word when the turn comes: the day may have changed since the preview', async () => {
    const at = daysBefore(noon, 0)
    const numbers = ['1', '2', '3', '4', '5']
    desk = await startDesk({
      orders: numbers.map((no) => sampleOrder(no, at)),
      trades: numbers.map((no) => sampleTrade(no, at)),
    })
    desk.sandbox.setLatency(50, 50)
    const { id } = await startRun(desk, 'cancel')
    expect((await linesOf(desk, id)).map((line) => line.action)).toEqual(numbers.map(() => 'voided'))
    await desk.call('bulk.hold', { runId: id, how: 'pause' })
    const paused = await runUntil(desk, id, ({ sums }) => sums.underWay.count === 0)
    const today = paused.sums.applied.count
    expect(today).toBeLessThan(numbers.length)
    desk.clock.advance(86_400_000)
    await desk.call('bulk.hold', { runId: id, how: 'resume' })
    expect(countsOf(await ended(desk, id))).toEqual({ applied: 5 })
    const words = (await linesOf(desk, id)).map((line) => line.action)
    expect(words).toEqual(numbers.map((_no, index) => (index < today ? 'voided' : 'returned')))
    const sent = desk.sandbox.ledger.mutations().map(({ jobCd }) => jobCd)
    expect(sent).toEqual(numbers.map((_no, index) => (index < today ? 'VOID' : 'RETURN')))
  })

  it('waits while the day changes', async () => {
    const at = japanTime('2026-11-16', 10, 0)
    const evening = japanTime('2026-11-16', 23, 59, 20)
    desk = await startDesk({ orders: [sampleOrder('1', at)], trades: [sampleTrade('1', at)] }, evening)
    const preview = await desk.call('bulk.preview', { selection: everyOrder, action: 'cancel' })
    expect(preview.lines[0]?.action).toBe('voided')
    desk.sandbox.addFault({ kind: 'delay', endpoint: 'SearchTrade.idPass', ms: 200 })
    const run = await desk.call('bulk.start', { digest: preview.digest, thenStatus: null })
    desk.clock.advance(20_000)
    await runUntil(desk, run.id, ({ waitsUntil }) => waitsUntil !== null)
    expect(desk.sandbox.ledger.mutations()).toEqual([])
    expect(countsOf(await ended(desk, run.id, 10_000))).toEqual({ applied: 1 })
    expect(desk.sandbox.ledger.mutations().map(({ jobCd }) => jobCd)).toEqual(['RETURN'])
  })
})

describe('a start', () => {
  it('is refused when something changed since the preview, naming the order, and sends nothing', async () => {
    desk = await bulkDesk(3)
    const { digest } = await desk.call('bulk.preview', { selection: everyOrder, action: 'sales' })
    const { version } = await opened(2)
    await desk.call('orders.change', { id: 2, seen: version, changes: { status: 'cancelled' } })
    const reply = await desk.envelope('bulk.start', { digest, thenStatus: null })
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'bulk.changed-since-preview', params: { orderNo: '1002' } },
    })
    expect(await desk.call('bulk.list', {})).toEqual([])
  })

  it('takes a note that changed meanwhile for nothing', async () => {
    desk = await bulkDesk(1)
    const { digest } = await desk.call('bulk.preview', { selection: everyOrder, action: 'sales' })
    await desk.call('orders.change', { id: 1, seen: (await opened(1)).version, changes: { note: '電話あり' } })
    const run = await desk.call('bulk.start', { digest, thenStatus: null })
    expect(countsOf(await ended(desk, run.id))).toEqual({ applied: 1 })
  })

  it('is refused while another run is not over, also when both come at once', async () => {
    desk = await bulkDesk(6, 1)
    desk.sandbox.setLatency(30, 30)
    const { digest } = await desk.call('bulk.preview', { selection: everyOrder, action: 'sales' })
    const replies = await Promise.all([1, 2].map(() => desk.envelope('bulk.start', { digest, thenStatus: null })))
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'bulk.already-running' } })
    const [run] = await desk.call('bulk.list', {})
    expect(countsOf(await ended(desk, run?.id ?? ''))).toEqual({ applied: 6 })
  })

  it('is refused with nothing to send', async () => {
    desk = await bulkDesk(1, 1, 95)
    const { digest } = await desk.call('bulk.preview', { selection: everyOrder, action: 'sales' })
    const reply = await desk.envelope('bulk.start', { digest, thenStatus: null })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'bulk.nothing-to-do' } })
  })
})
