import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOrderExport } from '../../../src-main/orders/order-export.ts'
import { openOrderFile } from '../../../src-main/orders/order-file.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

it('writes a row for each delivery that gets something of a line, and the file reads back the same', async () => {
  const lines = [
    madeLine({ name: '湯呑', quantity: 3, unitPriceYen: 1000, taxIncluded: false }),
    madeLine({ name: '煎茶', productCode: 'tea', unitPriceYen: 500, taxIncluded: false }),
    madeLine({ kind: 'shipping', productCode: '', name: '送料', unitPriceYen: 550 }),
  ]
  const money = { subtotalYen: 3850, discountYen: 0, shippingYen: 550, feeYen: 0, taxYen: 400 }
  const deliveries = [
    { cartShipmentNo: '71', familyName: '田中', address1: '千代田', goods: [2, 0] },
    { cartShipmentNo: '72', familyName: '鈴木', address1: '港', goods: [1, 1] },
    { cartShipmentNo: '73', familyName: '空', address1: '北', goods: [0, 0] },
  ]
  await shop.orders.upsert(
    [
      madeOrder({
        ...{ orderNo: '700', lines, deliveries },
        money: { ...money, totalYen: 4400, paymentTotalYen: 4400, usedPoints: 0, addedPoints: 0 },
      }),
    ],
    owner,
  )
  const exports = createOrderExport({ ...shop, ownLayouts: () => Promise.resolve([]) })
  const pick = { conditions: {}, sort: { key: 'orderNo', descending: false } } as const
  const { exportId } = await exports.begin({ pick, layout: 'ec4-order', encoding: 'cp932', safe: true })
  const last = await exports.next(exportId, owner)
  const [{ order: read = null } = {}] = openOrderFile(Buffer.from(last.base64, 'base64')).orders()
  expect(read?.lines?.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['湯呑', 2],
    ['湯呑', 1],
    ['煎茶', 1],
    ['送料', 1],
  ])
  expect(read?.deliveries?.map(({ cartShipmentNo, goods }) => [cartShipmentNo, goods])).toEqual([
    ['71', [2, 0, 0]],
    ['72', [0, 1, 1]],
  ])
  // The third gets nothing, so no row can name it, and that is said.
  expect(last.losses).toContainEqual({ orderNo: '700', column: 'お届け先', what: '1', kind: 'deliveries' })
})
