import { afterEach, beforeEach, expect, it } from 'vitest'
import { createProductMaster } from '../../../src-main/products/product-master.ts'
import { createProductSearch, type ProductSearch } from '../../../src-main/products/product-search.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
let search: ProductSearch
beforeEach(async () => {
  shop = await openedShop()
  search = createProductSearch(shop.db)
  const master = createProductMaster(shop)
  const rows: readonly [code: string, name: string, class1: string, class2: string, stock: number | null][] = [
    ['W-9', '上生菓子', '9個入', '', 3],
    ['W-10', '上生菓子', '12個入', '', 0],
    ['W-6', '上生菓子', '6個入', '', null],
    ['T-2', '手ぬぐい', '大', '麻の葉', 8],
    ['T-1', '手ぬぐい', '大', '青海波', 5],
    ['X-1', '=SUM(A1)', '<b>太</b>', '', 1],
  ]
  for (const [productCode, name, class1, class2, stock] of rows) {
    const price = { unitPriceYen: 100, taxIncluded: true, taxRatePercent: 10 }
    await master.add({ productCode, name, class1, class2, stock, ...price, picture: null }, owner)
  }
})
afterEach(() => shop.close())

const codes = (found: readonly { readonly productCode: string }[]) => found.map(({ productCode }) => productCode)
const page = (over: Partial<Parameters<ProductSearch['page']>[0]>) =>
  search.page({ text: '', kind: 'all', sort: 'code', page: 0, ...over })

it('answers every variant of a name that fits, in the order of 規格1 and 規格2', async () => {
  expect(codes(await search.find('ｗ-9'))).toEqual(['W-6', 'W-9', 'W-10'])
  expect(codes(await search.find('麻の葉'))).toEqual(['T-1', 'T-2'])
  expect(codes(await search.find('<B>'))).toEqual(['X-1'])
  expect(await search.find('無い')).toEqual([])
})

it('answers the variants of goods that an order has', async () => {
  expect(codes(await search.ofCodes(['T-2', 'unknown', '']))).toEqual(expect.arrayContaining(['T-1', 'T-2']))
  expect(codes(await search.ofCodes(['T-2']))).toHaveLength(2)
  expect(await search.ofCodes([])).toEqual([])
})

it('pages 商品マスター by code, stock and name, and narrows it down by stock', async () => {
  expect(codes((await page({})).rows)).toEqual(['T-1', 'T-2', 'W-6', 'W-9', 'W-10', 'X-1'])
  expect(codes((await page({ sort: 'stock' })).rows)).toEqual(['W-10', 'X-1', 'W-9', 'T-1', 'T-2', 'W-6'])
  expect(codes((await page({ kind: 'out' })).rows)).toEqual(['W-10'])
  expect(codes((await page({ kind: 'unkept' })).rows)).toEqual(['W-6'])
  expect((await page({ kind: 'kept' })).count).toBe(5)
  expect(codes((await page({ text: '上生', sort: 'name' })).rows)).toEqual(['W-6', 'W-9', 'W-10'])
  expect(await page({ page: 1 })).toEqual({ rows: [], count: 6 })
})
