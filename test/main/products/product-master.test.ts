import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProductMaster, type ProductMaster } from '../../../src-main/products/product-master.ts'
import { createProductSearch, type ProductSearch } from '../../../src-main/products/product-search.ts'
import { createProductService } from '../../../src-main/products/product-service.ts'
import type { OrderLine } from '../../../src-shared/order.ts'
import type { MasterProduct, NewProduct, ProductChange } from '../../../src-shared/product.ts'
import { joined, madePictures, plainPng } from '../../support/made-pictures.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
let master: ProductMaster
let search: ProductSearch
beforeEach(async () => {
  shop = await openedShop()
  master = createProductMaster(shop)
  search = createProductSearch(shop.db)
})
afterEach(() => shop.close())

const day = 86_400_000
const tea: NewProduct = {
  ...{ productCode: 'T-1', name: '煎茶', class1: '100g', class2: '缶入' },
  ...{ unitPriceYen: 1512, taxIncluded: true, taxRatePercent: 8, stock: 12, picture: null },
}
const line = (over: Partial<OrderLine> = {}): OrderLine => ({
  ...{ kind: 'product', productCode: 'T-1', name: '煎茶（新）', class1: '200g', class2: '袋入' },
  ...{ unitPriceYen: 1400, taxIncluded: false, quantity: 1, taxRatePercent: 10 },
  ...over,
})
/** As the import of an order notes its goods. */
const seen = (lines: readonly OrderLine[], seenAt: number) =>
  shop.db.write((trx) =>
    createProductService().noteSeen(
      trx,
      lines.map((one) => ({ line: one, seenAt })),
    ),
  )
const fieldsOf = ({ name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent }: MasterProduct) => ({
  ...{ name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent },
})
const changed = (product: MasterProduct, fields: Partial<ProductChange['fields']>): ProductChange => ({
  ...{ id: product.id, seen: fieldsOf(product), fields: { ...fieldsOf(product), ...fields } },
})
const history = () =>
  shop.db.read<{ kind: string; changes: string; details: string }[]>((connection) =>
    connection.raw(`SELECT kind, changes, details FROM events WHERE kind LIKE 'product.%' ORDER BY id`),
  )
const ledger = async (id: number) => (await master.ledger(id, { offset: 0, limit: 50 })).lines
const picture = (bytes: Uint8Array) => ({ base64: Buffer.from(bytes).toString('base64') })

