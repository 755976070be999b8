import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { openDatabase } from '../../../src-main/db/open.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-links-'))
})

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

const columns = `order_id, attempt, gateway_order_no, amount_yen, job, three_d_secure, state, url, issued_at, expires_at, operator_id`
const link = (attempt: number, number: string, state: string, url: string | null = null, yen = 5775) => [
  ...[1, attempt, number, yen, 'authorised', 1],
  ...[state, url, 0, 1, 'owner'],
]

it('gives an older file payment links whose rules the file itself keeps', async () => {
  const step = migrations.findIndex(({ name }) => name === 'payment-links')
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.write((trx) => trx.raw(`INSERT INTO settings VALUES ('shop', '{"shopName":"月の器"}')`))
  await old.close()
  const db = await openDatabase({ dataDir })
  const insert = (row: readonly (string | number | null)[]) =>
    db.write(async (trx) => {
      await trx.raw('PRAGMA defer_foreign_keys = ON')
      await trx.raw(`INSERT INTO payment_links (${columns}) VALUES (${row.map(() => '?').join(',')})`, [...row])
      throw new Error('written')
    })
  const reasons = await Promise.all(
    [
      link(1, '55-1', 'open', 'https://a.example/'),
      link(1, '55-1', 'paid', 'https://a.example/'),
      link(1, '5'.repeat(28), 'open'),
      link(1, '55-1', 'open', null, 0),
      link(1, '55-1', 'lost'),
    ].map((row) => insert(row).catch((error: unknown) => String(error))),
  )
  expect(reasons[0]).toBe('Error: written')
  for (const reason of reasons.slice(1)) expect(reason).toContain('CHECK')
  expect(await db.read<unknown[]>((connection) => connection.raw('SELECT value FROM settings'))).toHaveLength(1)
  await db.close()
})
