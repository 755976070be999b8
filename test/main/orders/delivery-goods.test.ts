import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import type { OrderChanges } from '../../../src-shared/order-input.ts'
import type { Order } from '../../../src-shared/order.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { typedDelivery, typedLine, typedOrder } from './made-forms.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const T0 = Date.UTC(2026, 10, 1)
const DAY = 86_400_000
let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'stored'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return JSON.stringify([error.failure.code, error.failure.params])
  }
}
const goodsOf = ({ deliveries }: Order) => deliveries.map(({ goods }) => goods)
const cups = typedLine({ name: '湯呑', quantity: 3 })
const tea = typedLine({ name: '煎茶', productCode: 'tea', quantity: 1 })
const create = (...goods: readonly number[][]) =>
  shop.orders.create(
    typedOrder({ lines: [cups, tea], deliveries: goods.map((one) => typedDelivery({ goods: one })) }),
    owner,
  )
const change = async (order: Order, changes: OrderChanges) =>
  shop.orders.change(order.id, (await shop.orders.open(order.id)).version, changes, owner)

describe('an order registered here', () => {
  it('keeps what goes to which delivery', async () => {
    expect(goodsOf(await create([2], [1, 1]))).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(goodsOf(await create([], []))).toEqual([[], []])
    expect(goodsOf(await create([9, 9]))).toEqual([[]])
  })

  it('is refused when the deliveries together get another number than was ordered', async () => {
    expect(await outcome(create([2, 1], [2]))).toBe(
      JSON.stringify(['order.split-mismatch', { line: 1, ordered: 3, split: 4 }]),
    )
  })

  it('moves goods between deliveries, with every number in the history', async () => {
    const order = await create([3, 1], [])
    const [first, second] = order.deliveries
    const numbers = (a: number[], b: number[]) => ({
      deliveries: [
        { id: first?.id ?? 0, goods: a },
        { id: second?.id ?? 0, goods: b },
      ],
    })
    expect(await outcome(change(order, numbers([1, 1], [1, 0])))).toContain('"split":2')
    const moved = await change(order, numbers([1, 0], [2, 1]))
    expect(goodsOf(moved)).toEqual([
      [1, 0],
      [2, 1],
    ])
    const [entry] = await shop.orders.history(order.id)
    expect(entry?.changes).toEqual([
      { field: 'お届け先1 商品', from: '湯呑 × 3、煎茶 × 1', to: '湯呑 × 1' },
      { field: 'お届け先2 商品', from: '', to: '湯呑 × 2、煎茶 × 1' },
    ])
  })

  it('cannot lose goods by another quantity, a line or a delivery that goes', async () => {
    const order = await create([2, 1], [1, 0])
    const [first, second] = order.deliveries
    expect(await outcome(change(order, { lines: [{ ...cups, quantity: 4 }, tea] }))).toContain('order.split-mismatch')
    expect(await outcome(change(order, { lines: [tea] }))).toContain('order.split-mismatch')
    const added = [typedDelivery({ goods: [] })]
    expect(await outcome(change(order, { removedDeliveries: [second?.id ?? 0], addedDeliveries: added }))).toContain(
      'order.split-mismatch',
    )
    expect(await outcome(change(order, { note: '備考だけ' }))).toBe('stored')
    const left = await change(order, { removedDeliveries: [second?.id ?? 0] })
    expect(left.deliveries).toMatchObject([{ id: first?.id, goods: [] }])
  })
})

