import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
beforeEach(() => {
  dataDir = temporaryFolder()
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

it('keeps products and ledgers of an older file, with nothing typed and nothing said', async () => {
  const step = migrations.findIndex(({ name }) => name === 'product-master')
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.write(async (trx) => {
    await trx.raw(`INSERT INTO products (id, code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent,
      seen_at, stock) VALUES (1, 'A-1', '湯呑', '', '', 1500, 0, 10, 1, 4)`)
    await trx.raw(`INSERT INTO stock_moves (product_id, change, stock_after, reason, operator, at)
      VALUES (1, 4, 4, 'counted', '店主', 2)`)
  })
  await old.close()
  const db = await openDatabase({ dataDir })
  const products = await db.read<unknown[]>((connection) =>
    connection.raw('SELECT code, stock, desk_fields, desk_at, picture_at FROM products'),
  )
  expect(products).toEqual([{ code: 'A-1', stock: 4, desk_fields: 0, desk_at: null, picture_at: null }])
  const moves = await db.read<unknown[]>((connection) => connection.raw('SELECT change, note FROM stock_moves'))
  expect(moves).toEqual([{ change: 4, note: '' }])
  await db.close()
})
