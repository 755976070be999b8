import { afterEach, describe, expect, it } from 'vitest'
import { japanTime } from '../../../src-shared/business-day.ts'
import { gatewayNumbers } from '../../../src-main/settlement/gateway-number.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'

describe('the numbers under which the gateway may know an order', () => {
  const orderedAt = japanTime('2026-11-03', 9, 5, 7)

  it('follow the patterns in their order, with the time of the order in Japan', () => {
    const patterns = ['{no}', 'shop-{no}', '{no}-{ddHHmmss}', '{no}-{yyMMdd}-{HHmmss}']
    expect(gatewayNumbers('1024', orderedAt, patterns)).toEqual([
      '1024',
      'shop-1024',
      '1024-03090507',
      '1024-261103-090507',
    ])
  })

  it('leave out doubles and what the gateway could not have', () => {
    expect(gatewayNumbers('注文1', orderedAt, ['{no}'])).toEqual([])
    expect(gatewayNumbers('1'.repeat(28), orderedAt, ['{no}'])).toEqual([])
    expect(gatewayNumbers('7', orderedAt, ['{no}', '{no}'])).toEqual(['7'])
  })
})

describe('linking', () => {
  let desk: TestDesk

  afterEach(async () => {
    await desk.close()
  })

  const at = daysBefore(noon, 3)
  const patterns = ['{no}', 'shop-{no}']
  const settings = (orderNoPatterns: string[]) => ({ shopId: 'tshop00000077', orderNoPatterns, authorisationDays: 90 })

  it('ties an order to the one trade that exists, with its slip for a convenience store', async () => {
    const termAt = japanTime('2026-11-26', 23, 59, 59)
    desk = await startDesk({
      orders: [sampleOrder('55', at), sampleOrder('57', at, { paymentMethodName: 'コンビニ決済' })],
      trades: [
        sampleTrade('55', at),
        { kind: 'convenience', orderId: '57', amountYen: 5775, processedAt: at, status: 'REQSUCCESS', termAt },
      ],
    })
    const card = await desk.call('orders.open', { id: 1 })
    const store = await desk.call('orders.open', { id: 2 })
    expect(card.settlement).toMatchObject({ status: 'authorised', settleBy: '2027-02-10' })
    expect(store.settlement).toMatchObject({ status: 'requested', payment: { storeCode: '10001', termAt } })
    expect(card.updatedAt).toBe(at)
    expect(await desk.call('desk.state', {})).toMatchObject({ unlinked: 0, network: 'online' })
  })

  it('ties nothing when two trades could be meant, and says so', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [] })
    expect((await desk.call('orders.open', { id: 1 })).settlement?.link).toEqual({
      state: 'unlinked',
      reason: 'notFound',
    })
    desk.sandbox.ledger.seed([sampleTrade('55', at), sampleTrade('shop-55', at)])
    await desk.call('settings.save-gateway', settings(patterns))
    const order = await desk.call('settlement.inquire', { id: 1 })
    expect(order.settlement?.link).toEqual({ state: 'unlinked', reason: 'ambiguous' })
  })

  it('never gives one trade to two orders', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at), sampleOrder('5', at)], trades: [sampleTrade('55', at)] })
    await desk.call('settings.save-gateway', settings(['{no}', '5{no}']))
    expect((await desk.call('settlement.inquire', { id: 2 })).settlement?.link).toEqual({
      state: 'unlinked',
      reason: 'ambiguous',
    })
  })

  it('keeps the reason when the gateway cannot be reached, and links later', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [] })
    desk.sandbox.ledger.seed([sampleTrade('55', at)])
    desk.sandbox.addFault({ kind: 'http-500', endpoint: 'SearchTrade.idPass' })
    expect((await desk.call('settlement.inquire', { id: 1 })).settlement?.link).toMatchObject({ reason: 'noAnswer' })
    expect(await desk.call('settlement.link-all', {})).toEqual({ asked: 1, linked: 1, notFound: 0, failed: 0 })
  })

  it('writes a new limit of 実売上 to every 仮売上', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
    await desk.call('settings.save-gateway', { ...settings(['{no}']), authorisationDays: 60 })
    expect((await desk.call('orders.open', { id: 1 })).settlement?.settleBy).toBe('2027-01-11')
  })

  it('ends a conflict when a person takes over what the gateway shows', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: 'AlterTran.idPass' })
    const order = await desk.call('orders.open', { id: 1 })
    const input = { id: 1, seen: order.version, action: 'sales', thenStatus: 'paid' } as const
    expect((await desk.call('settlement.change', input)).outcome).toBe('unknown')
    await playGateway('console', { orderId: '55', jobCd: 'RETURN' })

    const conflicted = await desk.call('settlement.inquire', { id: 1 })
    expect(conflicted.settlement).toMatchObject({ status: 'returned', underInquiry: { state: 'conflict' } })
    const adopted = await desk.call('settlement.adopt', { id: 1 })
    expect(adopted).toMatchObject({ status: 'received', settlement: { status: 'returned', underInquiry: null } })
    expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
  })

  /** Does something at the gateway behind the desk's back. */
  async function playGateway(path: string, body: object): Promise<void> {
    const answer = await fetch(`${desk.sandbox.url}/_control/${path}`, {
      method: 'POST',
      headers: { 'x-sandbox-token': desk.sandbox.controlToken, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(200)
  }
})