describe('an order of the cart', () => {
  const lines = [
    madeLine({ name: '湯呑', quantity: 2 }),
    madeLine({ name: '煎茶', productCode: 'tea' }),
    madeLine({ kind: 'shipping', name: '送料', productCode: '', unitPriceYen: 500 }),
  ]
  const places = (a: readonly number[], b: readonly number[]): ImportedOrder['deliveries'] => [
    { cartShipmentNo: '9', familyName: '田中', goods: a },
    { cartShipmentNo: '10', familyName: '鈴木', goods: b },
  ]
  const take = async (day: number, given: Partial<ImportedOrder>) => {
    const order = madeOrder({ orderNo: '100', updatedAt: T0 + day * DAY, lines, ...given })
    return (await shop.orders.upsert([order], owner))[0]?.fate
  }
  const stored = async () => shop.orders.open((await shop.orders.byOrderNos(['100'])).get('100')?.id ?? 0)
  const desk = async (a: number[], b: number[]) => {
    const order = await stored()
    const [first, second] = order.deliveries
    return change(order, {
      deliveries: [
        { id: first?.id ?? 0, goods: a },
        { id: second?.id ?? 0, goods: b },
      ],
    })
  }
  const cartSays = [
    [2, 0],
    [0, 1],
  ] as const

  it('comes with what the file says, and the same file again changes nothing', async () => {
    expect(await take(0, { deliveries: places(...cartSays) })).toBe('added')
    expect(goodsOf(await stored())).toEqual(cartSays)
    expect(await take(0, { deliveries: places(...cartSays) })).toBe('same')
    expect(await take(1, { deliveries: places(...cartSays), note: 'カートのメモ' })).toBe('changed')
    expect(goodsOf(await stored())).toEqual(cartSays)
  })

  it('learns it from a newer file when the order was taken over before this was kept', async () => {
    await take(0, { deliveries: places([], []) })
    expect(goodsOf(await stored())).toEqual([[], []])
    await take(0, { deliveries: places(...cartSays) })
    expect(goodsOf(await stored())).toEqual(cartSays)
  })

  it('keeps the desk’s numbers through every file in which the cart has not moved its own', async () => {
    await take(0, { deliveries: places(...cartSays) })
    await desk([1, 0], [1, 1])
    await take(400, { deliveries: places(...cartSays), note: 'カートのメモ' })
    expect(goodsOf(await stored())).toEqual([
      [1, 0],
      [1, 1],
    ])
  })

  it('keeps 数量の指定をやめる while the cart has not moved its own', async () => {
    await take(0, { deliveries: places(...cartSays) })
    await desk([], [])
    await take(400, { deliveries: places(...cartSays), note: 'カートのメモ' })
    expect(goodsOf(await stored())).toEqual([[], []])
  })

  it('lets a taken back piece be divided like any other', async () => {
    const back = [madeLine({ name: '湯呑', quantity: -2 })]
    await take(0, { lines: back, deliveries: places([-1], [-1]) })
    const order = await stored()
    await change(order, { note: 'メモ' })
    await change(await stored(), {
      deliveries: order.deliveries.map(({ id }, at) => ({ id, goods: at === 0 ? [-2] : [0] })),
    })
    expect(goodsOf(await stored())).toEqual([[-2], [0]])
  })

  it('follows the cart when only it moved, and when both did the newer one', async () => {
    await take(0, { deliveries: places(...cartSays) })
    await take(1, { deliveries: places([0, 1], [2, 0]) })
    expect(goodsOf(await stored())).toEqual([
      [0, 1],
      [2, 0],
    ])
    await desk([1, 0], [1, 1])
    await take(2, { deliveries: places([2, 1], [0, 0]) })
    expect(goodsOf(await stored())).toEqual([
      [1, 0],
      [1, 1],
    ])
    await take(400, { deliveries: places([0, 0], [2, 1]) })
    expect(goodsOf(await stored())).toEqual([
      [0, 0],
      [2, 1],
    ])
  })

  it('takes the file’s numbers with its goods, and forgets numbers that fit neither', async () => {
    await take(0, { deliveries: places(...cartSays) })
    await desk([1, 0], [1, 1])
    const more = [madeLine({ name: '湯呑', quantity: 5 }), ...lines.slice(1)]
    await take(400, { lines: more, deliveries: places([5, 0], [0, 1]) })
    expect(goodsOf(await stored())).toEqual([
      [5, 0],
      [0, 1],
    ])
    await take(401, { lines: more, deliveries: [{ cartShipmentNo: '9', familyName: '田中' }] })
    expect(goodsOf(await stored())).toEqual([[]])
  })

  it('drops the desk’s numbers, with an entry in the history, when the file leaves nothing that they count', async () => {
    await take(0, { deliveries: places([], []) })
    await desk([1, 0], [1, 1])
    await take(400, { lines: [madeLine({ name: '皿' })], deliveries: places([], []) })
    const order = await stored()
    expect(goodsOf(order)).toEqual([[], []])
    const [entry] = await shop.orders.history(order.id)
    expect(entry?.changes).toContainEqual({ field: 'お届け先2 商品', from: '湯呑 × 1、煎茶 × 1', to: '' })
  })
})
