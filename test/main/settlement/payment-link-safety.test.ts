import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { noon } from '../../support/desk.ts'
import { sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import {
  at,
  attention,
  desk,
  deskWith,
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
  waitUntil,
} from './link-bench.ts'

afterEach(async () => {
  await desk.close()
})

describe('a restart', () => {
  it('goes on watching', async () => {
    await deskWith()
    const link = await issue()
    await desk.restart()
    expect((await links()).links[0]).toMatchObject({ state: 'open', url: link.url })
    await pay(link.url)
    await waitUntil(async () => {
      expect((await open()).settlement?.status).toBe('authorised')
    })
  })

  it('in the middle of issuing: sends nothing again, and finds what was paid', async () => {
    await deskWith()
    const link = await issue()
    await pay(link.url)
    await desk.restart(() => {
      const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'), { timeout: 2000 })
      file.exec(`UPDATE payment_links SET state = 'intended', url = NULL`)
      file.close()
    })
    await vi.waitFor(async () => {
      expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55-1' } })
    })
    expect(sent(issuing)).toHaveLength(1)
  })
})

describe('two links of one order', () => {
  it('both paid: said in the history, on the order and under 要確認, until the second one is taken back', async () => {
    await deskWith()
    const first = await issue()
    const second = await issue(true)
    await pay(first.url)
    await desk.call('settlement.check-link', { id: 1 })
    await pay(second.url)
    await waitUntil(async () => {
      expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'second', tradeStatus: 'authorised' })
    })
    expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
    expect(await history()).toContain('link.paidTwice')
    expect(await attention()).toBe(1)
    expect(await desk.call('settlement.attention', {})).toMatchObject([
      { orderId: 1, state: 'paidTwice', action: null, amountYen: 5775 },
    ])
    await desk.restart()
    expect(await attention()).toBe(1)

    expect(desk.sandbox.console({ orderId: '55-2', endpoint: 'AlterTran.idPass', jobCd: 'VOID' })).toMatchObject({
      ok: true,
    })
    await desk.call('settlement.check-link', { id: 1 })
    expect((await links()).links[0]).toMatchObject({ meaning: 'settled', tradeStatus: 'voided' })
    expect(await attention()).toBe(0)
    expect((await history()).filter((kind) => kind === 'link.paidTwice')).toHaveLength(1)
  })

  it('one of them the cart’s own payment: the cart’s is the order’s, and the link’s is not unseen', async () => {
    await deskWith()
    const link = await issue()
    desk.sandbox.ledger.seed([sampleTrade('55', noon)])
    await pay(link.url)
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search, orderId: '55' })
    await expect(desk.call('settlement.check-link', { id: 1 })).rejects.toThrow('gateway.no-answer')
    expect((await open()).settlement?.link).toMatchObject({ state: 'unlinked' })
    await desk.call('settlement.check-link', { id: 1 })
    expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55' })
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'second' })
    expect(await attention()).toBe(1)
  })

  it('a trade under the number that does not fit is not tied to the order', async () => {
    await deskWith()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: issuing })
    expect((await issue()).state).toBe('unknown')
    // Another desk on the same contract had the same idea.
    desk.sandbox.ledger.seed([sampleTrade('55-1', noon, { amountYen: 100 })])
    await desk.call('settlement.check-link', { id: 1 })
    expect((await links()).links[0]).toMatchObject({ state: 'paid', meaning: 'doubtful' })
    expect((await open()).settlement?.link).toMatchObject({ state: 'unlinked' })
    expect(await history()).toContain('link.doubtful')
    expect(await attention()).toBe(1)
  })
})

it('needs the operator’s word in the hour after a link’s time too: who was at the page may still finish', async () => {
  await deskWith()
  const link = await issue()
  await waitUntil(
    async () => {
      expect((await links()).links[0]?.seenAt).toBe(desk.clock.now())
    },
    link.expiresAt + 30 * 60_000 - desk.clock.now(),
  )
  await expect(issue()).rejects.toThrow('link.alive')
  expect(sent(issuing)).toHaveLength(1)
  await waitUntil(async () => {
    expect((await links()).links[0]).toMatchObject({ state: 'ended' })
  }, 31 * 60_000)
  expect((await issue()).gatewayOrderNo).toBe('55-2')
})

