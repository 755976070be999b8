import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderChanges } from '../../../src-shared/order-input.ts'
import type { StockChoice } from '../../../src-shared/order-effects.ts'
import type { OrderStatus } from '../../../src-shared/order.ts'
import type { MoveStock } from '../../../src-shared/status-move.ts'
import { effectShop, type EffectShop } from './effect-shop.ts'
import { typedLine, typedOrder } from './made-forms.ts'
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

const goods = (quantity: number, productCode = 'A') =>
  typedLine({ productCode, name: `商品${productCode}`, class1: '青', quantity, unitPriceYen: 100 })
const register = (lines = [goods(2)], usedPoints = 30, customerNo = '100') =>
  shop.orders.create(
    typedOrder({ customerNo, lines, charges: { discountYen: 0, shippingYen: 500, feeYen: 0, usedPoints } }),
    owner,
  )
const change = async (id: number, changes: OrderChanges, stock?: StockChoice) =>
  shop.orders.change(id, (await shop.orders.open(id)).version, changes, owner, stock)
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
const fields = async (id: number) =>
  (await shop.orders.history(id))[0]?.changes.filter(
    ({ field }) => /在庫|ポイント$/.test(field) && !/^[使加]/.test(field),
  )

describe('受注登録', () => {
  it('takes the goods and the used points once, however often the form comes', async () => {
    const form = typedOrder({
      ...{ customerNo: '100', lines: [goods(2), goods(1)] },
      charges: { discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 30 },
    })
    const { id } = await shop.orders.create(form, owner)
    await shop.orders.create(form, owner)
    expect(await shop.numbers()).toMatchObject({ A: 7, B: 1, 100: 70 })
    expect(await fields(id)).toEqual([
      { field: '在庫 A 商品A/青 −3', from: '10', to: '7' },
      { field: '会員 100 のポイント', from: '100', to: '70' },
    ])
  })

  it('is refused with the number that can be set when the stock is short, and with the balance when points are', async () => {
    await expect(register([goods(2, 'B')])).rejects.toMatchObject({
      failure: { code: 'stock.short', params: { name: '商品B/青', productCode: 'B', most: 1 } },
    })
    await expect(register([goods(1)], 101)).rejects.toMatchObject({
      failure: { code: 'points.short', params: { customerNo: '100', points: 100, after: -1 } },
    })
    expect(await shop.numbers()).toMatchObject({ A: 10, B: 1, 100: 100 })
    expect(await shop.orders.count({})).toBe(2)
  })

  it('moves nothing of what is not kept or not known, nor of a guest or a product nobody knows', async () => {
    await register([goods(5, 'C')], 500, '200')
    await register([goods(1, 'new')], 300, '')
    expect(await shop.numbers()).toEqual({ A: 10, B: 1, C: null, 100: 100, 200: null })
  })
})

describe('受注編集', () => {
  it('moves by the difference, and the most that can be set counts what the order has already', async () => {
    const { id } = await register()
    await change(id, { lines: [goods(5)], charges: { usedPoints: 0 } })
    expect(await shop.numbers()).toMatchObject({ A: 5, 100: 100 })
    await expect(change(id, { lines: [goods(11)] })).rejects.toMatchObject({
      failure: { code: 'stock.short', params: { most: 10 } },
    })
    await change(id, { lines: [goods(10)] })
    await change(id, { lines: [goods(1, 'B')] })
    expect(await shop.numbers()).toMatchObject({ A: 10, B: 0 })
  })

  it('of a cart order begins from what the cart took for it', async () => {
    const id = await imported('5')
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await change(id, { lines: [goods(3)] })
    expect(await shop.numbers()).toMatchObject({ A: 9, 100: 100 })
    await change(id, { status: 'cancelled' })
    expect(await shop.numbers()).toMatchObject({ A: 12, 100: 130 })
  })

  it('gives back when it cancels, takes again when it comes back, and leaves the stock when told to', async () => {
    const { id } = await register()
    await change(id, { status: 'cancelled' }, 'keep')
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 100 })
    await change(id, { status: 'received' })
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 70 })
    await change(id, { status: 'cancelled' })
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await shop.count({ A: 1 })
    await expect(change(id, { status: 'received' })).rejects.toMatchObject({ failure: { code: 'stock.short' } })
    expect((await shop.orders.open(id)).status).toBe('cancelled')
  })

  it('of a cancelled order makes no points and no stock', async () => {
    const { id } = await register()
    await change(id, { status: 'cancelled' })
    await change(id, { lines: [goods(9)], charges: { usedPoints: 90 } })
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await change(id, { status: 'paid' })
    expect(await shop.numbers()).toMatchObject({ A: 1, 100: 10 })
  })

  it('leaves the stock of goods that were sent alone, unless it is to follow', async () => {
    const { id } = await register()
    await change(id, { status: 'shipped' })
    await change(id, { lines: [goods(4)] })
    expect((await shop.numbers())['A']).toBe(8)
    await change(id, { lines: [goods(5)] }, 'follow')
    expect((await shop.numbers())['A']).toBe(5)
  })

  it('that has nothing to do with stock and points moves none, whatever a file has brought', async () => {
    const id = await imported('5')
    await change(id, { status: 'shipped' })
    await imported('5', { status: 'cancelled', updatedAt: Date.UTC(2027, 0, 1) })
    expect((await shop.orders.open(id)).status).toBe('cancelled')
    const before = await shop.numbers()
    await change(id, { note: '電話済み' })
    expect(await shop.numbers()).toEqual(before)
  })
})

