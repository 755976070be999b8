import { afterEach, describe, expect, it, vi } from 'vitest'
import { noon } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import {
  attention,
  desk,
  deskWith,
  history,
  issue,
  links,
  MINUTE,
  open,
  pay,
  saveLinkPage,
  search,
  startShop,
  waitUntil,
} from './link-bench.ts'

afterEach(async () => {
  await desk.close()
})

const check = () => desk.call('settlement.check-link', { id: 1 })
const notKnown = (orderId: string, times: number) => {
  desk.sandbox.addFault({ kind: 'errinfo', endpoint: search, code: 'E01110002', orderId, times })
}

describe('the cart’s page is paid at a sum that does not fit, and then a link', () => {
  /** An order too old for a trade of another sum to be its own by the day, with a link and the cart's trade. */
  async function bothPaid(): Promise<void> {
    await startShop({ orders: [sampleOrder('55', daysBefore(noon, 5))], trades: [] })
    await saveLinkPage({ threeDSecure: false })
    const link = await issue()
    desk.clock.advance(20 * MINUTE)
    desk.sandbox.ledger.seed([sampleTrade('55', desk.clock.now(), { amountYen: 100 })])
    await pay(link.url)
    // The timer may be asking about the order just now.
    await vi.waitFor(check)
  }

  it('nothing is tied, and a person is told; a further link needs a word', async () => {
    await bothPaid()
    expect((await open()).settlement?.link).toEqual({ state: 'unlinked', reason: 'doubtful' })
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'doubtful' })
    expect(await history()).toContain('link.doubtful')
    expect(await desk.call('settlement.attention', {})).toMatchObject([{ orderId: 1, state: 'doubtfulLink' }])
    await expect(issue()).rejects.toThrow('link.perhaps-paid')
  })

  it('the link’s trade becomes the order’s once the other money was given back', async () => {
    await bothPaid()
    desk.sandbox.console({ orderId: '55', endpoint: 'AlterTran.idPass', jobCd: 'VOID' })
    await waitUntil(async () => {
      expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
    }, 61 * MINUTE)
    expect((await links()).links[0]).toMatchObject({ meaning: 'ordersTrade' })
    expect(await attention()).toBe(0)
  })

  it('an attempt in the cart that nobody paid for is no doubt', async () => {
    await startShop({ orders: [sampleOrder('55', daysBefore(noon, 5))], trades: [] })
    await saveLinkPage({ threeDSecure: false })
    const link = await issue()
    desk.sandbox.ledger.seed([sampleTrade('55', noon + MINUTE, { amountYen: 100, status: 'UNPROCESSED' })])
    await pay(link.url)
    await check()
    expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
  })
})

describe('a second payment that the gateway does not know for a moment', () => {
  async function paidTwice(): Promise<void> {
    await deskWith()
    const first = await issue()
    const second = await issue(true)
    await pay(first.url)
    await check()
    await pay(second.url)
    await check()
    expect(await attention()).toBe(1)
  }

  it('stays under 要確認 and is asked about again', async () => {
    await paidTwice()
    notKnown('55-2', 1)
    await check()
    expect((await links()).links[0]).toMatchObject({ meaning: 'second', tradeStatus: 'authorised' })
    const [item] = await desk.call('settlement.attention', {})
    expect(item).toMatchObject({ state: 'paidTwice', nextInquiryAt: desk.clock.now() + 60 * MINUTE })
    await check()
    expect(await attention()).toBe(1)
    // An answer between two of the kind makes the next one the first again.
    desk.clock.advance(2 * MINUTE)
    notKnown('55-2', 1)
    await check()
    expect(await attention()).toBe(1)
  })

  it('ends with the second such answer, a minute later', async () => {
    await paidTwice()
    notKnown('55-2', 10)
    await check()
    await check()
    expect(await attention()).toBe(1)
    desk.clock.jump(60 * MINUTE)
    await check()
    expect(await attention()).toBe(1)
    desk.clock.advance(MINUTE)
    await check()
    expect(await attention()).toBe(0)
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'settled', tradeStatus: null })
  })
})

describe('「GMO側に取引がありません」 of an order that was paid by a link', () => {
  /** The link's 仮売上 is gone from the gateway, and the operator has said so. */
  async function givenUp(): Promise<void> {
    await deskWith()
    await pay((await issue()).url)
    await check()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: 'AlterTran.idPass' })
    const { version: seen } = await open()
    await desk.call('settlement.change', { id: 1, seen, action: 'sales', thenStatus: null })
    notKnown('55-1', 1000)
    await vi.waitFor(
      async () => {
        desk.clock.advance(20_000)
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect((await open()).settlement?.underInquiry?.state).toBe('missing')
      },
      { timeout: 10_000 },
    )
    await desk.call('settlement.adopt', { id: 1, missing: true })
  }

  it('the link holds no money any more, and the order can be deleted', async () => {
    await givenUp()
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'settled', tradeStatus: null })
    expect(await attention()).toBe(0)
    const { version: seen } = await open()
    expect(await desk.envelope('orders.delete', { id: 1, seen })).toMatchObject({ ok: true })
    expect(await attention()).toBe(0)
  })

  it('its number is looked at again: should the trade be there after all, it is the order’s', async () => {
    await givenUp()
    desk.sandbox.clearFaults()
    await waitUntil(async () => {
      expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55-1' } })
    }, 61 * MINUTE)
    expect((await links()).links[0]).toMatchObject({ meaning: 'ordersTrade' })
  })

  it('beside a payment in the cart it is the order’s no more: listed, and the order cannot be deleted', async () => {
    await givenUp()
    desk.sandbox.clearFaults()
    desk.sandbox.ledger.seed([sampleTrade('55', desk.clock.now())])
    await waitUntil(async () => {
      expect((await links()).links[0]).toMatchObject({ meaning: 'doubtful', tradeStatus: 'authorised' })
    }, 61 * MINUTE)
    expect((await open()).settlement?.link).toEqual({ state: 'unlinked', reason: 'ambiguous' })
    expect(await attention()).toBe(1)
    const { version: seen } = await open()
    expect(await desk.envelope('orders.delete', { id: 1, seen })).toMatchObject({
      failure: { code: 'order.link-money' },
    })
  })
})
