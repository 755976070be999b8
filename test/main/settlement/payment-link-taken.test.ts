import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import {
  at,
  attention,
  DAY,
  desk,
  deskWith,
  history,
  issue,
  issuing,
  links,
  MINUTE,
  open,
  pay,
  saveLinkPage,
  search,
  sent,
  startShop,
  waitUntil,
} from './link-bench.ts'

afterEach(async () => {
  await desk.close()
})

const numbersSent = () => sent(issuing).map(({ orderId }) => orderId)
const taken = () => desk.sandbox.addFault({ kind: 'errinfo', endpoint: issuing, code: 'E01040010' })

describe('a number that the gateway has already', () => {
  it('was paid before the copy was put back: it is the order’s trade, and no other link is made', async () => {
    await startShop({ orders: [sampleOrder('55', at)], trades: [] })
    desk.sandbox.ledger.seed([sampleTrade('55-1', at + MINUTE)])
    await expect(issue()).rejects.toThrow('link.not-possible {"orderNo":"55","why":"linked"}')
    expect(numbersSent()).toEqual(['55-1'])
    expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55-1' } })
    expect((await links()).links).toMatchObject([{ state: 'paid', meaning: 'ordersTrade', taken: true }])
    expect(await history()).toEqual(expect.arrayContaining(['link.taken', 'link.paid']))
  })

  it('has a trade nobody has paid yet: watched, and a new link only when the operator wants two', async () => {
    await startShop({ orders: [sampleOrder('55', at)], trades: [] })
    desk.sandbox.ledger.seed([sampleTrade('55-1', at + MINUTE, { status: 'UNPROCESSED' })])
    await expect(issue()).rejects.toThrow('link.taken {"orderNo":"55","gatewayOrderNo":"55-1"}')
    expect((await links()).links).toMatchObject([{ state: 'unknown', taken: true, tradeStatus: 'unprocessed' }])
    await expect(issue()).rejects.toThrow('link.alive')
    expect((await issue(true)).gatewayOrderNo).toBe('55-2')
  })

  it('without a trade is a link at an unknown address: refused even to who had agreed to two links', async () => {
    await deskWith()
    await issue()
    taken()
    await expect(issue(true)).rejects.toThrow('link.taken {"orderNo":"55","gatewayOrderNo":"55-2"}')
    expect(numbersSent()).toEqual(['55-1', '55-2'])
    expect((await links()).links[0]).toMatchObject({ state: 'unknown', taken: true, gatewayOrderNo: '55-2' })
    // Asked about until its time is over; then a link may be made without a word.
    const asked = () => sent(search).filter(({ orderId }) => orderId === '55-2').length
    expect(asked()).toBe(1)
    await waitUntil(() => {
      expect(asked()).toBe(2)
      return Promise.resolve()
    })
    await waitUntil(async () => {
      expect((await links()).links.map(({ state }) => state)).toEqual(['ended', 'ended'])
    }, 9 * DAY)
    expect((await issue()).gatewayOrderNo).toBe('55-3')
  })

  it('is paid later: the order’s trade, and a second one beside another link’s', async () => {
    await deskWith()
    taken()
    await expect(issue()).rejects.toThrow('link.taken')
    const second = await issue(true)
    desk.sandbox.ledger.seed([sampleTrade('55-1', desk.clock.now())])
    await waitUntil(async () => {
      expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
    })
    await pay(second.url)
    await desk.call('settlement.check-link', { id: 1 })
    expect((await links()).links[0]).toMatchObject({ meaning: 'second' })
    expect(await attention()).toBe(1)
  })

  it('and no answer about it: no new link, and what is found later decides', async () => {
    await deskWith()
    desk.sandbox.ledger.seed([sampleTrade('55-1', at - DAY)])
    // The first look is for the order's own number.
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search, orderId: '55-1' })
    await expect(issue()).rejects.toThrow('link.taken-unanswered {"orderNo":"55","gatewayOrderNo":"55-1"}')
    expect(numbersSent()).toEqual(['55-1'])
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search, orderId: '55-1' })
    await expect(issue(true)).rejects.toThrow('link.not-looked')
    expect(numbersSent()).toEqual(['55-1'])
    // The next look has an answer: it was another desk's trade.
    expect((await issue()).gatewayOrderNo).toBe('55-2')
    expect((await links()).links[1]).toMatchObject({ state: 'refused', taken: true })
  })
})

