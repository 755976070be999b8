import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SweepSchedule } from '../../../src-shared/sweep.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { differences, sweep, sweepEnded } from './sweep-bench.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const at = daysBefore(noon, 3)
const alter = 'AlterTran.idPass'
const search = 'SearchTrade.idPass'
const minute = 60_000
const open = (id: number) => desk.call('orders.open', { id })
const state = () => desk.call('settlement.sweep-state', {})

/** Orders 1, 2, … with linked 仮売上 of three days ago, numbered 51, 52, … at the gateway. */
async function deskWith(count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => String(51 + index))
  desk = await startDesk({
    orders: numbers.map((number) => sampleOrder(number, at)),
    trades: numbers.map((number) => sampleTrade(number, at)),
  })
}

/** Numbers that are asked about while `work` runs. */
async function askedDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = desk.sandbox.requests().length
  await work()
  const since = desk.sandbox.requests().slice(before)
  return since.filter(({ endpoint }) => endpoint === search).map(({ orderId }) => orderId)
}

describe('what is asked about', () => {
  it('is every trade that can still change, and every unlinked order of the last year', async () => {
    const ages: readonly [string, number][] = [
      ['51', 200],
      ['52', 200],
      ['53', 170],
      ['54', 20],
      ['55', 30],
      ['56', 400],
    ]
    desk = await startDesk({
      orders: ages.map(([number, days]) => sampleOrder(number, daysBefore(noon, days))),
      trades: [
        sampleTrade('51', daysBefore(noon, 200)),
        sampleTrade('52', daysBefore(noon, 200), { status: 'SALES' }),
        sampleTrade('53', daysBefore(noon, 170), { status: 'CAPTURE' }),
        sampleTrade('54', daysBefore(noon, 20), { status: 'VOID' }),
      ],
    })
    const asked = await askedDuring(() => sweep(desk))
    expect([...asked].sort()).toEqual(['51', '53', '55'])
  })

  it('ties an order whose trade has come up since, and compares it at once', async () => {
    desk = await startDesk({ orders: [sampleOrder('51', at, { status: 'shipped' })], trades: [] })
    desk.sandbox.ledger.seed([sampleTrade('51', at)])
    expect((await sweep(desk)).last).toMatchObject({ linked: 1, differing: 1 })
    expect((await open(1)).settlement?.status).toBe('authorised')
    expect((await differences(desk)).get('51')?.kinds).toEqual(['shippedUnsold'])
  })

  it('leaves out an order under 結果確認中', async () => {
    await deskWith(2)
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: alter })
    const { version } = await open(1)
    await desk.call('settlement.change', { id: 1, seen: version, action: 'sales', thenStatus: null })
    const asked = await askedDuring(() => sweep(desk))
    expect(asked).toEqual(['52'])
    expect((await state()).last).toMatchObject({ asked: 1, leftOut: 1, differing: 0 })
    expect((await open(1)).settlement?.underInquiry?.state).toBe('unknown')
  })

  it('leaves out an order with a request under way', async () => {
    await deskWith(2)
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, orderId: '51', ms: 400 })
    const inquiry = desk.call('settlement.inquire', { id: 1 })
    await sweep(desk)
    expect((await state()).last).toMatchObject({ asked: 1, leftOut: 1 })
    await inquiry
  })

  it('lets a request for the order it is looking at wait instead of refusing it', async () => {
    await deskWith(1)
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, orderId: '51', ms: 300 })
    await desk.call('settlement.sweep', {})
    const { version } = await open(1)
    const result = await desk.call('settlement.change', { id: 1, seen: version, action: 'sales', thenStatus: null })
    expect(result.outcome).toBe('applied')
    expect((await sweepEnded(desk)).last).toMatchObject({ end: 'finished', differing: 0 })
  })
})

