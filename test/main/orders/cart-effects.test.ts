import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderChanges } from '../../../src-shared/order-input.ts'
import type { StockChoice } from '../../../src-shared/order-effects.ts'
import { effectShop, type EffectShop } from './effect-shop.ts'
import { typedLine } from './made-forms.ts'
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

describe('a file of the cart', () => {
  it('moves nothing; what it changes in an order of the desk stays visible until it is evened', async () => {
    const id = await imported('5')
    await change(id, { status: 'shipped' })
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 105 })
    await imported('5', { status: 'cancelled', updatedAt: Date.UTC(2027, 0, 1) })
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 105 })
    const preview = await shop.orders.effects.change(id, {})
    expect(preview).toMatchObject({ gap: 'left', asked: { question: 'giveBack', preset: 'keep' }, short: null })
    expect(preview.points).toEqual([{ customerNo: '100', name: '田中 太郎', change: 25, points: 105, after: 130 }])
    const { version } = await shop.orders.open(id)
    const evened = await shop.orders.even({ id, seen: version, how: 'move', stock: 'follow' }, owner)
    expect(await shop.numbers()).toMatchObject({ A: 12, 100: 130 })
    expect((await shop.orders.effects.change(id, {})).gap).toBe('none')
    await shop.orders.even({ id, seen: evened.version, how: 'move', stock: 'follow' }, owner)
    await expect(shop.orders.even({ id, seen: version, how: 'move' }, owner)).rejects.toMatchObject({
      failure: { code: 'order.changed-meanwhile' },
    })
    expect(await shop.numbers()).toMatchObject({ A: 12, 100: 130 })
  })

  it('can be taken as right without moving anything', async () => {
    const id = await imported('5')
    await change(id, { status: 'shipped' })
    await imported('5', { status: 'cancelled', updatedAt: Date.UTC(2027, 0, 1) })
    const { version } = await shop.orders.open(id)
    await shop.orders.even({ id, seen: version, how: 'accept', stock: 'follow' }, owner)
    expect(await shop.numbers()).toMatchObject({ A: 10, 100: 105 })
    await change(id, { status: 'received' })
    expect(await shop.numbers()).toMatchObject({ A: 8, 100: 75 })
  })

  it('that cancels an order leaves a note of the stock it held, until the desk moves it or decides to leave it', async () => {
    const cancelledByCart = async (orderNo: string) => {
      const id = await imported(orderNo, { customerNo: null })
      await change(id, { lines: [goods(3)] })
      await imported(orderNo, { customerNo: null, status: 'cancelled', updatedAt: Date.UTC(2027, 0, 1) })
      expect(await shop.orders.effects.change(id, {})).toMatchObject({ gap: 'left', choice: 'keep', points: [] })
      return id
    }
    const even = async (id: number, more: Pick<Parameters<typeof shop.orders.even>[0], 'how' | 'stock'>) =>
      shop.orders.even({ id, seen: (await shop.orders.open(id)).version, ...more }, owner)
    const gapOf = async (id: number) => (await shop.orders.effects.change(id, {})).gap

    const moves = await cancelledByCart('5')
    expect((await shop.numbers())['A']).toBe(9)
    await even(moves, { how: 'move' })
    expect([(await shop.numbers())['A'], await gapOf(moves)]).toEqual([12, 'none'])
    await even(moves, { how: 'move' })
    expect((await shop.numbers())['A']).toBe(12)

    const stays = await cancelledByCart('6')
    await even(stays, { how: 'accept', stock: 'keep' })
    expect([(await shop.numbers())['A'], await gapOf(stays)]).toEqual([11, 'none'])
    expect((await shop.orders.history(stays))[0]?.kind).toBe('order.evened')
    // What is left as it is is still held: the order takes nothing when it comes back, and may be moved later on.
    const { version } = await shop.orders.open(stays)
    await shop.orders.restore(stays, (await shop.orders.remove(stays, version, owner)).version, owner)
    expect([(await shop.numbers())['A'], await gapOf(stays)]).toEqual([11, 'none'])
    await even(stays, { how: 'move', stock: 'follow' })
    expect((await shop.numbers())['A']).toBe(14)
  })

  it('that tells what the desk decided already leaves no note; one that tells something else does', async () => {
    const id = await imported('5')
    await change(id, { status: 'cancelled' }, 'keep')
    expect((await shop.orders.effects.change(id, {})).gap).toBe('none')
    await imported('5', { status: 'cancelled', updatedAt: Date.UTC(2027, 0, 1) })
    expect((await shop.orders.effects.change(id, {})).gap).toBe('none')
    await change(id, { status: 'shipped' })
    await change(id, { lines: [goods(4)] })
    expect(await shop.orders.effects.change(id, {})).toMatchObject({ gap: 'none', asked: { question: 'sentGoods' } })
    const lines = [madeLine({ productCode: 'A', quantity: 7 })]
    await imported('5', { status: 'shipped', lines, updatedAt: Date.UTC(2027, 0, 2) })
    const order = await shop.orders.open(id)
    expect([order.status, (await shop.orders.effects.change(id, {})).gap]).toEqual(['shipped', 'left'])
  })

  it('of EC-CUBE 2 tells no goods: what is typed for it was taken already', async () => {
    const id = await imported('6', { source: 'ec2', lines: [], deliveries: [] })
    expect(await shop.orders.effects.change(id, { lines: [goods(3)] })).toMatchObject({
      ...{ stock: [], asked: { question: 'unknownGoods', preset: 'keep' }, choice: 'keep' },
    })
    await change(id, { lines: [goods(3)] })
    expect((await shop.numbers())['A']).toBe(10)
    await change(id, { lines: [goods(4)] })
    expect((await shop.numbers())['A']).toBe(9)
  })
})
