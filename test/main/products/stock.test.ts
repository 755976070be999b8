import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Transaction } from '../../../src-main/db/database.ts'
import { moveStock, setStock, stockLedger, stockOf, stockOfCodes } from '../../../src-main/products/stock.ts'
import { MOST_KEPT } from '../../../src-shared/ledger.ts'
import { madeOrder } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
  await shop.db.write((trx) =>
    trx.raw(`INSERT INTO products (id, code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent, seen_at)
      VALUES (1, 'A-1', '湯呑', '青', '', 1500, 0, 10, 1), (2, 'B-2', '皿', '', '', 900, 0, 10, 1)`),
  )
})
afterEach(() => shop.close())

const at = Date.UTC(2026, 10, 26, 1)
const byHand = { at, reason: 'counted', operatorName: '店主' } as const
const byOrder = { at, reason: 'edited', operatorName: '店主', orderId: null } as const
const write = <T>(work: (trx: Transaction) => Promise<T>) => shop.db.write(work)
const stock = async (id: number) => (await shop.db.read((db) => stockOf(db, [id]))).get(id)?.stock

describe('a stock set by hand', () => {
  it('is not kept at first, and its ledger adds up to it from then on', async () => {
    expect(await stock(1)).toBeNull()
    await write((trx) => setStock(trx, { productId: 1, to: 12, seen: null }, byHand))
    await write((trx) => moveStock(trx, [{ productId: 1, change: -3 }], byOrder))
    await write((trx) => setStock(trx, { productId: 1, to: 10 }, { ...byHand, reason: 'corrected' }))
    const { lines, total } = await shop.db.read((db) => stockLedger(db, 1, { offset: 0, limit: 10 }))
    expect(lines.map(({ change, after, reason }) => [change, after, reason])).toEqual([
      [1, 10, 'corrected'],
      [-3, 9, 'edited'],
      [12, 12, 'counted'],
    ])
    expect(total).toBe(3)
    expect(lines[0]).toMatchObject({ at, operatorName: '店主', orderId: null, orderNo: null })
    expect(await stock(1)).toBe(10)
  })

  it('ends with null, after which orders pass it over', async () => {
    await write((trx) => setStock(trx, { productId: 1, to: 5 }, byHand))
    await write((trx) => setStock(trx, { productId: 1, to: null }, byHand))
    await write((trx) => moveStock(trx, [{ productId: 1, change: -1 }], byOrder))
    const { lines } = await shop.db.read((db) => stockLedger(db, 1, { offset: 0, limit: 1 }))
    expect(lines).toEqual([expect.objectContaining({ change: -5, after: null })])
    expect(await stock(1)).toBeNull()
  })

  it('tells in its ledger whether there is still an order to go to', async () => {
    const [order] = await shop.orders.upsert([madeOrder({ orderNo: '55' })], owner)
    const orderId = order?.id ?? 0
    await write((trx) => setStock(trx, { productId: 1, to: 5 }, byHand))
    await write((trx) => moveStock(trx, [{ productId: 1, change: -1 }], { ...byOrder, orderId }))
    const told = async () =>
      (await shop.db.read((db) => stockLedger(db, 1, { offset: 0, limit: 10 }))).lines.map(
        ({ orderNo, isOrderDeleted }) => [orderNo, isOrderDeleted],
      )
    expect(await told()).toEqual([
      ['55', false],
      [null, false],
    ])
    await shop.orders.remove(orderId, 1, owner)
    expect(await told()).toEqual([
      ['55', true],
      [null, false],
    ])
  })

  it('may be as large as a number field takes', async () => {
    await write((trx) => setStock(trx, { productId: 1, to: MOST_KEPT }, byHand))
    await write((trx) => moveStock(trx, [{ productId: 1, change: -1 }], byOrder))
    expect(await stock(1)).toBe(MOST_KEPT - 1)
  })

  it('writes nothing the second time, and nothing over a number that moved meanwhile', async () => {
    await write((trx) => setStock(trx, { productId: 1, to: 5 }, byHand))
    await write((trx) => setStock(trx, { productId: 1, to: 5 }, byHand))
    await write((trx) => moveStock(trx, [{ productId: 1, change: -1 }], byOrder))
    const late = write((trx) => setStock(trx, { productId: 1, to: 8, seen: 5 }, byHand))
    await expect(late).rejects.toMatchObject({ failure: { code: 'stock.changed-meanwhile' } })
    expect((await shop.db.read((db) => stockLedger(db, 1, { offset: 0, limit: 10 }))).total).toBe(2)
    expect(await stock(1)).toBe(4)
  })
})

describe('a stock moved by orders', () => {
  it('never falls below 0, and a refused batch leaves nothing behind', async () => {
    await write((trx) => setStock(trx, { productId: 1, to: 5 }, byHand))
    await write((trx) => setStock(trx, { productId: 2, to: 1 }, byHand))
    const both = write((trx) =>
      moveStock(
        trx,
        [
          { productId: 1, change: -2 },
          { productId: 2, change: -2 },
        ],
        byOrder,
      ),
    )
    await expect(both).rejects.toMatchObject({
      failure: { code: 'stock.short', params: { name: '皿', productCode: 'B-2' } },
    })
    expect([await stock(1), await stock(2)]).toEqual([5, 1])
  })

  it('of a product that does not exist is refused', async () => {
    const gone = write((trx) => moveStock(trx, [{ productId: 9, change: 1 }], byOrder))
    await expect(gone).rejects.toMatchObject({ failure: { code: 'product.not-found' } })
  })

  it('pages its ledger, newest first', async () => {
    for (const to of [1, 2, 3, 4, 5]) await write((trx) => setStock(trx, { productId: 2, to }, byHand))
    const page = await shop.db.read((db) => stockLedger(db, 2, { offset: 2, limit: 2 }))
    expect(page.lines.map(({ after }) => after)).toEqual([3, 2])
    expect(page.total).toBe(5)
  })
})

it('finds stocks by 商品コード', async () => {
  await write((trx) => setStock(trx, { productId: 1, to: 7 }, byHand))
  const found = await shop.db.read((db) => stockOfCodes(db, ['A-1', 'X']))
  expect([...found]).toEqual([['A-1', { id: 1, code: 'A-1', name: '湯呑', class1: '青', class2: '', stock: 7 }]])
})
