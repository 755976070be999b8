import { readFileSync, writeFileSync } from 'node:fs'
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { journalFiles, journalLines } from '../../support/journal-files.ts'
import { sampleTrade } from '../../support/sample-order.ts'
import { typedOrder } from '../orders/made-forms.ts'
import {
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
  search,
  sent,
  waitUntil,
} from './link-bench.ts'

afterEach(async () => {
  await desk.close()
})

const linkLines = () => journalLines(desk.dataDir).filter(({ kind }) => kind === 'link')
const state = () => desk.call('desk.state', {})
const numbersSent = () => sent(issuing).map(({ orderId }) => orderId)

/** An order taken by telephone. */
async function telephoneOrder() {
  return desk.call('orders.create', { ...typedOrder(), customerNo: '', requestId: randomUUID() })
}

/** The data file of a program that never wrote to the witness. */
function clearEnd(): void {
  const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'), { timeout: 2000 })
  file.exec(`UPDATE witness_end SET length = 0, hash = ''`)
  file.close()
}

describe('the witness of payment links', () => {
  it('has number, order, amount and time before the gateway has the request, and never the address', async () => {
    await deskWith()
    const link = await issue()
    expect(linkLines()).toMatchObject([
      { orderNo: '55', gatewayOrderNo: '55-1', nth: 1, amountYen: 5775, expiresAt: link.expiresAt },
    ])
    const text = journalFiles(desk.dataDir)
      .map((file) => readFileSync(file, 'utf8'))
      .join('')
    expect(text).not.toContain('/link/')
    expect(text).not.toMatch(/https?:/)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
    await desk.restart()
    expect(linkLines()).toHaveLength(1)
  })

  it('is told at the next start of links and numbers that only the data file knows', async () => {
    await deskWith()
    await issue()
    await telephoneOrder()
    // A chain of a program that did not write these lines yet.
    await desk.restart(() => {
      for (const file of journalFiles(desk.dataDir)) writeFileSync(file, '')
      clearEnd()
    })
    expect(journalLines(desk.dataDir)).toMatchObject([
      { kind: 'link', gatewayOrderNo: '55-1' },
      { kind: 'number', last: 1 },
    ])
    expect((await links()).links[0]?.state).toBe('open')
  })

  it('still reads a chain that was written before there were such lines', async () => {
    await deskWith()
    const operation = {
      ...{ seq: 1, at: 1, kind: 'intent', operation: 'o', attempt: 1, orderNo: 'T-000007', gatewayOrderNo: '9' },
      ...{ trade: 'card', action: 'sales', amountYen: 1, state: 'applied', codes: '' },
    }
    await desk.restart(() => {
      const hash = createHash('sha256')
        .update(`\n${JSON.stringify(operation)}`)
        .digest('hex')
      const [file = `${desk.dataDir}/journal-202611.jsonl`] = journalFiles(desk.dataDir)
      writeFileSync(file, `${JSON.stringify({ ...operation, previous: '', hash })}\n`)
      clearEnd()
    })
    expect(await desk.call('records.check', {})).toMatchObject({ witness: { brokenAt: null } })
    expect((await telephoneOrder()).orderNo).toBe('T-000008')
  })
})

describe('after an older copy was put back', () => {
  it('a link that was made since is asked about first, and its order is not asked for money again', async () => {
    await deskWith()
    const copy = await desk.call('backups.make', {})
    const link = await issue()
    await pay(link.url)
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.reconcile', {})
    expect((await state()).reconcile).toBe(0)
    expect((await open()).settlement).toMatchObject({ status: 'authorised', link: { gatewayOrderNo: '55-1' } })
    expect(await history()).toContain('link.paid')
    await expect(issue(true)).rejects.toThrow('"why":"linked"')
    expect(numbersSent()).toEqual(['55-1'])
  })

  it('an unpaid one is watched under its number, with the amount it had; a new one needs the operator’s word', async () => {
    await deskWith()
    const copy = await desk.call('backups.make', {})
    const link = await issue()
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.reconcile', {})
    expect((await links()).links).toMatchObject([
      { state: 'unknown', url: null, gatewayOrderNo: '55-1', amountYen: 5775, expiresAt: link.expiresAt },
    ])
    await expect(issue()).rejects.toThrow('link.alive')
    expect((await issue(true)).gatewayOrderNo).toBe('55-2')
    await pay(link.url)
    await waitUntil(async () => {
      expect((await open()).settlement?.link).toMatchObject({ gatewayOrderNo: '55-1' })
    }, 10 * MINUTE)
    expect(numbersSent()).toEqual(['55-1', '55-2'])
  })

  it('no link is made while the gateway does not answer about the lost one', async () => {
    await deskWith()
    const copy = await desk.call('backups.make', {})
    await issue()
    for (let times = 0; times < 4; times += 1) {
      desk.sandbox.addFault({ kind: 'http-500', endpoint: 'SearchTrade.idPass', orderId: '55-1' })
    }
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.reconcile', {})
    await expect(issue(true)).rejects.toThrow('settlement.reconcile-first')
    expect(numbersSent()).toEqual(['55-1'])
  })

  it('a number of the desk’s own is not given again, and the money of a lost order’s link is not unseen', async () => {
    await deskWith()
    await telephoneOrder()
    const copy = await desk.call('backups.make', {})
    const lost = await telephoneOrder()
    expect(lost.orderNo).toBe('T-000002')
    const { links: made } = await desk.call('settlement.create-link', { id: lost.id, seen: lost.version, again: false })
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.reconcile', {})
    expect((await telephoneOrder()).orderNo).toBe('T-000003')
    expect(await attention()).toBe(0)

    const { gatewayOrderNo = '', amountYen = 0 } = made[0] ?? {}
    desk.sandbox.ledger.seed([sampleTrade(gatewayOrderNo, desk.clock.now(), { amountYen })])
    await waitUntil(async () => {
      expect(await attention()).toBe(1)
    }, 10 * MINUTE)
    expect(await desk.call('settlement.attention', {})).toMatchObject([
      { orderId: null, orderNo: 'T-000002', state: 'orphanLink', amountYen, gatewayStatus: 'authorised' },
    ])
    // One answer without a trade may be a mistake of the moment: the money stays listed.
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: search, code: 'E01110002', orderId: gatewayOrderNo })
    const asked = () => sent(search).filter(({ orderId }) => orderId === gatewayOrderNo).length
    const before = asked()
    await waitUntil(async () => {
      expect(asked()).toBe(before + 1)
      const [item] = await desk.call('settlement.attention', {})
      expect(item?.nextInquiryAt).toBe(desk.clock.now() + 60 * MINUTE)
    }, 60 * MINUTE)
    expect(await attention()).toBe(1)
    desk.sandbox.console({ orderId: gatewayOrderNo, endpoint: 'AlterTran.idPass', jobCd: 'VOID' })
    await waitUntil(async () => {
      expect(await attention()).toBe(0)
    }, DAY)
  })
})
