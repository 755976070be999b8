import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { canary, noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { journalFiles, journalLines } from '../../support/journal-files.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

let desk: TestDesk
afterEach(() => desk.close())

const alter = 'AlterTran.idPass'
const kinds = () => journalLines(desk.dataDir).map(({ kind, state, attempt }) => [kind, state, attempt])
const applied = () => desk.sandbox.ledger.mutations('55').filter((mutation) => mutation.jobCd === 'SALES')

async function start(): Promise<void> {
  const at = daysBefore(noon, 3)
  const orders = [sampleOrder('55', at), sampleOrder('56', at)]
  desk = await startDesk({ orders, trades: [sampleTrade('55', at), sampleTrade('56', at)] })
}

async function settle(id = 1) {
  const { version: seen } = await desk.call('orders.open', { id })
  return desk.envelope('settlement.change', { id, seen, action: 'sales', thenStatus: 'paid' })
}

describe('R9: the second witness', () => {
  it('holds intent and result, for the owner alone, with nothing secret or personal in it', async () => {
    await start()
    expect(await settle()).toMatchObject({ ok: true, value: { outcome: 'applied' } })
    expect(kinds()).toEqual([
      ['intent', 'intended', 1],
      ['result', 'applied', 1],
    ])
    expect(journalLines(desk.dataDir)[0]).toMatchObject({
      ...{ orderNo: '55', gatewayOrderNo: '55', trade: 'card', action: 'sales', amountYen: 5775 },
    })
    const [file = ''] = journalFiles(desk.dataDir)
    expect(file).toMatch(/journal-202611\.jsonl$/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = readFileSync(file, 'utf8')
    for (const secret of [canary.shopPass, canary.accessPass, 'テスト', 'example.jp', '0985000000']) {
      expect(text).not.toContain(secret)
    }
  })

  it('is told at once of what a person decides', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: alter })
    expect(await settle()).toMatchObject({ value: { outcome: 'unknown' } })
    desk.sandbox.console({ orderId: '55', endpoint: alter, jobCd: 'RETURN' })
    await desk.call('settlement.inquire', { id: 1 })
    await desk.call('settlement.adopt', { id: 1 })
    expect(kinds().at(-1)).toEqual(['result', 'adopted', 1])
  })

  it('has the intent on the disk before the gateway has the request', async () => {
    await start()
    // The gateway asks for the time while it works on a request.
    const now = desk.clock.now
    const seen: unknown[][] = []
    vi.spyOn(desk.clock, 'now').mockImplementation(() => {
      if (new Error().stack?.includes('/sandbox/') === true) seen.push(kinds())
      return now()
    })
    expect(await settle()).toMatchObject({ ok: true })
    vi.restoreAllMocks()
    expect(seen[0]).toEqual([])
    expect(seen.at(-1)).toEqual([['intent', 'intended', 1]])
  })

  it('sends nothing when it cannot be written, says so, and the same operation goes through afterwards', async () => {
    await start()
    const inTheWay = join(desk.dataDir, 'journal-202611.jsonl')
    mkdirSync(inTheWay)
    expect(await settle()).toMatchObject({
      ok: false,
      failure: { code: 'storage.witness', params: { orderNo: '55' }, next: 'retry' },
    })
    expect(desk.sandbox.requests().filter(({ endpoint }) => endpoint === alter)).toEqual([])
    expect((await desk.call('orders.open', { id: 1 })).settlement).toMatchObject({ underInquiry: null })
    expect((await desk.call('orders.history', { id: 1 })).map(({ kind }) => kind)).toContain('settlement.notApplied')
    rmSync(inTheWay, { recursive: true })
    expect(await settle()).toMatchObject({ ok: true, value: { outcome: 'applied' } })
    expect(applied()).toHaveLength(1)
    // What could not be written then stands before what came after it.
    expect(kinds()).toEqual([
      ['intent', 'intended', 1],
      ['intent', 'intended', 2],
      ['result', 'applied', 2],
    ])
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
  })

  it('follows an unknown outcome to its end', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: alter })
    expect(await settle()).toMatchObject({ ok: true, value: { outcome: 'unknown' } })
    desk.clock.advance(20_000)
    await vi.waitFor(() => {
      expect(kinds().map(([, state]) => state)).toEqual(['intended', 'unknown', 'applied'])
    })
  })

  it('heals a last line that a crash cut off, and goes on', async () => {
    await start()
    await settle(1)
    const [file = ''] = journalFiles(desk.dataDir)
    const whole = readFileSync(file, 'utf8')
    await desk.restart(() => truncateSync(file, Buffer.byteLength(whole) - 30))
    expect(readFileSync(file, 'utf8')).toBe(whole)
    await desk.restart(() => appendFileSync(file, '{"seq":3,"at":17'))
    await settle(2)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true, witness: { lines: 4 } })
  })

  it('goes on in the file of the next month, as one chain, and not back when the clock is set back', async () => {
    await start()
    await settle(1)
    desk.clock.jump(20 * 86_400_000)
    await desk.call('settlement.inquire', { id: 2 })
    await settle(2)
    expect(journalFiles(desk.dataDir).map((file) => file.slice(-20))).toEqual([
      'journal-202611.jsonl',
      'journal-202612.jsonl',
    ])
    desk.clock.jump(-20 * 86_400_000)
    const { version: seen } = await desk.call('orders.open', { id: 2 })
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: alter, code: 'E92000001' })
    await desk.envelope('settlement.change', { id: 2, seen, action: 'returned', thenStatus: null })
    await desk.restart()
    expect(journalFiles(desk.dataDir)).toHaveLength(2)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
  })
})

