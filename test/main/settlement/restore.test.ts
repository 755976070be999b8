import { afterEach, describe, expect, it } from 'vitest'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'
import { writeCorrectly } from '../csv/csv-writers.ts'
import { ec2Row } from '../orders-import/made-files.ts'

let desk: TestDesk
afterEach(() => desk.close())

const alter = 'AlterTran.idPass'
const search = 'SearchTrade.idPass'
const at = daysBefore(noon, 3)

/** Three orders with their trades, and a fourth trade whose order comes later. */
async function start(): Promise<void> {
  desk = await startDesk({
    orders: ['55', '56', '57'].map((no) => sampleOrder(no, at)),
    trades: ['55', '56', '57', '77'].map((no) => sampleTrade(no, at)),
  })
}

async function settle(id: number, action: 'sales' | 'returned' = 'sales') {
  const { version: seen } = await desk.call('orders.open', { id })
  return desk.envelope('settlement.change', { id, seen, action, thenStatus: action === 'sales' ? 'paid' : null })
}

const done = { ok: true, value: { outcome: 'applied' } }
const reconcileFirst = { ok: false, failure: { code: 'settlement.reconcile-first' } }
const waiting = async () => (await desk.call('desk.state', {})).reconcile
const statusOf = async (id: number) => (await desk.call('orders.open', { id })).settlement?.status
const mutations = (orderNo: string) => desk.sandbox.ledger.mutations(orderNo).length

/** Takes an order in by a file, as a shop does; answers its id. */
async function importOrder(orderNo: string): Promise<number> {
  const row = { ...ec2Row, 注文番号: orderNo, 注文日時: '2026-11-13 09:59:00', 更新日時: '2026-11-13 10:00:00' }
  const bytes = Buffer.from(writeCorrectly([Object.keys(row), Object.values(row)], '\r\n'))
  const { fileId } = await desk.call('files.begin', { name: 'order.csv', sizeBytes: bytes.length })
  await desk.call('files.append', { fileId, offset: 0, base64: bytes.toString('base64') })
  const { digest } = await desk.call('import.preview', { fileId })
  await desk.call('import.apply', { fileId, digest, withoutRefused: false })
  const page = { conditions: { orderNoFrom: orderNo, orderNoTo: orderNo }, page: 0, pageSize: 10 }
  const [found] = await desk.call('orders.page', { ...page, sort: { key: 'orderNo', descending: false } })
  if (found === undefined) throw new Error(`order ${orderNo} was not taken in`)
  return found.id
}

