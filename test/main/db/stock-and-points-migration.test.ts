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

it('keeps the products and customers of an older file, without a stock and without a balance', async () => {
  const step = migrations.findIndex(({ name }) => name === 'stock-and-points')
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.write(async (trx) => {
    await trx.raw(`INSERT INTO products (code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent, seen_at)
      VALUES ('A-1', '湯呑', '', '', 1500, 0, 10, 1)`)
    await trx.raw(`INSERT INTO customers (customer_no, family_name, given_name, family_kana, given_kana, company,
      postal_code, prefecture, address1, address2, tel, fax, email, seen_at)
      VALUES ('100', '山田', '花子', '', '', '', '', '', '', '', '', '', '', 1)`)
  })
  await old.close()
  const db = await openDatabase({ dataDir })
  const products = await db.read<unknown[]>((connection) => connection.raw('SELECT code, stock FROM products'))
  expect(products).toEqual([{ code: 'A-1', stock: null }])
  const customers = await db.read<unknown[]>((connection) =>
    connection.raw('SELECT customer_no, points FROM customers'),
  )
  expect(customers).toEqual([{ customer_no: '100', points: null }])
  await db.close()
})