describe('a sweep', () => {
  it('runs once: a second start finds the first', async () => {
    await deskWith(3)
    const asked = await askedDuring(async () => {
      await Promise.all([desk.call('settlement.sweep', {}), desk.call('settlement.sweep', {})])
      await sweepEnded(desk, noon)
    })
    expect(asked).toEqual(['51', '52', '53'])
  })

  it('stops as soon as the gateway cannot be reached, and keeps what it found', async () => {
    await deskWith(4)
    desk.clock.advance(minute)
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'SALES' })
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, orderId: '52', ms: 300 })
    await desk.call('settlement.sweep', {})
    await vi.waitFor(async () => {
      expect((await state()).done).toBe(1)
    })
    await desk.sandbox.close()
    const { last } = await sweepEnded(desk, desk.clock.now())
    expect(last).toMatchObject({ end: 'unreachable', total: 4, differing: 1 })
    expect(last?.asked).toBeLessThan(4)
    expect([...(await differences(desk)).keys()]).toEqual(['51'])
    expect((await open(2)).settlement?.status).toBe('authorised')
  })

  it('gives up after three orders without a usable answer', async () => {
    await deskWith(5)
    for (const orderId of ['51', '52', '53']) desk.sandbox.addFault({ kind: 'http-500', endpoint: search, orderId })
    expect((await sweep(desk)).last).toMatchObject({ end: 'unreachable', asked: 3, unanswered: 3, differing: 0 })
  })

  it('goes on after a pause, and ends where it was stopped', async () => {
    await deskWith(4)
    // The first look takes long enough that the pause falls into it.
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, ms: 1500 })
    await desk.call('settlement.sweep', {})
    expect(await desk.call('settlement.hold-sweep', { how: 'pause' })).toMatchObject({ running: true, paused: true })
    expect((await state()).done).toBeLessThan(4)
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, ms: 1500 })
    expect(await desk.call('settlement.sweep', {})).toMatchObject({ running: true, paused: false })
    await desk.call('settlement.hold-sweep', { how: 'stop' })
    const { last } = await sweepEnded(desk, noon)
    expect(last).toMatchObject({ end: 'stopped', total: 4 })
    expect(last?.asked).toBeLessThan(4)
    expect((await sweep(desk)).last).toMatchObject({ end: 'finished', asked: 4 })
  })

  it('tells the windows how far it is, and that it ended', async () => {
    await deskWith(2)
    await sweep(desk)
    await vi.waitFor(() => {
      const sent = desk.events.flatMap((event) => (event.name === 'settlement.sweep' ? [event.payload] : []))
      expect(sent.some(({ running, done, total }) => running && done === 1 && total === 2)).toBe(true)
      expect(sent.at(-1)).toMatchObject({ running: false, last: { end: 'finished' } })
    })
  })
})

describe('the plan', () => {
  const plan = (schedule: SweepSchedule) => desk.call('settings.save-sweep', schedule)

  it('is off at first, and nothing is asked', async () => {
    await deskWith(1)
    expect(await desk.call('settings.sweep', {})).toEqual({ when: 'off' })
    desk.clock.advance(86_400_000)
    await desk.restart()
    expect(await state()).toMatchObject({ running: false, last: null, nextAt: null })
  })

  it('sweeps every so many minutes after the last one ended', async () => {
    await deskWith(1)
    await plan({ when: 'every', minutes: 15 })
    const first = await sweepEnded(desk, noon)
    expect(first.nextAt).toBe(noon + 15 * minute)
    await vi.waitFor(async () => {
      desk.clock.advance(minute)
      expect((await state()).last?.finishedAt).toBeGreaterThanOrEqual(noon + 15 * minute)
    })
    await plan({ when: 'off' })
    expect((await state()).nextAt).toBeNull()
  })

  it('sweeps once when the program starts', async () => {
    await deskWith(1)
    await plan({ when: 'start' })
    expect((await state()).last).toBeNull()
    desk.clock.advance(minute)
    await desk.restart()
    const { last, nextAt } = await sweepEnded(desk, noon + minute)
    expect({ end: last?.end, nextAt }).toEqual({ end: 'finished', nextAt: null })
  })

  it('takes 15 minutes to 24 hours', async () => {
    await deskWith(1)
    for (const minutes of [14, 1441, 20.5]) {
      expect((await desk.envelope('settings.save-sweep', { when: 'every', minutes })).ok).toBe(false)
    }
    expect(await plan({ when: 'every', minutes: 1440 })).toEqual({ when: 'every', minutes: 1440 })
  })
})
