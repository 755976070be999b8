import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
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

/** Orders 1, 2, … with linked 仮売上 of three days ago, numbered 51, 52, … at the gateway. */
async function deskWith(count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => String(51 + index))
  desk = await startDesk({
    orders: numbers.map((number) => sampleOrder(number, at)),
    trades: numbers.map((number) => sampleTrade(number, at)),
  })
}

async function settle(id: number, fault?: FaultOrder) {
  if (fault !== undefined) desk.sandbox.addFault(fault)
  const { version } = await open(id)
  return desk.call('settlement.change', { id, seen: version, action: 'sales', thenStatus: 'paid' })
}

const open = (id: number) => desk.call('orders.open', { id })
const historyKinds = async (id: number) => (await desk.call('orders.history', { id })).map(({ kind }) => kind)
const mutations = (number: string) => desk.sandbox.ledger.mutations(number)
const asked = (number: string) =>
  desk.sandbox.requests().filter(({ endpoint, orderId }) => endpoint === search && orderId === number).length

describe('the timer and the operator on the same orders', () => {
  /** Both outcomes are open and due; the answer about the first is held back while the operator works on the second. */
  async function bothDue(second: FaultOrder): Promise<void> {
    await deskWith(2)
    await settle(1, { kind: 'reset-after-apply', endpoint: alter })
    await settle(2, second)
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, orderId: '51', ms: 700 })
    desk.clock.advance(20_000)
  }

  it('never judges an operation that has ended meanwhile', async () => {
    await bothDue({ kind: 'reset-after-apply', endpoint: alter })
    const settled = await desk.call('settlement.inquire', { id: 2 })
    expect(settled).toMatchObject({ status: 'paid', settlement: { status: 'sales', underInquiry: null } })
    desk.clock.advance(1000)
    await desk.call('settlement.change', { id: 2, seen: settled.version, action: 'returned', thenStatus: 'cancelled' })

    await vi.waitFor(async () => {
      expect((await open(1)).settlement?.status).toBe('sales')
    })
    expect(await open(2)).toMatchObject({ status: 'cancelled', settlement: { status: 'returned', underInquiry: null } })
    const kinds = await historyKinds(2)
    expect(kinds.filter((kind) => kind === 'settlement.confirmed')).toHaveLength(1)
    expect(kinds).not.toContain('settlement.conflict')
  })

  it('needs two looks at a second attempt, whatever was seen of the first', async () => {
    await deskWith(1)
    await settle(1, { kind: 'reset-before', endpoint: alter })
    desk.clock.advance(20_000)
    await vi.waitFor(async () => {
      expect(asked('51')).toBeGreaterThanOrEqual(3)
      expect((await desk.call('settlement.attention', {}))[0]?.nextInquiryAt).toBe(desk.clock.now() + 60_000)
    })
    desk.clock.advance(60_000)
    await vi.waitFor(async () => {
      expect((await open(1)).settlement?.underInquiry).toBeNull()
    })
    expect((await settle(1, { kind: 'reset-before', endpoint: alter })).outcome).toBe('unknown')
    expect((await desk.call('settlement.inquire', { id: 1 })).settlement?.underInquiry?.state).toBe('unknown')
    expect(mutations('51')).toEqual([])
  })
})

describe('連携 of every order and the operator on one of them', () => {
  /** Two orders without a trade, whose trades come later; both numbers of each are asked for. */
  async function unlinked(): Promise<void> {
    desk = await startDesk({ orders: ['51', '52'].map((number) => sampleOrder(number, at)), trades: [] })
    const settings = { shopId: 'tshop00000077', orderNoPatterns: ['{no}', 'shop-{no}'], authorisationDays: 90 }
    await desk.call('settings.save-gateway', settings)
    desk.sandbox.ledger.seed([sampleTrade('51', at), sampleTrade('52', at)])
  }
  const slow = (orderId: string, ms: number) =>
    desk.sandbox.addFault({ kind: 'delay', endpoint: search, orderId, ms, when: 'after' })

  it('leaves alone what was linked and settled since it began', async () => {
    await unlinked()
    const before = [asked('51'), asked('52')]
    slow('shop-51', 400)
    slow('shop-52', 0)
    slow('shop-52', 1_200)
    const linking = desk.call('settlement.link-all', {})
    await vi.waitFor(() => expect(asked('51')).toBeGreaterThan(before[0] ?? 0))
    await desk.call('settlement.inquire', { id: 2 })
    await vi.waitFor(async () => expect((await open(1)).settlement?.status).toBe('authorised'))
    // Long enough for the second order to be asked about again, if it is.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await settle(2)).outcome).toBe('applied')
    expect(await linking).toMatchObject({ asked: 2, linked: 2 })
    expect(await open(2)).toMatchObject({ status: 'paid', settlement: { status: 'sales' } })
    // Once by the operator's inquiry, once before 実売上.
    expect(asked('52') - (before[1] ?? 0)).toBe(2)
  })

  it('is waited for by an operator, who sees its result', async () => {
    await unlinked()
    const before = asked('shop-51')
    slow('shop-51', 300)
    const linking = desk.call('settlement.link-all', {})
    await vi.waitFor(() => expect(asked('shop-51')).toBe(before + 1))
    const order = await desk.call('settlement.inquire', { id: 1 })
    expect(order.settlement?.status).toBe('authorised')
    // The look of 連携 had been written by then, so that this was an inquiry about a linked trade: by its number alone.
    expect(asked('shop-51')).toBe(before + 1)
    await linking
  })
})

describe('an outcome that cannot be written', () => {
  it('is unknown, not failed, and is asked about as soon as the file takes it', async () => {
    await deskWith(1)
    const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'))
    file.exec("CREATE TRIGGER full BEFORE UPDATE ON payments BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    expect((await settle(1)).outcome).toBe('unknown')
    expect((await open(1)).settlement?.underInquiry).not.toBeNull()
    file.exec('DROP TRIGGER full')
    file.close()

    desk.clock.advance(90_000)
    await vi.waitFor(async () => {
      expect(await open(1)).toMatchObject({ status: 'paid', settlement: { status: 'sales', underInquiry: null } })
    })
    expect(mutations('51')).toHaveLength(1)
  })
})

describe('対応状況 of an order whose outcome came late', () => {
  it('stays where the operator moved it meanwhile', async () => {
    await deskWith(1)
    const unknown = await settle(1, { kind: 'reset-after-apply', endpoint: alter })
    await desk.call('orders.change', { id: 1, seen: unknown.order.version, changes: { status: 'shipped' } })
    const order = await desk.call('settlement.inquire', { id: 1 })
    expect(order).toMatchObject({ status: 'shipped', settlement: { status: 'sales', underInquiry: null } })
  })
})

describe('a trade under the same number that is not the order’s', () => {
  const doubtful = { state: 'unlinked', reason: 'doubtful' }
  const cases: readonly [string, number, object, object][] = [
    ['is older than the order', 40, {}, doubtful],
    ['has another amount and another time', -2, { amountYen: 99_999, processedAt: noon + 9 * 86_400_000 }, doubtful],
    ['has another amount, but was made with the order', 3, { amountYen: 5000 }, { state: 'linked' }],
    ['was authorised much later for the same amount', -2, { processedAt: noon + 9 * 86_400_000 }, { state: 'linked' }],
  ]
  for (const [name, age, trade, link] of cases) {
    it(name, async () => {
      const madeAt = daysBefore(noon, age)
      desk = await startDesk({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', madeAt, trade)] })
      expect((await open(1)).settlement?.link).toMatchObject(link)
    })
  }
})