describe('a number that the gateway has already, with a trade of another sum', () => {
  it('younger than the order: perhaps a link of this order, so the next one needs the operator’s word', async () => {
    await deskWith()
    desk.sandbox.ledger.seed([sampleTrade('55-1', at + MINUTE, { amountYen: 100 })])
    await expect(issue()).rejects.toThrow('link.perhaps-paid {"orderNo":"55"}')
    expect(numbersSent()).toEqual(['55-1'])
    expect((await links()).links).toMatchObject([{ state: 'paid', meaning: 'doubtful', taken: true }])
    expect((await open()).settlement?.link).toMatchObject({ state: 'unlinked' })
    expect(await attention()).toBe(1)
    await expect(issue()).rejects.toThrow('link.alive')
    expect(numbersSent()).toEqual(['55-1'])
    expect((await issue(true)).gatewayOrderNo).toBe('55-2')
  })

  it('younger and not paid yet: watched', async () => {
    await deskWith()
    desk.sandbox.ledger.seed([sampleTrade('55-1', at + MINUTE, { amountYen: 100, status: 'UNPROCESSED' })])
    await expect(issue()).rejects.toThrow('link.taken {"orderNo":"55","gatewayOrderNo":"55-1"}')
    expect((await links()).links).toMatchObject([{ state: 'unknown', taken: true }])
    await expect(issue()).rejects.toThrow('link.alive')
    expect(numbersSent()).toEqual(['55-1'])
    expect(await attention()).toBe(0)
  })

  it('younger and taken back: refused once, and no question after that', async () => {
    await deskWith()
    desk.sandbox.ledger.seed([sampleTrade('55-1', at + MINUTE, { amountYen: 100, status: 'VOID' })])
    await expect(issue()).rejects.toThrow('link.taken {"orderNo":"55","gatewayOrderNo":"55-1"}')
    expect(await attention()).toBe(0)
    expect((await issue()).gatewayOrderNo).toBe('55-2')
  })
})

describe('the order’s own number is asked about before a link is made', () => {
  it('an order that was paid in the cart is not asked for money again', async () => {
    await startShop({ orders: [sampleOrder('55', at)], trades: [] })
    desk.sandbox.ledger.seed([sampleTrade('55', at)])
    await expect(issue()).rejects.toThrow('"why":"linked"')
    expect(numbersSent()).toEqual([])
    expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55' } })
  })

  it('a trade that does not fit is for the operator to decide, who has to have seen it', async () => {
    await startShop({ orders: [sampleOrder('55', at)], trades: [] })
    await saveLinkPage({ threeDSecure: false })
    desk.sandbox.ledger.seed([sampleTrade('55', at - 2 * DAY)])
    await expect(issue(true)).rejects.toThrow('link.perhaps-paid {"orderNo":"55"}')
    expect((await open()).settlement?.link).toEqual({ state: 'unlinked', reason: 'doubtful' })
    await expect(issue()).rejects.toThrow('link.perhaps-paid')
    expect(numbersSent()).toEqual([])
    const link = await issue(true)
    expect(link.gatewayOrderNo).toBe('55-1')
    // Who had the link made was asked about that trade: it is no doubt about the link's.
    await pay(link.url)
    await desk.call('settlement.check-link', { id: 1 })
    expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55-1' } })
  })

  it('without an answer no link is made, and nothing is written', async () => {
    await deskWith()
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search })
    await expect(issue()).rejects.toThrow('link.not-looked {"orderNo":"55"}')
    expect((await links()).links).toEqual([])
    expect(numbersSent()).toEqual([])
    expect((await issue()).gatewayOrderNo).toBe('55-1')
  })
})

it('a state nobody knows counts as money under a link’s number', async () => {
  await deskWith()
  await issue()
  desk.sandbox.ledger.seed([sampleTrade('55-1', at - DAY)])
  const file = new DatabaseSync(join(desk.dataDir, 'sandbox.sqlite'), { timeout: 2000 })
  file.exec(`UPDATE trades SET status = 'NEWWORD'`)
  file.close()
  await desk.call('settlement.check-link', { id: 1 })
  expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'doubtful', tradeStatus: 'other' })
  expect(await attention()).toBe(1)
})