describe('a product typed at the desk', () => {
  it('is there before any order had it, with its stock in the ledger and an entry in the history', async () => {
    const product = await master.add({ ...tea, picture: { base64: madePictures.webp } }, owner)
    expect(product).toMatchObject({
      ...{ productCode: 'T-1', name: '煎茶', stock: 12, lastOrderedOn: null, seenOn: '2026-11-23' },
      ...{ pictureAt: shop.clock.now(), typed: ['name', 'class1', 'class2', 'price', 'rate'] },
    })
    expect(await ledger(product.id)).toEqual([
      expect.objectContaining({ change: 12, after: 12, reason: 'counted', operatorName: '店主' }),
    ])
    expect(await search.find('せんちゃ')).toEqual([])
    expect(await search.find('煎茶')).toEqual([product])
    const [entry] = await history()
    expect(entry).toMatchObject({ kind: 'product.added', details: '{"productCode":"T-1"}' })
    expect(entry?.changes).toContain('1,512円(税込)')
  })

  it('has a code that no other has; nothing of a refused one is kept', async () => {
    await seen([line()], 1 * day)
    await expect(master.add({ ...tea, picture: { base64: madePictures.gif } }, owner)).rejects.toMatchObject({
      failure: { code: 'product.code-taken', params: { productCode: 'T-1', name: '煎茶（新）' } },
    })
    const hidden = joined([plainPng(9, 9), Buffer.from('<script>x</script>')])
    await expect(master.add({ ...tea, productCode: 'T-2', picture: picture(hidden) }, owner)).rejects.toMatchObject({
      failure: { code: 'picture.other-content' },
    })
    expect((await search.page({ text: '', kind: 'all', sort: 'code', page: 0 })).count).toBe(1)
    expect(await history()).toEqual([])
  })

  it('keeps what was typed when a newer order tells something else, field by field', async () => {
    await seen([line()], 1 * day)
    const [found] = (await search.page({ text: 't-1', kind: 'all', sort: 'ordered', page: 0 })).rows
    const product = await master.change(changed(found!, { name: '煎茶 若みどり', unitPriceYen: 1500 }), owner)
    expect(product.typed).toEqual(['name', 'price'])
    await seen(
      [line({ name: '煎茶（旧）', class1: '300g', unitPriceYen: 900, taxIncluded: true, taxRatePercent: 8 })],
      5 * day,
    )
    expect(await master.open(product.id)).toMatchObject({
      ...{ name: '煎茶 若みどり', unitPriceYen: 1500, taxIncluded: false },
      ...{ class1: '300g', taxRatePercent: 8, lastOrderedOn: '1970-01-06', seenOn: '1970-01-06' },
    })
    // An older order tells nothing at all.
    await seen([line({ class1: '50g' })], 2 * day)
    expect(await master.open(product.id)).toMatchObject({ class1: '300g', lastOrderedOn: '1970-01-06' })
  })

  it('with a typed rate had it on the day of typing', async () => {
    await seen([line()], 1 * day)
    const [found] = await search.find('煎茶')
    const product = await master.change(changed(found as MasterProduct, { taxRatePercent: 8 }), owner)
    expect(product).toMatchObject({ seenOn: '2026-11-23', lastOrderedOn: '1970-01-02' })
  })
})

describe('two people at one product', () => {
  it('are told; what the second one typed is not written over the first one’s', async () => {
    const product = await master.add(tea, owner)
    await master.change(changed(product, { unitPriceYen: 1600 }), owner)
    await expect(master.change(changed(product, { name: '煎茶 上' }), owner)).rejects.toMatchObject({
      failure: { code: 'product.changed-meanwhile', params: { name: '煎茶', field: '単価' }, next: 'reload' },
    })
    expect(await master.open(product.id)).toMatchObject({ name: '煎茶', unitPriceYen: 1600 })
  })

  it('change a stock only as they saw it, and then nothing else of the form either', async () => {
    const product = await master.add(tea, owner)
    await master.change({ ...changed(product, {}), stock: { seen: 12, to: 9, note: '棚卸し' } }, owner)
    const late = { ...changed(product, { name: '煎茶 上' }), stock: { seen: 12, to: 20, note: '' } }
    await expect(master.change(late, owner)).rejects.toMatchObject({ failure: { code: 'stock.changed-meanwhile' } })
    expect(await master.open(product.id)).toMatchObject({ name: '煎茶', stock: 9 })
    const [counted] = await ledger(product.id)
    expect(counted).toMatchObject({ change: -3, after: 9, reason: 'counted', note: '棚卸し' })
    const unkept = await master.change({ ...changed(product, {}), stock: { seen: 9, to: null, note: '' } }, owner)
    expect(unkept.stock).toBeNull()
  })

  it('and one that is gone is told too', async () => {
    await expect(master.open(99)).rejects.toMatchObject({ failure: { code: 'product.not-found' } })
  })
})

it('a change without news writes nothing', async () => {
  const product = await master.add(tea, owner)
  const before = (await history()).length
  expect(await master.change({ ...changed(product, {}), stock: { seen: 12, to: 12, note: '' } }, owner)).toEqual(
    product,
  )
  expect(await history()).toHaveLength(before)
  expect(await ledger(product.id)).toHaveLength(1)
})

