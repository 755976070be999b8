import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import type { SeedTrade } from '../../../src-main/sandbox/seed-trade.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { differences, sweep } from './sweep-bench.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const at = daysBefore(noon, 3)
const alter = 'AlterTran.idPass'
const change = 'ChangeTran.idPass'
const open = (id: number) => desk.call('orders.open', { id })
const kindsOf = async (id: number) => (await desk.call('orders.history', { id })).map(({ kind }) => kind)

function slip(orderId: string, kind: 'convenience' | 'payEasy'): SeedTrade {
  return { kind, orderId, amountYen: 5775, processedAt: at, status: 'REQSUCCESS', termAt: noon + 86_400_000 }
}

/** Takes a trade out of the gateway's ledger, as if it had been made under another contract. */
function loseTrade(orderNo: string): void {
  const ledger = new DatabaseSync(join(desk.dataDir, 'sandbox.sqlite'))
  ledger.prepare('DELETE FROM trades WHERE order_id = ?').run(orderNo)
  ledger.close()
}

describe('the difference list', () => {
  it('is empty when nothing differs, and asks about everything once', async () => {
    desk = await startDesk({
      orders: [sampleOrder('51', at), sampleOrder('52', at)],
      trades: [sampleTrade('51', at), sampleTrade('52', at, { status: 'SALES' })],
    })
    const before = desk.sandbox.requests().length
    const { last, running, nextAt } = await sweep(desk)
    expect(last).toMatchObject({ end: 'finished', total: 2, asked: 2, differing: 0, unanswered: 0 })
    expect({ running, nextAt }).toEqual({ running: false, nextAt: null })
    expect(
      desk.sandbox
        .requests()
        .slice(before)
        .map(({ orderId }) => orderId),
    ).toEqual(['51', '52'])
    expect(await desk.call('settlement.differences', {})).toEqual([])
  })

  it('shows what a person did in the gateway’s console, and takes none of it over', async () => {
    const numbers = ['51', '52', '53', '54']
    desk = await startDesk({
      orders: numbers.map((number) => sampleOrder(number, at)),
      trades: numbers.map((number) => sampleTrade(number, at)),
    })
    desk.clock.advance(60_000)
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'SALES' })
    desk.sandbox.console({ orderId: '52', endpoint: change, jobCd: 'AUTH', amountYen: 5000 })
    loseTrade('53')
    const { last } = await sweep(desk)
    const found = await differences(desk)
    expect(last).toMatchObject({ end: 'finished', asked: 4, differing: 3 })
    expect([...found.keys()]).toEqual(['51', '52', '53'])
    expect(found.get('51')).toMatchObject({
      kinds: ['status'],
      ours: { status: 'authorised', amountYen: 5775, processedAt: at },
      theirs: { status: 'sales', amountYen: 5775, processedAt: noon + 60_000 },
      since: noon + 60_000,
      adoptable: true,
      offeredStatus: null,
    })
    expect(found.get('52')).toMatchObject({ kinds: ['amount', 'total'], theirs: { amountYen: 5000 } })
    expect(found.get('53')).toMatchObject({ kinds: ['missing'], theirs: null, adoptable: true })
    for (const id of [1, 2, 3]) {
      expect((await open(id)).settlement).toMatchObject({ status: 'authorised', amountYen: 5775 })
      expect(await kindsOf(id)).not.toContain('settlement.refreshed')
    }
  })

  it('knows a re-authorisation that left status and amount as they were', async () => {
    desk = await startDesk({ orders: [sampleOrder('51', at)], trades: [sampleTrade('51', at)] })
    desk.clock.advance(60_000)
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'RETURN' })
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'AUTH', amountYen: 5775 })
    await sweep(desk)
    expect((await differences(desk)).get('51')?.kinds).toEqual(['processed'])
  })

  it('compares 対応状況 and お支払い合計 with the money', async () => {
    const money = { ...sampleOrder('53', at).money, totalYen: 6000, paymentTotalYen: 6000 }
    desk = await startDesk({
      orders: [
        sampleOrder('51', at, { status: 'shipped' }),
        sampleOrder('52', at, { status: 'cancelled' }),
        sampleOrder('53', at, { money }),
        sampleOrder('54', at, { status: 'shipped' }),
      ],
      trades: [
        sampleTrade('51', at),
        sampleTrade('52', at, { status: 'SALES' }),
        sampleTrade('53', at),
        sampleTrade('54', at, { status: 'SALES' }),
      ],
    })
    await sweep(desk)
    const found = await differences(desk)
    expect([...found].map(([number, { kinds }]) => [number, kinds])).toEqual([
      ['51', ['shippedUnsold']],
      ['52', ['cancelledSold']],
      ['53', ['total']],
    ])
    expect([...found.values()].some(({ adoptable }) => adoptable)).toBe(false)
  })

  it('keeps since when across sweeps and a new start, and drops what was put right', async () => {
    desk = await startDesk({ orders: [sampleOrder('51', at, { status: 'shipped' })], trades: [sampleTrade('51', at)] })
    await sweep(desk)
    desk.clock.advance(3_600_000)
    await sweep(desk)
    await desk.restart()
    expect((await differences(desk)).get('51')).toMatchObject({ since: noon, seenAt: noon + 3_600_000 })
    expect((await desk.call('settlement.sweep-state', {})).last?.finishedAt).toBe(noon + 3_600_000)

    desk.clock.advance(1000)
    const { version } = await open(1)
    await desk.call('settlement.change', { id: 1, seen: version, action: 'sales', thenStatus: null })
    expect(await desk.call('settlement.differences', {})).toEqual([])
  })
})