describe('I7: a witness that was changed or lost', () => {
  const damages: readonly [string, (file: string) => void][] = [
    ['an amount is another', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('5775', '5776'))],
    ['the file is gone', (file) => rmSync(file)],
    ['lines the data file knows are gone', (file) => truncateSync(file, readFileSync(file, 'utf8').indexOf('\n') + 1)],
  ]
  for (const [name, damage] of damages) {
    it(`${name}: no money moves until the owner begins a new one`, async () => {
      await start()
      await settle(1)
      desk.sandbox.addFault({ kind: 'errinfo', endpoint: alter, code: 'E92000001' })
      await settle(2)
      const [file = ''] = journalFiles(desk.dataDir)
      await desk.restart(() => damage(file))
      expect(await desk.call('desk.state', {})).toMatchObject({ damage: { witness: true } })
      const before = desk.sandbox.ledger.mutations().length
      expect(await settle(2)).toMatchObject({
        ok: false,
        failure: { code: 'storage.damaged', params: { what: 'witness' }, next: 'check-records' },
      })
      const offers = await desk.call('settlement.offered', { id: 2 })
      expect(offers.length).toBeGreaterThan(0)
      expect(offers.every(({ allowed, reason }) => !allowed && reason?.code === 'storage.damaged')).toBe(true)
      const check = await desk.call('records.check', {})
      expect(check.sound).toBe(false)
      expect(check.witness.brokenAt).not.toBeNull()

      expect(await desk.call('records.renew-witness', {})).toMatchObject({ sound: true })
      expect(await desk.envelope('records.renew-witness', {})).toMatchObject({ failure: { code: 'records.sound' } })
      expect(journalLines(desk.dataDir)[0]).toMatchObject({ kind: 'begin' })
      expect(desk.sandbox.ledger.mutations()).toHaveLength(before)
      expect(await settle(2)).toMatchObject({ ok: true, value: { outcome: 'applied' } })
      await desk.restart()
      expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
    })
  }

  it('is found while the program runs, by 記録の検査', async () => {
    await start()
    await settle(1)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true, witness: { lines: 2 } })
    const [file = ''] = journalFiles(desk.dataDir)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"sales"', '"voided"'))
    expect(await desk.call('records.check', {})).toMatchObject({
      sound: false,
      witness: { brokenAt: 'journal-202611.jsonl:1' },
    })
    expect(await settle(2)).toMatchObject({ failure: { code: 'storage.damaged' } })
  })
})
