import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextSweepAt } from '../../../src-main/settlement/sweep-timer.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

const alter = 'AlterTran.idPass'
const HOUR = 3_600_000

describe('R11: the machine’s clock', () => {
  let desk: TestDesk
  afterEach(() => desk.close())

  async function start(): Promise<void> {
    const at = daysBefore(noon, 3)
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
  }
  const settle = async () => {
    const { version: seen } = await desk.call('orders.open', { id: 1 })
    return desk.envelope('settlement.change', { id: 1, seen, action: 'sales', thenStatus: 'paid' })
  }
  const underInquiry = async () => (await desk.call('orders.open', { id: 1 })).settlement?.underInquiry
  const asked = () => desk.sandbox.requests().filter(({ endpoint }) => endpoint.startsWith('SearchTrade')).length
  const nextAt = async () => (await desk.call('settlement.attention', {}))[0]?.nextInquiryAt
  const askedAgain = async (work: () => void) => {
    const [before, plan] = [asked(), await nextAt()]
    work()
    await vi.waitFor(async () => {
      expect(asked()).toBeGreaterThan(before)
      expect(await nextAt()).not.toBe(plan)
    })
  }

  it('more than a minute beside the gateway’s is told, both ways; more than ten stop the operation', async () => {
    await start()
    await desk.call('settlement.inquire', { id: 1 })
    expect((await desk.call('desk.state', {})).clockSkewSeconds).toBe(0)
    desk.sandbox.advance(-90_000)
    await desk.call('settlement.inquire', { id: 1 })
    expect((await desk.call('desk.state', {})).clockSkewSeconds).toBe(90)
    const told = desk.events.flatMap((event) => (event.name === 'desk.state' ? [event.payload.clockSkewSeconds] : []))
    expect(told).toContain(90)
    desk.sandbox.advance(90_000 + 11 * 60_000)
    await desk.call('settlement.inquire', { id: 1 })
    expect((await desk.call('desk.state', {})).clockSkewSeconds).toBe(-660)
    expect(await settle()).toMatchObject({ failure: { code: 'settlement.not-allowed', params: { why: 'clock' } } })
    expect(desk.sandbox.ledger.mutations('55')).toEqual([])
  })

  it('set back by a day while an outcome is open: the timer asks all the same', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: alter })
    expect(await settle()).toMatchObject({ value: { outcome: 'unknown' } })
    desk.clock.jump(-24 * HOUR)
    desk.clock.advance(20_000)
    await vi.waitFor(async () => expect(await underInquiry()).toBeNull())
    expect((await desk.call('orders.open', { id: 1 })).settlement?.status).toBe('sales')
  })

  it('set forward between two looks: a minute has to pass all the same before another attempt is allowed', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
    await settle()
    await askedAgain(() => desk.clock.advance(20_000))
    desk.clock.jump(2 * HOUR)
    // The plan is due by the clock; the look tells nothing new, for no time passed.
    await desk.call('settlement.inquire', { id: 1 })
    expect(await underInquiry()).toMatchObject({ state: 'unknown' })
    desk.clock.advance(59_000)
    await desk.call('settlement.inquire', { id: 1 })
    expect(await underInquiry()).toMatchObject({ state: 'unknown' })
    desk.clock.advance(1_000)
    await vi.waitFor(async () => {
      await desk.call('settlement.inquire', { id: 1 }).catch(() => null)
      expect(await underInquiry()).toBeNull()
    })
    expect(desk.sandbox.ledger.mutations('55')).toEqual([])
  })

  it('set back between two looks: the second still counts after a minute of real time', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
    await settle()
    await askedAgain(() => desk.clock.advance(20_000))
    desk.clock.jump(-5 * HOUR)
    desk.clock.advance(60_000)
    await vi.waitFor(async () => expect(await underInquiry()).toBeNull())
    const { version: seen } = await desk.call('orders.open', { id: 1 })
    expect(seen).toBeGreaterThan(1)
  })

  it('set back: a sweep by plan does not wait for a time that was', async () => {
    await start()
    const every = { when: 'every', minutes: 60 } as const
    expect(nextSweepAt(every, noon, noon + HOUR / 2)).toBe(noon + HOUR)
    expect(nextSweepAt(every, noon, noon - 24 * HOUR)).toBe(noon - 24 * HOUR)
  })
})
