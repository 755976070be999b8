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

it('gives the links of an older file a place for the first answer without their trade, and keeps them', async () => {
  const step = migrations.findIndex(({ name }) => name === 'missing-link-trades')
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.write((trx) =>
    trx.raw(`INSERT INTO lost_links (gateway_order_no, order_no, attempt, amount_yen, job, three_d_secure, issued_at,
      expires_at, trade_status) VALUES ('55-1', '55', 1, 5775, 'authorised', 1, 1, 2, 'authorised')`),
  )
  await old.close()
  const db = await openDatabase({ dataDir })
  const lost = await db.read<unknown[]>((connection) =>
    connection.raw('SELECT gateway_order_no, trade_status, missing_at FROM lost_links'),
  )
  expect(lost).toEqual([{ gateway_order_no: '55-1', trade_status: 'authorised', missing_at: null }])
  expect(await db.read<unknown[]>((connection) => connection.raw('SELECT missing_at FROM payment_links'))).toEqual([])
  await db.close()
})
