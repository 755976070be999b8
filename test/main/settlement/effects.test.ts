import { DatabaseSync } from '@photostructure/sqlite'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { sealOf } from '../../../src-main/db/seal.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { ended, linesOf, runUntil } from './bulk-bench.ts'
import { startRun } from './bulk-desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

it('a bulk run names every order that was settled without its 対応状況, with the reason, and counts them', async () => {
  const order = await deskWith(10, 'shipped')
  const { id } = await startRun(desk, 'cancel', 'cancelled')
  const run = await ended(desk, id)
  expect(run.sums.applied.count).toBe(1)
  expect(run.statusHeld).toBe(1)
  const [line] = await linesOf(desk, id)
  expect(line).toMatchObject({ orderId: order.id, state: 'applied' })
  expect(line?.statusHeld).toContain('最終保持ポイントがマイナス')
  expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
  expect(await desk.call('orders.open', { id: order.id })).toMatchObject({ status: 'shipped' })
})

it('a bulk run says it too of an order that went another way while its outcome was open', async () => {
  const order = await deskWith(100)
  desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: 'AlterTran.idPass' })
  const { id } = await startRun(desk, 'cancel', 'cancelled')
  await ended(desk, id)
  const { version: seen } = await desk.call('orders.open', { id: order.id })
  await desk.call('orders.change', { id: order.id, seen, changes: { status: 'shipped' } })
  const { statusHeld } = await runUntil(desk, id, ({ sums }) => sums.confirmed.count === 1, 1_000)
  expect(statusHeld).toBe(1)
  expect((await linesOf(desk, id))[0]?.statusHeld).toContain('「発送済み」に変わっています')
  expect(await desk.call('orders.open', { id: order.id })).toMatchObject({ status: 'shipped' })
})

it('a bulk run whose 対応状況 followed has nothing to name', async () => {
  await deskWith(100)
  const { id } = await startRun(desk, 'cancel', 'cancelled')
  expect(await ended(desk, id)).toMatchObject({ statusHeld: 0 })
  expect(await linesOf(desk, id)).toMatchObject([{ state: 'applied', statusHeld: null }])
})

const firstPage = { conditions: {}, sort: { key: 'orderNo' as const, descending: false }, page: 0, pageSize: 100 }
const line = {
  ...{ kind: 'product' as const, productCode: 'A-1', name: '湯呑', class1: '', class2: '', unitPriceYen: 5250 },
  ...{ taxIncluded: true, quantity: 2, taxRatePercent: 10 },
}

/** An order of a member with two A-1, its 仮売上, and what is there of stock and points. */
async function deskWith(points: number, status: 'received' | 'shipped' = 'received') {
  const at = daysBefore(noon, 3)
  const money = { totalYen: 5775, paymentTotalYen: 5775, usedPoints: 30, addedPoints: 52 }
  desk = await startDesk({
    orders: [sampleOrder('55', at, { customerNo: '100', lines: [line], money, status })],
    trades: [sampleTrade('55', at)],
    numbers: { stock: { 'A-1': 5 }, points: { '100': points } },
  })
  const [row] = await desk.call('orders.page', firstPage)
  return desk.call('settlement.inquire', { id: row?.id ?? 0 })
}

const cancel = (order: { readonly id: number; readonly version: number }) =>
  desk.call('settlement.change', { id: order.id, seen: order.version, action: 'returned', thenStatus: 'cancelled' })
const balance = async (id: number) => (await desk.call('orders.preview-change', { id, changes: {} })).member?.points
/** Read off a change that would take all of it. */
const stock = async (id: number) => {
  const { kind: _kind, ...goods } = line
  const changes = { status: 'inProgress' as const, lines: [{ ...goods, quantity: 100 }] }
  return (await desk.call('orders.preview-change', { id, changes })).stock[0]?.stock
}

