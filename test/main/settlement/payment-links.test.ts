import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { formatDateTime } from '../../../src-shared/business-day.ts'
import { sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import {
  DAY,
  goodCard,
  at,
  attention,
  declinedCard,
  desk,
  deskWith,
  editOrder,
  history,
  issue,
  issuing,
  links,
  open,
  pay,
  saveLinkPage,
  search,
  sent,
  startShop,
  tokenAtGateway,
  waitUntil,
} from './link-bench.ts'

afterEach(async () => {
  await desk.close()
})

describe('a link that is paid', () => {
  it('is issued for お支払い合計, and the timer finds that the order became 仮売上', async () => {
    await deskWith({ status: 'paymentProcessing' })
    const link = await issue()
    expect(link).toMatchObject({ gatewayOrderNo: '55-1', amountYen: 5775, state: 'open', job: 'authorised' })
    expect(link.url).toMatch(new RegExp(`^${desk.sandbox.url}/link/[0-9a-f]{48}$`))
    expect(formatDateTime(link.expiresAt)).toBe('2026/11/23 23:59')
    expect(sent(issuing)).toHaveLength(1)

    expect(await pay(link.url)).toContain('お支払いの手続きが完了しました')
    await waitUntil(async () => {
      expect((await open()).settlement).toMatchObject({ status: 'authorised', amountYen: 5775 })
    })
    const order = await open()
    expect(order).toMatchObject({ status: 'received', settlement: { link: { gatewayOrderNo: '55-1' } } })
    expect(await links()).toMatchObject({
      links: [{ state: 'paid', url: null, meaning: 'ordersTrade' }],
      refusal: { code: 'link.not-possible', params: { why: 'linked' } },
    })
    expect(await history()).toEqual(expect.arrayContaining(['link.issued', 'settlement.linked', 'link.paid']))
    expect(desk.events).toContainEqual({ name: 'orders.changed', payload: { ids: [1] } })
    expect(await attention()).toBe(0)
  })

  it('leaves any other 対応状況 as it is, and becomes 即時売上 when the shop wants that', async () => {
    await deskWith({ status: 'inProgress' })
    await saveLinkPage({ job: 'captured' })
    await pay((await issue()).url)
    await desk.call('settlement.check-link', { id: 1 })
    expect(await open()).toMatchObject({ status: 'inProgress', settlement: { status: 'captured' } })
  })

  it('NG, then OK: stays 未決済 until the card company agrees', async () => {
    await deskWith()
    const link = await issue()
    expect(await pay(link.url, declinedCard)).toContain('残高が足りない')
    expect(await desk.call('settlement.check-link', { id: 1 })).toMatchObject({
      links: [{ state: 'open', tradeStatus: 'unprocessed', url: link.url }],
    })
    expect((await open()).settlement).toMatchObject({ status: null, link: { state: 'unlinked' } })
    await pay(link.url)
    await desk.call('settlement.check-link', { id: 1 })
    expect((await open()).settlement?.status).toBe('authorised')
    const made = desk.sandbox.ledger.mutations('55-1').filter(({ statusAfter }) => statusAfter === 'AUTH')
    expect(made).toHaveLength(1)
  })

  it('asks for 3-D Secure when the shop wants it', async () => {
    await deskWith({}, true)
    const link = await issue()
    expect(link.threeDSecure).toBe(true)
    const challenged = { ...goodCard, number1: '4100', number2: '0000', number3: '0000', number4: '5000' }
    const page = await fetch(link.url ?? '', { method: 'POST', body: new URLSearchParams(challenged) })
    expect(new URL(page.url).pathname).toBe('/secure')
    await desk.call('settlement.check-link', { id: 1 })
    expect((await open()).settlement?.link).toMatchObject({ state: 'unlinked' })
  })

  it('can be settled like any other trade', async () => {
    await deskWith()
    await pay((await issue()).url)
    await desk.call('settlement.check-link', { id: 1 })
    const { version } = await open()
    const done = await desk.call('settlement.change', { id: 1, seen: version, action: 'sales', thenStatus: 'paid' })
    expect(done).toMatchObject({ outcome: 'applied', order: { status: 'paid', settlement: { status: 'sales' } } })
  })
})

describe('a link that is not paid', () => {
  it('is asked about ever more rarely, and ends after its time', async () => {
    await deskWith()
    const link = await issue()
    const asked = () => sent(search).filter(({ orderId }) => orderId === '55-1').length
    await waitUntil(() => {
      expect(asked()).toBe(1)
      return Promise.resolve()
    })
    desk.clock.advance(30_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked()).toBe(1)
    await waitUntil(async () => {
      expect((await links()).links[0]?.seenAt).toBe(desk.clock.now())
    }, 8 * DAY)
    await vi.waitFor(async () => {
      expect((await links()).links[0]).toMatchObject({ state: 'ended', url: null })
    })
    expect(desk.clock.now()).toBeGreaterThan(link.expiresAt)
    expect((await open()).settlement?.status).toBeNull()
    expect(await history()).toContain('link.ended')
    const before = asked()
    desk.clock.advance(DAY)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked()).toBe(before)
    expect((await issue()).gatewayOrderNo).toBe('55-2')
  })

  it('stays watched while the gateway does not answer', async () => {
    await deskWith()
    const link = await issue()
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search })
    await expect(desk.call('settlement.check-link', { id: 1 })).rejects.toThrow('gateway.no-answer')
    expect((await links()).links[0]).toMatchObject({ state: 'open', url: link.url })
    await pay(link.url)
    await waitUntil(async () => {
      expect((await open()).settlement?.status).toBe('authorised')
    })
  })
})