describe('pictures', () => {
  it('come back as they were given, are replaced, and go', async () => {
    const product = await master.add(tea, owner)
    const first = await master.change({ ...changed(product, {}), picture: { base64: madePictures.jpeg } }, owner)
    expect(await master.pictures([product.id, 77])).toEqual([
      { id: product.id, pictureAt: first.pictureAt, mediaType: 'image/jpeg', base64: madePictures.jpeg },
    ])
    shop.clock.set(shop.clock.now() + 1)
    const second = await master.change({ ...changed(product, {}), picture: picture(plainPng(8, 8)) }, owner)
    expect(second.pictureAt).toBe(shop.clock.now())
    expect((await master.pictures([product.id]))[0]?.mediaType).toBe('image/png')
    const none = await master.change({ ...changed(product, {}), picture: null }, owner)
    expect(none.pictureAt).toBeNull()
    expect(await master.pictures([product.id])).toEqual([])
    const texts = (await history()).map(({ changes }) => changes)
    expect(texts.slice(1)).toEqual([
      '[{"field":"画像","from":"なし","to":"あり"}]',
      '[{"field":"画像","from":"あり","to":"差し替え"}]',
      '[{"field":"画像","from":"あり","to":"なし"}]',
    ])
  })

  it.each([
    ['too large a file', plainPng(8, 8), 'picture.other-content', 200_000],
    ['more pixels than are kept', plainPng(700, 8), 'picture.too-many-pixels', 0],
    ['a drawing', Buffer.from('<svg/>'), 'picture.drawing', 0],
    ['no picture', Buffer.from('これは画像ではない'), 'picture.unknown-kind', 0],
  ])('the core itself refuses %s', async (_what, bytes, code, padding) => {
    const product = await master.add(tea, owner)
    const given = picture(joined([bytes, Buffer.alloc(Math.min(padding, 100_000))]))
    const late = master.change({ ...changed(product, { name: '別名' }), picture: given }, owner)
    await expect(late).rejects.toMatchObject({ failure: { code } })
    expect(await master.open(product.id)).toEqual(product)
  })
})

describe('card numbers', () => {
  const card = '4111 1111 1111 1111'
  const refused = { failure: { code: 'order.card-number-in-text' } }

  it.each(['productCode', 'name', 'class1', 'class2'] as const)('are refused in %s of a new product', async (field) => {
    for (const text of [card, `煎茶 ${card}`, '４１１１１１１１１１１１１１１１']) {
      await expect(master.add({ ...tea, [field]: text }, owner)).rejects.toMatchObject(refused)
    }
    expect((await search.page({ text: '', kind: 'all', sort: 'code', page: 0 })).count).toBe(0)
    expect(await history()).toEqual([])
  })

  it.each(['name', 'class1', 'class2'] as const)('are refused in %s of a known one', async (field) => {
    const product = await master.add(tea, owner)
    await expect(master.change(changed(product, { [field]: card }), owner)).rejects.toMatchObject(refused)
    expect(await master.open(product.id)).toEqual(product)
  })

  it('are refused in what is said about a stock, and then nothing of the form is kept', async () => {
    const product = await master.add(tea, owner)
    const stock = { seen: 12, to: 1, note: `${card} で支払い` }
    await expect(master.change({ ...changed(product, { name: '煎茶 上' }), stock }, owner)).rejects.toMatchObject(
      refused,
    )
    expect(await master.open(product.id)).toEqual(product)
  })

  it('are what a JAN code may look like, as a code only', async () => {
    const jan = '4222222222222'
    const product = await master.add({ ...tea, productCode: jan }, owner)
    expect(product.productCode).toBe(jan)
    await expect(master.add({ ...tea, name: jan }, owner)).rejects.toMatchObject(refused)
    await expect(master.change(changed(product, { name: jan }), owner)).rejects.toMatchObject(refused)
  })

  it('that came with an order’s file do not keep anybody from changing something else', async () => {
    await seen([line({ name: card })], 1 * day)
    const [found] = (await search.page({ text: '', kind: 'all', sort: 'code', page: 0 })).rows
    const product = await master.change(changed(found!, { unitPriceYen: 1600 }), owner)
    expect(product).toMatchObject({ name: card, unitPriceYen: 1600 })
  })
})
