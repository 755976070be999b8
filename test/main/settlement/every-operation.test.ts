import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CallInput } from '../../../src-shared/api.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { SettlementAction } from '../../../src-shared/settlement.ts'
import type { SeedTrade } from '../../../src-main/sandbox/seed-trade.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const firstPage = { conditions: {}, sort: { key: 'orderNo' as const, descending: false }, page: 0, pageSize: 100 }

async function deskWith(more: Parameters<typeof sampleOrder>[2], trade: SeedTrade): Promise<Order> {
  desk = await startDesk({ orders: [sampleOrder('55', daysBefore(noon, 3), more)], trades: [trade] })
  const [row] = await desk.call('orders.page', firstPage)
  if (row === undefined) throw new Error('the order is missing')
  return desk.call('settlement.inquire', { id: row.id })
}

const card = (more: Parameters<typeof sampleTrade>[2] = {}): SeedTrade => sampleTrade('55', daysBefore(noon, 3), more)

/** An order whose お支払い合計 is no longer what was authorised. */
const dearer = { money: { subtotalYen: 6000, shippingYen: 525, totalYen: 6525, paymentTotalYen: 6525 } }

async function change(order: Order, action: SettlementAction, more: Partial<CallInput<'settlement.change'>> = {}) {
  const { id, version: seen } = order
  return desk.call('settlement.change', { id, seen, action, thenStatus: null, ...more })
}

const refusal = async (order: Order, action: SettlementAction, reason = '') => {
  const { id, version: seen } = order
  const reply = await desk.envelope('settlement.change', { id, seen, action, thenStatus: null, reason })
  return reply.ok ? null : reply.failure
}

const ledger = () => desk.sandbox.ledger.trade('55')
const mutations = () => desk.sandbox.ledger.mutations('55')

describe('金額変更 (S2)', () => {
  it.each([
    ['AUTH', 'amountAuthorised', 'AUTH', 'authorised'],
    ['AUTH', 'amountCaptured', 'CAPTURE', 'captured'],
    ['SALES', 'amountAuthorised', 'AUTH', 'authorised'],
    ['SALES', 'amountCaptured', 'CAPTURE', 'captured'],
    ['CAPTURE', 'amountCaptured', 'CAPTURE', 'captured'],
  ] as const)('%s → %s: once, for お支払い合計, with its limits counted anew', async (from, action, theirs, ours) => {
    const order = await deskWith(dearer, card({ status: from }))
    const result = await change(order, action, { reason: '1点追加のため' })
    expect(result).toMatchObject({ outcome: 'applied', order: { settlement: { status: ours, amountYen: 6525 } } })
    expect(ledger()).toMatchObject({ status: theirs, amountYen: 6525 })
    expect(mutations()).toHaveLength(1)
    const { settlement } = result.order
    expect(settlement?.authorisedAt).toBe(settlement?.processedAt)
    expect(settlement?.settleBy).toBe(ours === 'authorised' ? '2027-02-13' : null)
    // What the desk kept of the answer is what the gateway shows when it is asked (I3).
    const asked = await desk.call('settlement.inquire', { id: order.id })
    const { inquiredAt: _a, ...shown } = asked.settlement ?? {}
    const { inquiredAt: _b, ...kept } = settlement ?? {}
    expect(shown).toEqual(kept)
    const history = await desk.call('orders.history', { id: order.id })
    expect(history.find(({ kind }) => kind === 'settlement.requested')?.details['because']).toBe('1点追加のため')
  })

  it('is refused without a reason, and with the amount as it is', async () => {
    const order = await deskWith({}, card())
    expect((await refusal(order, 'amountCaptured'))?.code).toBe('settlement.reason-missing')
    expect((await refusal(order, 'amountCaptured', '理由'))?.code).toBe('settlement.amount-same')
    expect(mutations()).toHaveLength(0)
  })

  it('declined by the card: nothing changed, here or there', async () => {
    const order = await deskWith(dearer, card({ renewalDeclinedWith: '42G020000' }))
    const result = await change(order, 'amountAuthorised', { reason: '1点追加のため' })
    expect(result).toMatchObject({ outcome: 'refused', errors: [{ code: '42G020000' }] })
    expect(ledger()).toMatchObject({ status: 'AUTH', amountYen: 5775 })
    expect(result.order.settlement).toMatchObject({ status: 'authorised', amountYen: 5775, underInquiry: null })
  })

  it('of unknown outcome is asked about, and found done (R4, R5)', async () => {
    const order = await deskWith(dearer, card())
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: 'ChangeTran.idPass' })
    expect(await change(order, 'amountCaptured', { reason: '1点追加のため' })).toMatchObject({ outcome: 'unknown' })
    desk.clock.advance(20_000)
    await vi.waitFor(async () => {
      const { settlement } = await desk.call('orders.open', { id: order.id })
      expect(settlement).toMatchObject({ status: 'captured', amountYen: 6525, underInquiry: null })
    })
    expect(mutations()).toHaveLength(1)
  })
})

