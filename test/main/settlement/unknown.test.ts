import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Order } from '../../../src-shared/order.ts'
import type { FaultOrder } from '../../../src-main/sandbox/fault-table.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'

let desk: TestDesk
let order: Order

afterEach(async () => {
  await desk.close()
})

async function settleWith(fault: FaultOrder) {
  const at = daysBefore(noon, 3)
  desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
  order = await desk.call('settlement.inquire', { id: 1 })
  desk.sandbox.addFault(fault)
  return settle()
}

async function settle() {
  order = await desk.call('orders.open', { id: order.id })
  return desk.call('settlement.change', { id: order.id, seen: order.version, action: 'sales', thenStatus: 'paid' })
}

const alter = 'AlterTran.idPass'
const openOrder = () => desk.call('orders.open', { id: order.id })
const applied = () => desk.sandbox.ledger.mutations('55').filter((mutation) => mutation.jobCd === 'SALES')

describe('R4–R7: an unknown outcome is asked about, never repeated', () => {
  for (const kind of ['reset-after-apply', 'http-500'] as const) {
    it(`${kind} after it was applied: locked, then confirmed by inquiry`, async () => {
      const result = await settleWith(
        kind === 'http-500' ? { kind, endpoint: alter, applied: true } : { kind, endpoint: alter },
      )
      expect(result.outcome).toBe('unknown')
      expect(result.order.settlement?.underInquiry).toMatchObject({ state: 'unknown', action: 'sales' })
      expect(result.order.status).toBe('received')
      const again = await desk.envelope('settlement.change', {
        id: order.id,
        seen: result.order.version,
        action: 'sales',
        thenStatus: null,
      })
      expect(again).toMatchObject({ ok: false, failure: { code: 'settlement.in-progress' } })
      expect(await desk.call('settlement.attention', {})).toHaveLength(1)

      await waitForInquiry(20_000)

      expect(await openOrder()).toMatchObject({ status: 'paid', settlement: { status: 'sales', underInquiry: null } })
      expect(applied()).toHaveLength(1)
      await vi.waitFor(() => {
        const states = desk.events.flatMap((event) => (event.name === 'desk.state' ? [event.payload.attention] : []))
        expect(states).toContain(1)
        expect(states.at(-1)).toBe(0)
      })
      const history = await desk.call('orders.history', { id: order.id })
      expect(history.map((entry) => entry.kind)).toContain('settlement.confirmed')
    })
  }

  it('reset before it was applied: two equal answers a minute apart free the order, and a retry goes through once', async () => {
    expect((await settleWith({ kind: 'reset-before', endpoint: alter })).outcome).toBe('unknown')
    await waitForInquiry(20_000)
    expect((await openOrder()).settlement?.underInquiry?.state).toBe('unknown')
    await waitForInquiry(60_000)
    expect((await openOrder()).settlement).toMatchObject({ status: 'authorised', underInquiry: null })
    expect(applied()).toEqual([])

    expect((await settle()).outcome).toBe('applied')
    expect(applied()).toHaveLength(1)
    expect(await openOrder()).toMatchObject({ status: 'paid' })
  })

  it('an error that leaves the state open (E91) is unknown too', async () => {
    const result = await settleWith({ kind: 'errinfo', endpoint: alter, code: 'E91099999', applied: true })
    expect(result.outcome).toBe('unknown')
    await waitForInquiry(20_000)
    expect((await openOrder()).settlement?.status).toBe('sales')
    expect(applied()).toHaveLength(1)
  })

  it('too many at once (E92) is not done and can be tried again', async () => {
    const result = await settleWith({ kind: 'errinfo', endpoint: alter, code: 'E92000001' })
    expect(result.outcome).toBe('notSent')
    expect((await settle()).outcome).toBe('applied')
    expect(applied()).toHaveLength(1)
  })
})

describe('R6: "not possible in this state" is looked into', () => {
  it('was done all the same: 処理済みを確認', async () => {
    const result = await settleWith({ kind: 'errinfo', endpoint: alter, code: 'E11010003', applied: true })
    expect(result).toMatchObject({ outcome: 'applied', confirmed: true, statusChanged: true })
    expect(applied()).toHaveLength(1)
  })

  it('was not done: refused, with the code in our words', async () => {
    const result = await settleWith({ kind: 'errinfo', endpoint: alter, code: 'E11010003' })
    if (result.outcome !== 'refused') throw new Error(`expected a refusal, got ${result.outcome}`)
    expect(result.errors[0]).toMatchObject({ code: 'E11010003' })
    expect(result.errors[0]?.advice).not.toBe('')
    expect(result.order.settlement).toMatchObject({ status: 'authorised', underInquiry: null })
  })
})

describe('R14: recovery at start', () => {
  it('asks about what was open, changes nothing, and finishes 対応状況', async () => {
    await settleWith({ kind: 'reset-after-apply', endpoint: alter })
    await desk.restart()
    await vi.waitFor(async () => {
      expect(await openOrder()).toMatchObject({ status: 'paid', settlement: { status: 'sales', underInquiry: null } })
    })
    expect(applied()).toHaveLength(1)
  })
})

/** Moves time on and waits until the inquiry that falls due was made and written. */
async function waitForInquiry(ms: number): Promise<void> {
  const asked = () => desk.sandbox.requests().filter((request) => request.endpoint.startsWith('SearchTrade')).length
  const before = asked()
  desk.clock.advance(ms)
  await vi.waitFor(() => {
    expect(asked()).toBeGreaterThan(before)
  })
  const version = (await openOrder()).version
  await vi.waitFor(async () => {
    const [item] = await desk.call('settlement.attention', {})
    const due = item?.nextInquiryAt ?? Infinity
    expect((await openOrder()).version > version || item === undefined || due > desk.clock.now()).toBe(true)
  })
}