describe('issuing', () => {
  it('a double click makes one link', async () => {
    await deskWith()
    const { version } = await open()
    const request = { id: 1, seen: version, again: false }
    const replies = await Promise.all([1, 2, 3].map(() => desk.envelope('settlement.create-link', request)))
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(sent(issuing)).toHaveLength(1)
    expect(await desk.envelope('settlement.create-link', request)).toMatchObject({ failure: { code: 'link.alive' } })
    expect((await links()).links).toHaveLength(1)
  })

  it.each([
    ['another way to pay', { paymentMethodName: '銀行振込' }, 'method'],
    ['a cancelled order', { status: 'cancelled' as const }, 'cancelled'],
    ['nothing to pay', { money: { ...sampleOrder('1', at).money, paymentTotalYen: 0 } }, 'amount'],
    ['more than seven digits', { money: { ...sampleOrder('1', at).money, paymentTotalYen: 10_000_000 } }, 'amount'],
  ])('is refused for %s', async (_what, more, why) => {
    await deskWith(more)
    await expect(issue()).rejects.toThrow(`link.not-possible {"orderNo":"55","why":"${why}"}`)
    expect((await links()).refusal).toMatchObject({ code: 'link.not-possible', params: { why } })
    expect(sent(issuing)).toEqual([])
  })

  it('is refused for an order that has its trade, and for an order seen in another version', async () => {
    await startShop({ orders: [sampleOrder('55', at)], trades: [sampleTrade('55', at)] })
    await expect(issue()).rejects.toThrow('"why":"linked"')
    await desk.close()
    await deskWith()
    const { version } = await open()
    const input = { id: 1, seen: version + 1, again: false }
    expect(await desk.envelope('settlement.create-link', input)).toMatchObject({
      failure: { code: 'order.changed-meanwhile' },
    })
    expect(sent(issuing)).toEqual([])
  })

  it('an open outcome: the number is never sent again, stays watched, and a new link has a new one', async () => {
    await deskWith()
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: issuing })
    expect(await issue()).toMatchObject({ state: 'unknown', url: null, gatewayOrderNo: '55-1' })
    await expect(issue()).rejects.toThrow('link.alive')
    expect(await issue(true)).toMatchObject({ state: 'open', gatewayOrderNo: '55-2' })
    expect(sent(issuing).map(({ orderId }) => orderId)).toEqual(['55-1', '55-2'])
    // The buyer got the first link after all, from the gateway's own mail.
    await pay(`${desk.sandbox.url}/link/${tokenAtGateway('55-1')}`)
    await waitUntil(async () => {
      expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
    })
    expect(await history()).toContain('link.unknown')
  })

  it('asks about earlier links first: who agreed to two links did not agree to two payments', async () => {
    await deskWith()
    await pay((await issue()).url)
    await expect(issue(true)).rejects.toThrow('"why":"linked"')
    expect(sent(issuing)).toHaveLength(1)
    expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
  })

  it('makes none while the gateway does not say whether an earlier one was paid', async () => {
    await deskWith()
    await issue()
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search, orderId: '55-1' })
    await expect(issue(true)).rejects.toThrow('link.not-looked')
    expect(sent(issuing)).toHaveLength(1)
  })

  it('asks about one whose time was over as well: the clock may have been wrong', async () => {
    await deskWith()
    const link = await issue()
    await waitUntil(async () => {
      expect((await links()).links[0]).toMatchObject({ state: 'ended', url: null })
    }, 9 * DAY)
    desk.sandbox.ledger.seed([sampleTrade('55-1', link.expiresAt)])
    await expect(issue()).rejects.toThrow('"why":"linked"')
    expect(sent(issuing)).toHaveLength(1)
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'ordersTrade' })
  })

  it('a witness that cannot be written stops it before anything is sent', async () => {
    await deskWith()
    rmSync(join(desk.dataDir, 'journal-202611.jsonl'), { force: true })
    mkdirSync(join(desk.dataDir, 'journal-202611.jsonl'))
    await expect(issue()).rejects.toThrow('storage.witness')
    expect(sent(issuing)).toEqual([])
    expect((await links()).links).toMatchObject([{ state: 'notSent', gatewayOrderNo: '55-1' }])
    rmSync(join(desk.dataDir, 'journal-202611.jsonl'), { recursive: true })
    // It was never sent: that the witness does not know it is no damage.
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
    expect((await issue()).gatewayOrderNo).toBe('55-2')
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true, witness: { unknownToWitness: 0 } })
  })

  it('a refusal and a gateway that was never reached leave no link, and say why', async () => {
    await deskWith()
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: issuing, code: 'E61030001' })
    await expect(issue()).rejects.toThrow('gateway.refused')
    expect((await links()).links[0]).toMatchObject({ state: 'refused', codes: 'E61030001' })
    expect((await issue()).gatewayOrderNo).toBe('55-2')
    await desk.sandbox.close()
    await expect(issue(true)).rejects.toThrow('link.not-looked')
    expect((await links()).links).toHaveLength(2)
  })

  it('takes the next number when the gateway or another order has one already', async () => {
    await startShop({
      orders: [sampleOrder('55', at), sampleOrder('55-1', at)],
      // Both older than the order: neither is this order's.
      trades: [sampleTrade('55-2', at - DAY, { amountYen: 100 }), sampleTrade('55-3', at - DAY)],
    })
    expect((await issue()).gatewayOrderNo).toBe('55-4')
    expect(sent(issuing).map(({ orderId }) => orderId)).toEqual(['55-2', '55-3', '55-4'])
    expect((await history()).filter((kind) => kind === 'link.takenElsewhere')).toHaveLength(2)
    expect((await open()).settlement?.link).toMatchObject({ state: 'unlinked' })
    expect(await attention()).toBe(0)
  })

  it('its trade is never tied to another order that is called like its number', async () => {
    await startShop({ orders: [sampleOrder('55', at), sampleOrder('9', at)], trades: [] })
    await saveLinkPage({ threeDSecure: false })
    await pay((await issue()).url)
    editOrder(`order_no = '55-1'`, 2)
    const other = await desk.call('settlement.inquire', { id: 2 })
    expect(other.settlement?.link).toEqual({ state: 'unlinked', reason: 'ambiguous' })
    expect((await desk.call('settlement.inquire', { id: 1 })).settlement).toMatchObject({
      status: 'authorised',
      link: { state: 'linked', gatewayOrderNo: '55-1' },
    })
  })

  it('shows that the amount of the order is another now, and asks for the new one', async () => {
    await deskWith()
    const mail = () => desk.call('mail.preview', { orderId: 1, templateId: 'paymentLink' })
    expect((await mail()).missing).toEqual(['決済リンク'])
    const first = await issue()
    expect(await mail()).toMatchObject({ missing: [], body: expect.stringContaining(first.url ?? '?') as string })
    editOrder('payment_total_yen = 6000, total_yen = 6000')
    const [old] = (await links()).links
    // A mail does not ask for the old sum either.
    expect((await mail()).missing).toEqual(['決済リンク'])
    expect([old?.amountYen, (await open()).money.paymentTotalYen]).toEqual([5775, 6000])
    expect(await issue(true)).toMatchObject({ amountYen: 6000, gatewayOrderNo: '55-2' })
    expect(await desk.call('settlement.differences', {})).toEqual([])
    await pay(old?.url ?? null)
    await desk.call('settlement.check-link', { id: 1 })
    expect(await desk.call('settlement.differences', {})).toMatchObject([
      { orderId: 1, paymentTotalYen: 6000, theirs: { status: 'authorised', amountYen: 5775 }, kinds: ['total'] },
    ])
  })
})
