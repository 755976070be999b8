import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FaultOrder } from '../../../src-main/sandbox/fault-table.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const alter = 'AlterTran.idPass'
const search = 'SearchTrade.idPass'
const at = daysBefore(noon, 3)
const notKnown: FaultOrder = { kind: 'errinfo', endpoint: search, code: 'E01110002', times: 1_000 }

const open = () => desk.call('orders.open', { id: 1 })
const underInquiry = async () => (await open()).settlement?.underInquiry?.state
const inquire = () => desk.call('settlement.inquire', { id: 1 })
const adopt = (missing: boolean) => desk.envelope('settlement.adopt', { id: 1, missing })
const kinds = async () => (await desk.call('orders.history', { id: 1 })).map(({ kind }) => kind)
const asked = () => desk.sandbox.requests().filter(({ endpoint }) => endpoint === search).length

/** 実売上 of a linked 仮売上 whose outcome is open; from now on the gateway knows no such trade. */
async function unknownAndGone(): Promise<void> {
  desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
  desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
  const { version: seen } = await open()
  const result = await desk.call('settlement.change', { id: 1, seen, action: 'sales', thenStatus: 'paid' })
  expect(result.outcome).toBe('unknown')
  desk.sandbox.addFault(notKnown)
}

/** Lets the timer ask until it leaves the operation to a person. */
async function toConflict(): Promise<void> {
  await unknownAndGone()
  await vi.waitFor(
    async () => {
      desk.clock.advance(20_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(await underInquiry()).toBe('missing')
    },
    { timeout: 10_000 },
  )
}

describe('an open outcome whose trade the gateway does not know', () => {
  it('is still open after one answer, and after a second within a minute', async () => {
    await unknownAndGone()
    await inquire()
    desk.clock.advance(59_000)
    await inquire()
    expect(await underInquiry()).toBe('unknown')
    expect(await kinds()).not.toContain('settlement.conflict')
    desk.clock.advance(1_000)
    await inquire()
    expect(await underInquiry()).toBe('missing')
  })

  it('set forward between two answers, the clock alone does not count as a minute', async () => {
    await unknownAndGone()
    await inquire()
    desk.clock.jump(3_600_000)
    await inquire()
    expect(await underInquiry()).toBe('unknown')
  })

  it('is left to a person by the timer, in a few inquiries, and says why', async () => {
    await unknownAndGone()
    const before = asked()
    await vi.waitFor(
      async () => {
        desk.clock.advance(5_000)
        await new Promise((resolve) => setTimeout(resolve, 10))
        expect(await underInquiry()).toBe('missing')
      },
      { timeout: 20_000 },
    )
    expect(asked() - before).toBe(3)
    const [item] = await desk.call('settlement.attention', {})
    expect(item).toMatchObject({ state: 'missing', gatewayStatus: null, gatewayOrderNo: '55', nextInquiryAt: null })
    const [entry] = await desk.call('orders.history', { id: 1 })
    expect(entry).toMatchObject({ kind: 'settlement.conflict', details: { reason: 'missing' } })
    // Nobody asks by itself any more, and nothing is written twice by asking.
    await inquire()
    expect((await kinds()).filter((kind) => kind === 'settlement.conflict')).toHaveLength(1)
    expect(desk.sandbox.ledger.mutations('55')).toEqual([])
  })

  it('stays so over a restart', async () => {
    await toConflict()
    await desk.restart()
    expect(await underInquiry()).toBe('missing')
  })

  it('ends when the operator says that there is none: no trade, no money, the whole history, who it was', async () => {
    await toConflict()
    const reply = await adopt(true)
    expect(reply).toMatchObject({
      ok: true,
      value: {
        status: 'received',
        settlement: {
          link: { state: 'unlinked', reason: 'notFound' },
          ...{ status: null, amountYen: null, processedAt: null, settleBy: null, underInquiry: null },
        },
      },
    })
    expect(await desk.call('settlement.attention', {})).toEqual([])
    expect(await desk.call('settlement.card-counts', {})).toEqual({})
    const history = await desk.call('orders.history', { id: 1 })
    expect(history[0]).toMatchObject({
      kind: 'settlement.tradeGone',
      operatorName: '店主',
      details: { action: 'sales', lastStatus: 'authorised', amountYen: 5775, gatewayOrderNo: '55' },
    })
    expect(history.map(({ kind }) => kind)).toContain('settlement.requested')
    await desk.restart()
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
  })

  it('is found again by its number should the gateway show it after all', async () => {
    await toConflict()
    await adopt(true)
    desk.sandbox.clearFaults()
    // Not by the shop's patterns: only by the number it had.
    const settings = { shopId: 'tshop00000077', orderNoPatterns: ['other-{no}'], authorisationDays: 90 }
    await desk.call('settings.save-gateway', settings)
    expect((await inquire()).settlement).toMatchObject({ status: 'authorised', amountYen: 5775 })
  })

  it('is not ended when a look at that moment shows the trade: it is judged by what that shows', async () => {
    await toConflict()
    desk.sandbox.clearFaults()
    expect(await adopt(true)).toMatchObject({ failure: { code: 'settlement.changed-at-gateway' } })
    expect((await open()).settlement).toMatchObject({ status: 'authorised', underInquiry: { state: 'unknown' } })
    desk.clock.advance(60_000)
    await vi.waitFor(async () => expect(await underInquiry()).toBeUndefined())
    expect(await kinds()).not.toContain('settlement.tradeGone')
  })

  it('is not ended when that look gets no answer, nor before two looks said so', async () => {
    await unknownAndGone()
    expect(await adopt(true)).toMatchObject({ failure: { code: 'settlement.nothing-to-inquire' } })
    desk.sandbox.clearFaults()
    desk.sandbox.addFault(notKnown)
    await inquire()
    desk.clock.advance(60_000)
    await inquire()
    expect(await underInquiry()).toBe('missing')
    desk.sandbox.clearFaults()
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search })
    expect(await adopt(true)).toMatchObject({ failure: { code: 'gateway.no-answer' } })
    expect(await underInquiry()).toBe('missing')
  })

  it('a missing answer between two looks "as before" starts their minute anew', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
    const { version: seen } = await open()
    await desk.call('settlement.change', { id: 1, seen, action: 'sales', thenStatus: null })
    await inquire()
    desk.sandbox.addFault({ ...notKnown, times: 1 })
    await inquire()
    desk.clock.advance(60_000)
    await vi.waitFor(async () => {
      const [item] = await desk.call('settlement.attention', {})
      expect(item?.nextInquiryAt).toBe(desk.clock.now() + 60_000)
    })
    expect(await underInquiry()).toBe('unknown')
  })
})

describe('a conflict whose trade vanishes before a person decided', () => {
  it('can be ended as well, after two looks a minute apart', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
    const { version: seen } = await open()
    await desk.call('settlement.change', { id: 1, seen, action: 'sales', thenStatus: null })
    const answer = await fetch(`${desk.sandbox.url}/_control/console`, {
      method: 'POST',
      headers: { 'x-sandbox-token': desk.sandbox.controlToken, 'content-type': 'application/json' },
      body: JSON.stringify({ orderId: '55', jobCd: 'RETURN' }),
    })
    expect(answer.status).toBe(200)
    await inquire()
    expect(await underInquiry()).toBe('conflict')
    desk.sandbox.addFault(notKnown)
    expect(await adopt(false)).toMatchObject({ failure: { code: 'settlement.trade-missing', params: { twice: 1 } } })
    await inquire()
    expect(await underInquiry()).toBe('conflict')
    desk.clock.advance(60_000)
    await inquire()
    expect(await underInquiry()).toBe('missing')
    expect(await adopt(true)).toMatchObject({ ok: true, value: { settlement: { status: null, underInquiry: null } } })
  })
})