it('paid after its order was cancelled: under 要確認 until the money is given back', async () => {
  await deskWith()
  const link = await issue()
  const { version } = await open()
  await desk.call('orders.change', { id: 1, seen: version, changes: { status: 'cancelled' } })
  await pay(link.url)
  await desk.call('settlement.check-link', { id: 1 })
  expect(await open()).toMatchObject({ status: 'cancelled', settlement: { status: 'authorised' } })
  expect(await attention()).toBe(1)
  expect(await desk.call('settlement.attention', {})).toMatchObject([
    { orderId: 1, state: 'paidCancelled', amountYen: 5775, gatewayStatus: 'authorised' },
  ])
  const seen = (await open()).version
  await desk.call('settlement.change', { id: 1, seen, action: 'voided', thenStatus: null })
  expect(await attention()).toBe(0)
})

describe('what a link must never do', () => {
  it('changes nothing at the gateway by watching, and its address is in no log', async () => {
    await deskWith()
    const link = await issue()
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search })
    await desk.envelope('settlement.check-link', { id: 1 })
    await desk.call('settlement.check-link', { id: 1 })
    expect(desk.sandbox.ledger.mutations('55-1')).toEqual([])
    const log = readFileSync(join(desk.dataDir, 'logs', 'desk.log'), 'utf8')
    expect(log).toContain('GetLinkplusUrlPayment')
    expect(log).not.toContain(new URL(link.url ?? '').pathname)
    expect(JSON.stringify(await desk.call('orders.history', { id: 1 }))).not.toContain('/link/')
    expect(JSON.stringify(desk.events)).not.toContain('/link/')
  })

  it('goes to another buyer: pasted into the mail of an order without a link, it is kept as a mark and not sent', async () => {
    const orders = [sampleOrder('55', at), sampleOrder('56', at)]
    await startShop({ orders, trades: [] })
    await saveLinkPage({ threeDSecure: false })
    const link = await issue()
    await desk.call('settings.save-mail', {
      ...{ host: '127.0.0.1', port: 1, security: 'none', user: '' },
      ...{ fromName: '店', fromAddress: 'shop@example.jp', replyTo: '', copyTo: '', pauseSeconds: 0 },
    })
    const id = randomUUID()
    await desk.call('mail.send', {
      ...{ batchId: randomUUID(), templateId: 'received', items: [{ id, orderId: 2 }], again: false },
      words: { subject: 'お支払い', body: `こちらです ${link.url ?? ''}` },
    })
    expect(await desk.call('mail.read', { id })).toMatchObject({
      ...{ state: 'cancelled', reason: 'missingValues', detail: '決済リンク' },
      body: 'こちらです ［決済リンクのURL］',
    })
  })

  it('is in no log even when the data file refuses to take it', async () => {
    await deskWith()
    await desk.restart(() => {
      const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'), { timeout: 2000 })
      file.exec(`CREATE TRIGGER full BEFORE UPDATE OF url ON payment_links WHEN NEW.url IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
      file.close()
    })
    const { version } = await open()
    const reply = await desk.envelope('settlement.create-link', { id: 1, seen: version, again: false })
    expect(reply.ok).toBe(false)
    const log = readFileSync(join(desk.dataDir, 'logs', 'desk.log'), 'utf8')
    expect(log).toContain('disk full')
    expect(log).not.toMatch(/[0-9a-f]{48}/)
    expect(JSON.stringify(reply)).not.toContain('/link/')
    // Its number stays watched.
    await waitUntil(async () => {
      expect((await links()).links[0]).toMatchObject({ state: 'unknown', gatewayOrderNo: '55-1' })
    }, 121_000)
  })
})
