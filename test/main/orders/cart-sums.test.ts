import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import type { OrderChanges } from '../../../src-shared/order-input.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { typedLine, typedOrder } from './made-forms.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

const T0 = Date.UTC(2026, 10, 1)
/** Sums no rounding of the desk would come to: they must come back to the yen. */
const cart = {
  ...{ subtotalYen: 4999, discountYen: 100, shippingYen: 525, feeYen: 315, taxYen: 461 },
  ...{ totalYen: 5739, paymentTotalYen: 5639, usedPoints: 100, addedPoints: 47 },
}
let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

async function take(given: Partial<ImportedOrder> = {}) {
  const order = madeOrder({ orderNo: '100', source: 'ec2', updatedAt: T0, money: cart, ...given })
  await shop.orders.upsert([order], owner)
}
const stored = async () => shop.orders.open((await shop.orders.byOrderNos(['100'])).get('100')?.id ?? 0)
async function edit(changes: OrderChanges) {
  const order = await stored()
  return shop.orders.change(order.id, order.version, changes, owner)
}
const charges = { discountYen: 100, shippingYen: 525, feeYen: 315, usedPoints: 100 }

it('goods of an order whose file told none can go again, and the cart’s sums come back to the yen', async () => {
  await take()
  expect((await stored()).cartSums).toEqual(cart)
  const counted = await edit({ lines: [typedLine()], charges: { shippingYen: 1000 } })
  expect(counted.money).toMatchObject({ subtotalYen: 5250, shippingYen: 1000, paymentTotalYen: 6365 })
  expect(counted.cartSums).toEqual(cart)
  const back = await edit({ lines: [], charges })
  expect(back.money).toEqual(cart)
  expect(back.lines).toEqual([])
  const [entry] = await shop.orders.history(back.id)
  expect(entry?.changes).toContainEqual({ field: '小計', from: '5,250円', to: '4,999円' })
  expect(entry?.changes).toContainEqual({ field: 'お支払い合計', from: '6,365円', to: '5,639円' })
})

it('goods go with charges of the desk: 小計 is the cart’s, the rest follows', async () => {
  await take()
  await edit({ lines: [typedLine()] })
  const back = await edit({ lines: [], charges: { shippingYen: 0 } })
  expect(back.money).toMatchObject({ subtotalYen: 4999, taxYen: 461, shippingYen: 0, paymentTotalYen: 5114 })
})

it('after going back the cart’s file counts again', async () => {
  await take()
  await edit({ lines: [typedLine()] })
  await edit({ lines: [], charges })
  const more = { ...cart, subtotalYen: 5999, totalYen: 6739, paymentTotalYen: 6639 }
  await take({ updatedAt: T0 + 1, money: more })
  expect((await stored()).money).toEqual(more)
})

it('an order whose goods the cart told, and one registered here, must keep goods', async () => {
  await take({ source: 'ec4', lines: [madeLine()] })
  expect((await stored()).cartSums).toBeNull()
  const desk = await shop.orders.create(typedOrder(), owner)
  expect(desk.cartSums).toBeNull()
  for (const order of [await stored(), desk])
    await expect(shop.orders.change(order.id, order.version, { lines: [] }, owner)).rejects.toThrow(Refusal)
})