describe('what a buyer did', () => {
  it('is taken over with its line in the history; 対応状況 is offered and left alone', async () => {
    desk = await startDesk({
      orders: [
        sampleOrder('51', at, { paymentMethodName: 'コンビニ決済', status: 'awaitingPayment' }),
        sampleOrder('52', at, { paymentMethodName: 'Pay-easy決済', status: 'awaitingPayment' }),
      ],
      trades: [slip('51', 'convenience'), slip('52', 'payEasy')],
    })
    desk.clock.advance(60_000)
    desk.sandbox.pay('51')
    desk.sandbox.expire('52', 'payEasy')
    expect((await sweep(desk)).last).toMatchObject({ end: 'finished', adopted: 2, differing: 2 })
    expect(await open(1)).toMatchObject({ status: 'awaitingPayment', settlement: { status: 'paid' } })
    expect(await open(2)).toMatchObject({ status: 'awaitingPayment', settlement: { status: 'expired' } })
    expect(await kindsOf(1)).toContain('settlement.refreshed')
    const found = await differences(desk)
    expect(found.get('51')).toMatchObject({ kinds: ['paidUnmarked'], offeredStatus: 'paid', adoptable: false })
    expect(found.get('52')).toMatchObject({ kinds: ['expiredUnmarked'], offeredStatus: 'cancelled' })

    await desk.call('orders.change', { id: 1, seen: found.get('51')?.version ?? 0, changes: { status: 'paid' } })
    expect([...(await differences(desk)).keys()]).toEqual(['52'])
  })
})

describe('GMOの状態に合わせる', () => {
  async function soldInConsole() {
    desk = await startDesk({ orders: [sampleOrder('51', at)], trades: [sampleTrade('51', at)] })
    desk.clock.advance(60_000)
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'SALES' })
    await sweep(desk)
    const seen = (await differences(desk)).get('51')?.theirs
    if (seen == null) throw new Error('no difference was found')
    return seen
  }

  it('takes over the gateway’s state, names who decided, and sends nothing that changes a trade', async () => {
    const seen = await soldInConsole()
    const order = await desk.call('settlement.adopt-difference', { id: 1, seen })
    expect(order.settlement).toMatchObject({ status: 'sales', processedAt: seen.processedAt })
    const [line] = await desk.call('orders.history', { id: 1 })
    expect(line).toMatchObject({ kind: 'settlement.refreshed', operatorName: '店主', details: { status: 'sales' } })
    expect(await desk.call('settlement.differences', {})).toEqual([])
    expect(desk.sandbox.requests().some(({ endpoint }) => endpoint === alter)).toBe(false)
  })

  it('is refused when the gateway shows something else than the operator saw', async () => {
    const seen = await soldInConsole()
    desk.clock.advance(60_000)
    desk.sandbox.console({ orderId: '51', endpoint: alter, jobCd: 'RETURN' })
    const refused = await desk.envelope('settlement.adopt-difference', { id: 1, seen })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'settlement.changed-at-gateway' } })
    expect((await open(1)).settlement?.status).toBe('authorised')
    expect((await differences(desk)).get('51')?.theirs?.status).toBe('returned')
  })
})