describe('再オーソリ after a cancel (the guide p.10)', () => {
  it.each([
    ['VOID', 'reauthorised', 'AUTH'],
    ['RETURN', 'reauthorised', 'AUTH'],
    ['RETURNX', 'recaptured', 'CAPTURE'],
    ['CANCEL', 'recaptured', 'CAPTURE'],
  ] as const)('%s → %s, for the order’s お支払い合計 (R13)', async (from, action, theirs) => {
    const order = await deskWith({ ...dearer, status: 'received' }, card({ status: from }))
    const result = await change(order, action, { reason: 'お客様のご希望' })
    expect(result).toMatchObject({ outcome: 'applied' })
    expect(ledger()).toMatchObject({ status: theirs, amountYen: 6525 })
    expect(mutations()).toHaveLength(1)
  })

  it('is refused while 対応状況 stays キャンセル; afterwards it goes on to 実売上', async () => {
    const order = await deskWith({ status: 'cancelled' }, card({ status: 'VOID' }))
    expect(await refusal(order, 'reauthorised', 'お客様のご希望')).toMatchObject({
      code: 'settlement.not-allowed',
      params: { why: 'orderCancelled' },
    })
    expect(mutations()).toHaveLength(0)
    const draft = { orderStatus: 'received' } as const
    const offers = await desk.call('settlement.offered', { id: order.id, draft })
    expect(offers.filter((one) => one.allowed).map((one) => one.action)).toEqual(['reauthorised', 'recaptured'])

    const { id } = order
    const open = await desk.call('orders.change', { id, seen: order.version, changes: { status: 'received' } })
    const again = await change(open, 'reauthorised', { reason: 'お客様のご希望' })
    const sold = await change(again.order, 'sales', { thenStatus: 'paid' })
    expect(sold).toMatchObject({ outcome: 'applied', order: { status: 'paid', settlement: { status: 'sales' } } })
    expect(mutations().map(({ statusAfter }) => statusAfter)).toEqual(['AUTH', 'SALES'])
  })
})

describe('the number of コンビニ and Pay-easy', () => {
  const slips = [
    ['コンビニ決済', 'convenience'],
    ['Pay-easy決済', 'payEasy'],
  ] as const
  const slipTrade = (kind: 'convenience' | 'payEasy', status: 'REQSUCCESS' | 'PAYSUCCESS'): SeedTrade => ({
    ...{ kind, status, orderId: '55', amountYen: 5775 },
    processedAt: daysBefore(noon, 3),
  })
  const trade = (kind: 'convenience' | 'payEasy') => desk.sandbox.ledger.trade('55', kind)

  it.each(slips)('%s: is taken back once while nobody has paid', async (paymentMethodName, kind) => {
    const order = await deskWith({ paymentMethodName }, slipTrade(kind, 'REQSUCCESS'))
    const result = await change(order, 'cancelled', { thenStatus: 'cancelled' })
    expect(result).toMatchObject({
      outcome: 'applied',
      confirmed: false,
      order: { status: 'cancelled', settlement: { status: 'cancelled' } },
    })
    expect(trade(kind)?.status).toBe('CANCEL')
    expect(result.order.settlement?.processedAt).toBe(noon)
  })

  it.each(slips)('%s: paid, or its amount: refused before anything is sent', async (paymentMethodName, kind) => {
    const order = await deskWith({ paymentMethodName, ...dearer }, slipTrade(kind, 'PAYSUCCESS'))
    expect((await refusal(order, 'cancelled'))?.params['why']).toBe('status')
    expect((await refusal(order, 'amountAuthorised', '理由'))?.params['why']).toBe('slipAmount')
    expect(trade(kind)?.status).toBe('PAYSUCCESS')
  })

  it.each(slips)('%s: an answer that is lost is asked about, and found done', async (paymentMethodName, kind) => {
    const order = await deskWith({ paymentMethodName }, slipTrade(kind, 'REQSUCCESS'))
    const endpoint = kind === 'convenience' ? 'CvsCancel.idPass' : 'PayEasyCancel.idPass'
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint })
    expect(await change(order, 'cancelled')).toMatchObject({ outcome: 'unknown' })
    desk.clock.advance(20_000)
    await vi.waitFor(async () => {
      const { settlement } = await desk.call('orders.open', { id: order.id })
      expect(settlement).toMatchObject({ status: 'cancelled', underInquiry: null })
    })
  })
})

describe('a cancel word that the gateway refuses (E11010003)', () => {
  it('is looked into, not repeated, and the next possible word is offered', async () => {
    const order = await deskWith(
      {},
      card({ status: 'SALES', processedAt: daysBefore(noon, 2), authorisedAt: daysBefore(noon, 3) }),
    )
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: 'AlterTran.idPass', code: 'E11010003' })
    const refused = await change(order, 'returned')
    expect(refused).toMatchObject({ outcome: 'refused', order: { settlement: { status: 'sales' } } })
    expect(refused.order.settlement?.refusedWords).toEqual(['returned'])
    expect(await refusal(refused.order, 'returned')).toMatchObject({ params: { instead: 'returnedLater' } })
    const offers = await desk.call('settlement.offered', { id: order.id })
    expect(offers.find((one) => one.suggested && one.action === 'returnedLater')?.allowed).toBe(true)
    expect(mutations()).toHaveLength(0)
  })
})
