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

it('gives an older file a place for drafts, which takes JSON only, and keeps what is there', async () => {
  const step = migrations.findIndex(({ name }) => name === 'form-drafts')
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.write((trx) => trx.raw(`INSERT INTO settings VALUES ('shop', '{"shopName":"月の器"}')`))
  await old.close()
  const db = await openDatabase({ dataDir })
  const insert = (content: string) =>
    db.write((trx) => trx.raw('INSERT INTO form_drafts VALUES (?, NULL, 1, ?)', ['k', content]))
  await expect(insert('typed')).rejects.toThrow('CHECK')
  await insert('{}')
  expect(await db.read<unknown[]>((connection) => connection.raw('SELECT value FROM settings'))).toHaveLength(1)
  await db.close()
})