it('a cancel that takes 対応状況 along gives stock and points back, in the same transaction, and says so', async () => {
  const order = await deskWith(100)
  const preview = await desk.call('orders.preview-change', { id: order.id, changes: { status: 'cancelled' } })
  expect(preview.stock).toMatchObject([{ productCode: 'A-1', change: 2, stock: 5, after: 7 }])
  const result = await cancel(order)
  expect(result).toMatchObject({ outcome: 'applied', statusChanged: true, statusHeld: null })
  expect(await balance(order.id)).toBe(130)
  expect(await stock(order.id)).toBe(7)
  const history = await desk.call('orders.history', { id: order.id })
  expect(history.flatMap(({ changes }) => changes)).toContainEqual({ field: '在庫 A-1 湯呑 +2', from: '5', to: '7' })
  // Looked at again, nothing more moves.
  await desk.call('settlement.inquire', { id: order.id })
  expect([await balance(order.id), await stock(order.id)]).toEqual([130, 7])
})

it('a cancel whose points are spent moves the money and leaves 対応状況, with the reason in the history', async () => {
  // 52 were granted, 30 would come back: 22 are missing from a balance of 10.
  const order = await deskWith(10, 'shipped')
  const result = await cancel(order)
  expect(result).toMatchObject({
    ...{
      outcome: 'applied',
      statusChanged: false,
      statusHeld: { to: 'cancelled', because: expect.any(String) as unknown },
    },
    order: { status: 'shipped', settlement: { status: 'returned', underInquiry: null } },
  })
  expect(desk.sandbox.ledger.trade('55')?.status).toBe('RETURN')
  expect(await balance(order.id)).toBe(10)
  const [held] = (await desk.call('orders.history', { id: order.id })).filter(({ kind }) => kind === 'order.statusHeld')
  expect(String(held?.details['because'])).toContain('最終保持ポイントがマイナス')
})

it.each([
  ['not JSON of its shape', 'null', true],
  ['pieces that are no numbers', '{"A-1":"2"}', true],
  ['another text than was written', '{"A-1":9}', false],
])(
  'a cancel writes what the money did, and leaves 対応状況, when the row of its stock is %s',
  async (_, pieces, sealed) => {
    const { id } = await deskWith(100)
    const { version: seen } = await desk.call('orders.open', { id })
    const order = await desk.call('orders.change', {
      id,
      seen,
      changes: { status: 'inProgress', charges: { usedPoints: 40 } },
    })
    const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'))
    const row = { ...(file.prepare('SELECT * FROM order_effects').get() as object), pieces }
    const checksum = sealOf('order_effects', row)
    file.prepare('UPDATE order_effects SET pieces = ?').run(pieces)
    if (sealed) file.prepare('UPDATE order_effects SET checksum = ?').run(checksum)
    file.close()
    expect(await cancel(order)).toMatchObject({
      ...{
        outcome: 'applied',
        statusChanged: false,
        statusHeld: { to: 'cancelled', because: expect.any(String) as unknown },
      },
      order: { status: 'inProgress', settlement: { status: 'returned', underInquiry: null } },
    })
    expect(desk.sandbox.ledger.mutations('55')).toHaveLength(1)
    const [held] = (await desk.call('orders.history', { id })).filter(({ kind }) => kind === 'order.statusHeld')
    expect(String(held?.details['because'])).toContain('キャンセルにできません')
    // Stock and points stay until the row can be believed again; everything else of the order goes on.
    const { version } = await desk.call('orders.open', { id })
    const damaged = { ok: false, failure: { code: 'storage.damaged', params: { what: 'order', orderNo: '55' } } }
    const change = { id, seen: version, changes: { status: 'cancelled' as const } }
    expect(await desk.envelope('orders.change', change)).toMatchObject(damaged)
    expect(await desk.envelope('orders.preview-delete', { id })).toMatchObject(damaged)
    await desk.call('orders.change', { id, seen: version, changes: { note: '電話済み' } })
    expect(await desk.call('records.check', {})).toMatchObject(
      sealed ? {} : { sound: false, rows: { orderNos: ['55'] } },
    )
  },
)