describe('「GMO側に取引がありません」 of an order without an open operation', () => {
  const gone = { kind: 'errinfo', endpoint: 'SearchTrade.idPass', code: 'E01110002', times: 1_000 } as const
  const giveUp = () => desk.envelope('settlement.adopt-difference', { id: 1, seen: null })

  async function lost() {
    desk = await startDesk({ orders: [sampleOrder('51', at)], trades: [sampleTrade('51', at)] })
    desk.sandbox.addFault(gone)
    await sweep(desk)
  }

  it('is refused within a minute of the first such answer, however the clock is set', async () => {
    await lost()
    expect(await giveUp()).toMatchObject({ failure: { code: 'settlement.trade-missing', params: { again: 1 } } })
    desk.clock.jump(3_600_000)
    expect(await giveUp()).toMatchObject({ ok: false })
    expect((await open(1)).settlement?.link.state).toBe('linked')
  })

  it('takes the trade off the order a minute later, says so in its history, and changes nothing at the gateway', async () => {
    await lost()
    desk.clock.advance(60_000)
    expect(await giveUp()).toMatchObject({ ok: true })
    expect((await open(1)).settlement?.link.state).toBe('unlinked')
    const [line] = await desk.call('orders.history', { id: 1 })
    expect(line).toMatchObject({
      ...{ kind: 'settlement.tradeGone', operatorName: '店主' },
      details: { gatewayOrderNo: '51', lastStatus: 'authorised', amountYen: 5775 },
    })
    expect(await desk.call('settlement.differences', {})).toEqual([])
    expect(desk.sandbox.ledger.mutations()).toEqual([])
    // Should the gateway show it after all, it is the order's again.
    desk.sandbox.clearFaults()
    await desk.call('settlement.link-all', {})
    expect((await open(1)).settlement).toMatchObject({ status: 'authorised', link: { state: 'linked' } })
  })

  it('is refused when the trade is there again, and the minute begins anew with the next answer without it', async () => {
    await lost()
    desk.sandbox.clearFaults()
    desk.clock.advance(60_000)
    expect(await giveUp()).toMatchObject({ failure: { code: 'settlement.changed-at-gateway' } })
    desk.sandbox.addFault(gone)
    expect(await giveUp()).toMatchObject({ failure: { code: 'settlement.trade-missing', params: { again: 1 } } })
    desk.clock.advance(59_000)
    expect(await giveUp()).toMatchObject({ failure: { code: 'settlement.trade-missing', params: { again: 1 } } })
    desk.clock.advance(1_000)
    expect(await giveUp()).toMatchObject({ ok: true })
  })

  it('begins anew when anyone was shown the trade in between', async () => {
    await lost()
    desk.sandbox.clearFaults()
    desk.clock.advance(300_000)
    await desk.call('settlement.inquire', { id: 1 })
    expect(await desk.call('settlement.differences', {})).toEqual([])
    desk.sandbox.addFault(gone)
    desk.clock.advance(300_000)
    await sweep(desk)
    desk.clock.advance(2_000)
    expect(await giveUp()).toMatchObject({ failure: { code: 'settlement.trade-missing', params: { again: 1 } } })
    await desk.restart()
    desk.sandbox.addFault(gone)
    desk.clock.advance(50_000)
    expect(await giveUp()).toMatchObject({ ok: false })
    expect((await open(1)).settlement?.link.state).toBe('linked')
  })

  it('counts a first answer of an earlier run of the program by the clock', async () => {
    await lost()
    await desk.restart()
    desk.sandbox.addFault(gone)
    desk.clock.advance(60_000)
    expect(await giveUp()).toMatchObject({ ok: true })
  })
})
