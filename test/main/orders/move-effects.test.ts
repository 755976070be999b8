import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderStatus } from '../../../src-shared/order.ts'
import type { MoveStock } from '../../../src-shared/status-move.ts'
import { effectShop, type EffectShop } from './effect-shop.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { owner } from './opened-shop.ts'

let shop: EffectShop
beforeEach(async () => {
  shop = await effectShop()
  await shop.count({ A: 10, B: 1 }, { 100: 100 })
})
afterEach(async () => {
  await shop.auditLedgers()
  await shop.close()
})

const imported = async (orderNo: string, more: Partial<Parameters<typeof madeOrder>[0]> = {}) => {
  const money = { totalYen: 200, paymentTotalYen: 170, usedPoints: 30, addedPoints: 5 }
  const order = madeOrder({
    orderNo,
    customerNo: '100',
    money,
    lines: [madeLine({ productCode: 'A', quantity: 2 })],
    ...more,
  })
  const [outcome] = await shop.orders.upsert([order], owner)
  return outcome?.id ?? 0
}
const move = async (ids: readonly number[], to: OrderStatus, stock?: MoveStock, moveId: string = randomUUID()) => {
  const orders = await Promise.all(ids.map((id) => shop.orders.open(id)))
  const selection = { kind: 'orders' as const, orders: orders.map(({ id, version }) => ({ id, seen: version })) }
  const preview = await shop.moves.preview(selection, to)
  const request = { moveId, selection, to, digest: preview.digest, stock }
  return { preview, request, report: await shop.moves.move(request, owner) }
}
describe('ステータス管理', () => {
  it('moves each order as it can, and says of the others what is missing', async () => {
    const first = await imported('1', { status: 'cancelled', lines: [madeLine({ productCode: 'B' })] })
    const second = await imported('2', { status: 'cancelled', lines: [madeLine({ productCode: 'B' })] })
    const third = await imported('3', {
      status: 'cancelled',
      money: { totalYen: 200, paymentTotalYen: 0, usedPoints: 90 },
    })
    const { preview, report } = await move([first, second, third], 'received')
    expect(preview).toMatchObject({
      ...{ moving: 1, short: { stock: 1, points: 1 }, stock: { taken: { orders: 1, pieces: 1 }, unkept: 0 } },
      points: { members: 1, taken: 30, givenBack: 0, unknown: 0 },
    })
    expect(report.counts).toMatchObject({ moved: 1, shortStock: 1, shortPoints: 1 })
    expect(
      report.orders.map(({ orderNo, fate, why }) => [orderNo, fate, why?.params['most'] ?? why?.params['after']]),
    ).toEqual([
      ['2', 'shortStock', 0],
      ['3', 'shortPoints', -20],
      ['1', 'moved', undefined],
    ])
    expect(await shop.numbers()).toMatchObject({ A: 10, B: 0, 100: 70 })
  })

  it('gives back as chosen, apart for goods that were sent; the same click and its undo move exactly once', async () => {
    const ids = [await imported('1'), await imported('2', { status: 'shipped' })]
    const { preview, request } = await move(ids, 'cancelled', { unsent: 'follow', sent: 'follow' })
    expect(preview.stock).toEqual({
      ...{ unsent: { orders: 1, pieces: 2 }, sent: { orders: 1, pieces: 2 } },
      ...{ taken: { orders: 0, pieces: 0 }, unkept: 0 },
    })
    expect(preview.points).toEqual({ members: 2, givenBack: 55, taken: 0, unknown: 0 })
    expect(await shop.numbers()).toMatchObject({ A: 14, 100: 155 })
    await shop.moves.move(request, owner)
    expect(await shop.numbers()).toMatchObject({ A: 14, 100: 155 })
    await shop.moves.undo(request.moveId, owner)
    await shop.moves.undo(request.moveId, owner)
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await move(ids, 'cancelled')
    expect(await shop.numbers()).toMatchObject({ A: 12, 100: 155 })
  })

  it('counts apart what cannot move: guests, balances nobody knows, and stocks nobody keeps', async () => {
    await shop.count({ A: null })
    const ids = [await imported('1', { customerNo: '200' }), await imported('2', { customerNo: null })]
    const { preview } = await move(ids, 'cancelled')
    expect(preview.points).toEqual({ members: 0, givenBack: 0, taken: 0, unknown: 1 })
    expect(preview.stock).toMatchObject({ unsent: { orders: 0, pieces: 0 }, unkept: 4 })
    expect(await shop.numbers()).toEqual({ A: null, B: 1, C: null, 100: 100, 200: null })
  })

  it('names in the undo what is gone by now', async () => {
    const id = await imported('1')
    const { request } = await move([id], 'cancelled')
    await shop.count({ A: 1 })
    expect(await shop.moves.undo(request.moveId, owner)).toMatchObject({
      undone: 0,
      left: [{ id, orderNo: '1', why: { code: 'stock.short', params: { most: 1 } } }],
    })
    expect(await shop.numbers()).toMatchObject({ A: 1, 100: 130 })
  })
})