describe('R10: after a copy was put back, the trades that moved since are asked about first', () => {
  it('no money moves until they are; then every order shows what the gateway has, and nothing is done twice', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    expect(await settle(1)).toMatchObject(done)
    expect(await settle(2)).toMatchObject(done)
    await desk.call('startup.restore', { id: copy.id })

    expect(await statusOf(1)).toBe('authorised')
    expect(await waiting()).toBe(2)
    expect(await settle(1)).toMatchObject({ ...reconcileFirst, failure: { params: { count: 2 }, next: 'inquire' } })
    expect(await settle(3)).toMatchObject(reconcileFirst)
    const offers = await desk.call('settlement.offered', { id: 3 })
    expect(offers.some(({ allowed }) => allowed)).toBe(false)

    expect(await desk.call('settlement.reconcile', {})).toEqual({ asked: 2, answered: 2, waiting: 0 })
    expect(await waiting()).toBe(0)
    expect([await statusOf(1), await statusOf(2), await statusOf(3)]).toEqual(['sales', 'sales', 'authorised'])
    expect(await settle(3)).toMatchObject(done)
    expect([mutations('55'), mutations('56'), mutations('57')]).toEqual([1, 1, 1])
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
  })

  it('keeps to it over a restart in the middle, and frees an order that was asked about by itself', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    await settle(1)
    await settle(2)
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.inquire', { id: 1 })
    await desk.restart()
    expect(await waiting()).toBe(1)
    expect(await settle(3)).toMatchObject(reconcileFirst)
    expect(await settle(2)).toMatchObject(reconcileFirst)
    expect(await settle(1, 'returned')).toMatchObject(done)
    await desk.restart()
    expect(await waiting()).toBe(1)
    await desk.call('settlement.reconcile', {})
    await desk.restart()
    expect(await waiting()).toBe(0)
  })

  it('goes on waiting while the gateway does not answer', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    await settle(1)
    await desk.call('startup.restore', { id: copy.id })
    desk.sandbox.addFault({ kind: 'http-500', endpoint: search })
    expect(await desk.call('settlement.reconcile', {})).toEqual({ asked: 1, answered: 0, waiting: 1 })
    desk.sandbox.goAway()
    expect(await desk.call('settlement.reconcile', {})).toEqual({ asked: 1, answered: 0, waiting: 1 })
    await desk.sandbox.comeBack()
    expect(await desk.call('settlement.reconcile', {})).toEqual({ asked: 1, answered: 1, waiting: 0 })
  })

  it('an order the copy does not have: its trade is asked about, and it is linked again before money moves', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    const id = await importOrder('77')
    await desk.call('settlement.inquire', { id })
    expect(await settle(id)).toMatchObject(done)
    await desk.call('startup.restore', { id: copy.id })
    expect(await waiting()).toBe(1)
    expect(await desk.call('settlement.reconcile', {})).toEqual({ asked: 1, answered: 1, waiting: 0 })

    // Its number follows no pattern any more: the witness still knows it.
    const { endpoint: _e, hasPass: _h, keptByOs: _k, ...settings } = await desk.call('settings.gateway', {})
    await desk.call('settings.save-gateway', { ...settings, orderNoPatterns: ['X{no}'] })
    const again = await importOrder('77')
    expect((await desk.call('settlement.inquire', { id: again })).settlement).toMatchObject({
      status: 'sales',
      link: { state: 'linked', gatewayOrderNo: '77' },
    })
    expect(await settle(again)).toMatchObject({ ok: false, failure: { code: 'settlement.not-allowed' } })
    expect(mutations('77')).toBe(1)
  })

  it('a copy from between intent and outcome: the open operation is judged, the trade counts as moved', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: alter })
    expect(await settle(1)).toMatchObject({ value: { outcome: 'unknown' } })
    const copy = await desk.call('backups.make', {})
    await desk.call('settlement.inquire', { id: 1 })
    expect(await statusOf(1)).toBe('sales')
    await desk.call('startup.restore', { id: copy.id })
    expect(await waiting()).toBe(1)
    expect(await settle(2)).toMatchObject(reconcileFirst)
    await desk.call('settlement.reconcile', {})
    expect((await desk.call('orders.open', { id: 1 })).settlement).toMatchObject({
      status: 'sales',
      underInquiry: null,
    })
    expect(mutations('55')).toBe(1)
  })

  it('a retry the copy does not know: the operation waits there, and is not driven again', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'errinfo', endpoint: alter, code: 'E92000001' })
    expect(await settle(1)).toMatchObject({ value: { outcome: 'notSent' } })
    const copy = await desk.call('backups.make', {})
    expect(await settle(1)).toMatchObject(done)
    await desk.call('startup.restore', { id: copy.id })
    expect(await settle(1)).toMatchObject(reconcileFirst)
    await desk.call('settlement.reconcile', {})
    expect(await settle(1)).toMatchObject({ failure: { code: 'settlement.not-allowed' } })
    expect(await settle(1, 'returned')).toMatchObject(done)
    expect(mutations('55')).toBe(2)
    await desk.restart()
    expect(await waiting()).toBe(0)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
  })

  it('the same copy put back a second time waits for the same trades, and for what moved since', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    await settle(1)
    await desk.call('startup.restore', { id: copy.id })
    await desk.call('settlement.reconcile', {})
    await settle(2)
    await desk.call('startup.restore', { id: copy.id })
    expect(await waiting()).toBe(2)
    await desk.call('settlement.reconcile', {})
    expect([await statusOf(1), await statusOf(2)]).toEqual(['sales', 'sales'])
    expect([mutations('55'), mutations('56')]).toEqual([1, 1])
  })

  it('asks about nothing when nothing moved since the copy, and after a plain restart', async () => {
    await start()
    await settle(1)
    const copy = await desk.call('backups.make', {})
    await desk.restart()
    expect(await waiting()).toBe(0)
    await desk.call('startup.restore', { id: copy.id })
    expect(await waiting()).toBe(0)
    expect(await settle(2)).toMatchObject(done)
  })
})
