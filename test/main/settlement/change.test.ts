import { afterEach, describe, expect, it } from 'vitest'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

/** One linked order whose card was authorised `age` days ago, and the desk around it. */
async function deskWith(age: number, more: Parameters<typeof sampleOrder>[2] = {}, trade = {}) {
  const at = daysBefore(noon, age)
  desk = await startDesk({ orders: [sampleOrder('55', at, more)], trades: [sampleTrade('55', at, trade)] })
  const [row] = await desk.call('orders.page', firstPage)
  if (row === undefined) throw new Error('the order is missing')
  return desk.call('settlement.inquire', { id: row.id })
}

const firstPage = { conditions: {}, sort: { key: 'orderNo' as const, descending: false }, page: 0, pageSize: 100 }

describe('仮売上 → 実売上', () => {
  it('moves the trade once, then 対応状況 in the same transaction, and leaves its history', async () => {
    const order = await deskWith(3)
    expect(order.settlement).toMatchObject({ status: 'authorised', amountYen: 5775, link: { state: 'linked' } })

    const result = await desk.call('settlement.change', {
      id: order.id,
      seen: order.version,
      action: 'sales',
      thenStatus: 'paid',
    })

    expect(result).toMatchObject({ outcome: 'applied', confirmed: false, statusChanged: true })
    expect(result.order).toMatchObject({ status: 'paid', settlement: { status: 'sales', underInquiry: null } })
    expect(result.order.paidAt).toBe(noon)
    expect(desk.sandbox.ledger.trade('55')?.status).toBe('SALES')
    expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
    const kinds = (await desk.call('orders.history', { id: order.id })).map((entry) => entry.kind)
    expect(kinds).toEqual(expect.arrayContaining(['settlement.requested', 'settlement.applied', 'order.changed']))
  })

  it('works in two steps as the guide does it', async () => {
    const order = await deskWith(3)
    const settled = await desk.call('settlement.change', {
      id: order.id,
      seen: order.version,
      action: 'sales',
      thenStatus: null,
    })
    expect(settled).toMatchObject({ outcome: 'applied', statusChanged: false, order: { status: 'received' } })

    const paid = await desk.call('orders.change', {
      id: order.id,
      seen: settled.order.version,
      changes: { status: 'paid' },
    })
    expect(paid).toMatchObject({ status: 'paid', settlement: { status: 'sales' } })
  })

  it('lets one of two simultaneous calls through', async () => {
    const order = await deskWith(3)
    const input = { id: order.id, seen: order.version, action: 'sales', thenStatus: null }
    const replies = await Promise.all([1, 2, 3].map(() => desk.envelope('settlement.change', input)))
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1)
    expect(replies.filter((reply) => !reply.ok && reply.failure.code === 'settlement.in-progress')).toHaveLength(2)
    expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
  })
})

describe('is refused before anything is sent', () => {
  const cases: readonly [string, string, number, Parameters<typeof sampleOrder>[2], object][] = [
    ['after the limit of 90 days', 'settlement.too-late', 95, {}, {}],
    ['when the amounts differ', 'settlement.amount-differs', 3, {}, { amountYen: 5000 }],
    ['for a cancelled order', 'settlement.not-allowed', 3, { status: 'cancelled' }, {}],
    ['when it is 実売上 already', 'settlement.not-allowed', 3, {}, { status: 'SALES' }],
    ['when there is no trade', 'settlement.not-linked', 3, {}, { orderId: '56' }],
  ]
  for (const [name, code, age, more, trade] of cases) {
    it(name, async () => {
      const order = await deskWith(age, more, trade)
      const before = desk.sandbox.ledger.mutations().length
      const input = { id: order.id, seen: order.version, action: 'sales', thenStatus: null }
      const reply = await desk.envelope('settlement.change', input)
      expect(reply).toMatchObject({ ok: false, failure: { code } })
      expect(desk.sandbox.ledger.mutations()).toHaveLength(before)
      expect(await desk.call('settlement.attention', {})).toEqual([])
    })
  }

  it('when the order changed since it was seen', async () => {
    const order = await deskWith(3)
    await desk.call('orders.change', { id: order.id, seen: order.version, changes: { note: '電話あり' } })
    const reply = await desk.envelope('settlement.change', {
      id: order.id,
      seen: order.version,
      action: 'sales',
      thenStatus: null,
    })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'order.changed-meanwhile' } })
    expect(desk.sandbox.ledger.mutations('55')).toEqual([])
  })

  it('when someone changed the trade at the gateway: the desk shows it and asks to look again', async () => {
    const order = await deskWith(0)
    await cancelAtGateway('55')
    const reply = await desk.envelope('settlement.change', {
      id: order.id,
      seen: order.version,
      action: 'sales',
      thenStatus: null,
    })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'settlement.changed-at-gateway' } })
    const now = await desk.call('orders.open', { id: order.id })
    expect(now.settlement?.status).toBe('voided')
    expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
  })
})

/** Someone cancels in the gateway's own console. */
async function cancelAtGateway(orderId: string): Promise<void> {
  const answer = await fetch(`${desk.sandbox.url}/_control/console`, {
    method: 'POST',
    headers: { 'x-sandbox-token': desk.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, jobCd: 'VOID' }),
  })
  expect(answer.status).toBe(200)
}