describe('削除', () => {
  it('gives back and takes again exactly, and says so before', async () => {
    const { id } = await register()
    const preview = await shop.orders.effects.deletion(id)
    expect(preview.preset).toEqual({ stock: 'follow', points: 'follow' })
    expect(preview.stock).toEqual([{ productCode: 'A', name: '商品A/青', change: 2, stock: 8, after: 10, most: null }])
    const deleted = await shop.orders.remove(id, 1, owner)
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await shop.orders.restore(id, deleted.version, owner)
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 70 })
    expect((await shop.orders.history(id)).slice(0, 2).map(({ kind, changes }) => [kind, changes.length])).toEqual([
      ['order.restored', 2],
      ['order.deleted', 2],
    ])
  })

  it('of an order that was cancelled gives back nothing more', async () => {
    const { id } = await register()
    const cancelled = await change(id, { status: 'cancelled' })
    const deleted = await shop.orders.remove(id, cancelled.version, owner)
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await shop.orders.restore(id, deleted.version, owner)
    await change(id, { status: 'received' })
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 70 })
  })

  it('leaves stock and points when told to, and by itself for goods that were sent', async () => {
    const { id } = await register()
    const deleted = await shop.orders.remove(id, 1, owner, { stock: 'keep', points: 'follow' })
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 100 })
    const back = await shop.orders.restore(id, deleted.version, owner)
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 70 })
    await move([back.id], 'shipped')
    const before = await shop.numbers()
    await shop.orders.remove(id, (await shop.orders.open(id)).version, owner)
    expect(await shop.numbers()).toEqual(before)
  })

  it.each(['cancelled', 'returned'] as const)(
    'of %s goods that left the house puts none on the shelf',
    async (ended) => {
      const { id } = await register()
      await move([id], 'shipped')
      await move([id], ended)
      expect((await shop.numbers())['A']).toBe(8)
      expect(await shop.orders.effects.deletion(id)).toMatchObject({
        ...{ stock: [{ productCode: 'A', change: 2 }], preset: { stock: 'keep', points: 'follow' } },
      })
      const before = await shop.numbers()
      const { version } = await shop.orders.open(id)
      const deleted = await shop.orders.remove(id, version, owner)
      expect(await shop.numbers()).toEqual(before)
      // 在庫を戻す ticked: they came back after all.
      const back = await shop.orders.restore(id, deleted.version, owner)
      await shop.orders.remove(id, back.version, owner, { stock: 'follow', points: 'follow' })
      expect((await shop.numbers())['A']).toBe(10)
    },
  )

  it('is not taken back when somebody else has the goods by now', async () => {
    const { id } = await register([goods(1, 'B')], 0)
    const deleted = await shop.orders.remove(id, 1, owner)
    await register([goods(1, 'B')], 0)
    await expect(shop.orders.restore(id, deleted.version, owner)).rejects.toMatchObject({
      failure: { code: 'stock.short' },
    })
    expect((await shop.numbers())['B']).toBe(0)
    expect(await shop.orders.count({ deleted: true })).toBe(1)
  })
})

describe('ステータス管理', () => {
  it('leaves out one order whose row of what it holds is damaged, and moves the others', async () => {
    const [one, other] = [await register(), await register()]
    await shop.db.write((trx) => trx.raw(`UPDATE order_effects SET pieces = 'null' WHERE order_id = ?`, [one.id]))
    const { report } = await move([one.id, other.id], 'cancelled')
    expect(report.orders).toMatchObject([
      { id: one.id, fate: 'damaged' },
      { id: other.id, fate: 'moved' },
    ])
    expect((await shop.orders.open(one.id)).status).toBe('received')
    expect((await shop.numbers())['A']).toBe(8)
  })
})

describe('対応状況 that follows a settlement', () => {
  it('has the same effects, and stays where it is when they are not possible: the money has moved already', async () => {
    const { id } = await register()
    const to = (status: OrderStatus) => shop.db.write((trx) => shop.orders.changeStatusIn(trx, id, status, owner))
    expect(await to('cancelled')).toBeNull()
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
    await shop.count({ A: 0 })
    const { version } = await shop.orders.open(id)
    expect(await to('received')).toContain('商品A/青 の在庫が不足しています')
    expect(await shop.orders.open(id)).toMatchObject({ status: 'cancelled', version: version + 1 })
    expect((await shop.orders.history(id))[0]).toMatchObject({
      kind: 'order.statusHeld',
      details: { because: expect.stringContaining('商品A/青 の在庫が不足しています') as unknown },
    })
  })
})

it('nothing of a change that did not come to its end stays', async () => {
  const { id } = await register()
  const before = await shop.numbers()
  const cut = (work: () => Promise<unknown>) =>
    shop.db.write(async () => {
      await work()
      throw new Error('power cut')
    })
  const seen = await shop.moves.preview({ kind: 'orders', orders: [{ id, seen: 1 }] }, 'cancelled')
  await expect(cut(() => change(id, { status: 'cancelled' }))).rejects.toThrow('power cut')
  await expect(cut(() => shop.orders.remove(id, 1, owner))).rejects.toThrow('power cut')
  await expect(cut(() => register())).rejects.toThrow('power cut')
  expect(await shop.numbers()).toEqual(before)
  expect(seen.moving).toBe(1)
  await change(id, { status: 'cancelled' })
  expect(await shop.numbers()).toMatchObject({ A: 10, 100: 100 })
})
