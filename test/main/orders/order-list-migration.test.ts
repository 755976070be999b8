import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOrderList } from '../../../src-main/db/migrations/0008-order-list.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

it('finds the products of orders that were there before the step', async () => {
  const cup = madeLine({ productCode: 'Cup-1', name: '湯のみ', class1: '青' })
  const fee = madeLine({ kind: 'fee', productCode: '', name: '手数料の湯のみ' })
  const orders = [
    madeOrder({ orderNo: '1', lines: [cup, cup, fee] }),
    madeOrder({ orderNo: '2', lines: [cup] }),
    madeOrder({ orderNo: '3', lines: [fee] }),
  ]
  await shop.orders.upsert(orders, owner)
  await shop.db.write(async (trx) => {
    // The file as it was before: without what the step adds.
    for (const name of ['order_line_texts', 'line_text_pairs', 'line_texts', 'kept_views']) {
      await trx.raw(`DROP TABLE ${name}`)
    }
    await trx.raw('DROP VIEW payable_orders')
    await createOrderList(trx)
  })
  const sort = { key: 'orderNo', descending: false } as const
  const found = async (product: string) =>
    (await shop.orders.page({ conditions: { product }, sort, page: 0, pageSize: 10 })).map(({ orderNo }) => orderNo)
  expect(await found('湯ノミ青')).toEqual(['1', '2'])
  expect(await found('CUP')).toEqual(['1', '2'])
  expect(await found('手数料')).toEqual([])
})
