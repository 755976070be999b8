import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProductSearch, type ProductSearch } from '../../../src-main/products/product-search.ts'
import { madeLine, madeOrder } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
let search: ProductSearch

beforeEach(async () => {
  shop = await openedShop()
  search = createProductSearch(shop.db)
})
afterEach(() => shop.close())

const DAY = 86_400_000
const sold = (orderNo: string, name: string, productCode: string, day = 1) =>
  shop.orders.upsert(
    [madeOrder({ orderNo, orderedAt: day * DAY, lines: [madeLine({ name, productCode, class1: '大' })] })],
    owner,
  )
const names = async (text: string) => (await search.find(text)).map(({ name }) => name)

it('finds products by code, name and class, spelled either way, those of the newest orders first', async () => {
  await sold('1', '湯呑', 'cup-1', 1)
  await sold('2', 'コーヒーカップ', 'CUP-2', 3)
  await sold('3', '急須', 'pot-1', 2)
  expect(await names('')).toEqual(['コーヒーカップ', '急須', '湯呑'])
  expect(await names('ｃｕｐ')).toEqual(['コーヒーカップ', '湯呑'])
  expect(await names('こーひー')).toEqual(['コーヒーカップ'])
  expect(await names('須大')).toEqual(['急須'])
  expect(await names('皿')).toEqual([])
})

it('answers the next key from what it knows, and anew when a product was sold or renamed', async () => {
  await sold('1', '湯呑', 'cup-1', 1)
  const [first] = await search.find('湯')
  expect((await search.find('湯呑'))[0]).toBe(first)
  await sold('2', '湯桶', 'tub-1', 2)
  expect(await names('湯')).toEqual(['湯桶', '湯呑'])
  await sold('3', '湯呑み', 'cup-1', 3)
  expect(await names('湯')).toEqual(['湯呑み', '湯桶'])
})

it('keeps nothing of a transaction that is taken back', async () => {
  await sold('1', '湯呑', 'cup-1')
  const cut = shop.db.write(async (trx) => {
    await trx.raw(`UPDATE products SET name = '花瓶'`)
    expect(await names('')).toEqual(['花瓶'])
    throw new Error('cut off')
  })
  await expect(cut).rejects.toThrow('cut off')
  expect(await names('')).toEqual(['湯呑'])
})
