import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Knex } from 'knex'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect } from '../../../src-main/db/driver.ts'
import { migrate } from '../../../src-main/db/migrate.ts'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
let knex: Knex
beforeEach(() => {
  dataDir = temporaryFolder()
  knex = connect(path.join(dataDir, 'old.sqlite'))
})
afterEach(async () => {
  await knex.destroy()
  rmSync(dataDir, { recursive: true, force: true })
})

/** An order with its trade, in the columns that the lists look at; everything else is empty. */
async function add(id: number, status: number, trade: string, settleBy: string | null = null): Promise<void> {
  const columns = await knex.raw<{ name: string; type: string; notnull: number }[]>('PRAGMA table_info(orders)')
  const own: Readonly<Record<string, string | number>> = {
    id,
    order_no: String(id),
    status,
    payment_total_yen: 1000,
    payment_method_id: 1,
    person_id: 1,
  }
  const needed = columns.filter(({ name, notnull }) => notnull === 1 || name === 'id')
  const values = needed.map(({ name, type }) => own[name] ?? (type === 'TEXT' ? '' : 0))
  await knex.raw(
    `INSERT INTO orders (${needed.map(({ name }) => name).join(', ')}) VALUES (${needed.map(() => '?').join(', ')})`,
    values,
  )
  await knex.raw(
    `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen, settle_by)
     VALUES (?, 'linked', ?, ?, 1000, ?)`,
    [id, `g${String(id)}`, trade, settleBy],
  )
}

it('the step that keeps the lists of 管理メイン finds what a file from before already holds', async () => {
  const at = migrations.findIndex(({ name }) => name === 'alerts')
  expect(at).toBeGreaterThan(0)
  await migrate(knex, migrations.slice(0, at))
  await knex.raw('PRAGMA foreign_keys = OFF')
  await add(1, 50, 'sales')
  await add(2, 80, 'authorised', '2026-12-24')
  await add(3, 80, 'sales')
  await migrate(knex, migrations.slice(at, at + 1))
  const kept = await knex.raw<unknown[]>('SELECT order_id, kind, place FROM order_alerts ORDER BY order_id, kind')
  expect(kept).toEqual([
    { order_id: 1, kind: 'cancelledSold', place: 1 },
    { order_id: 2, kind: 'authorised', place: 20261224 },
    { order_id: 2, kind: 'shippedUnsold', place: 2 },
  ])
})

it('the step after it lists cancelled orders whose 仮売上 is still held, and so do the triggers from then on', async () => {
  const at = migrations.findIndex(({ name }) => name === 'held-alerts')
  expect(at).toBeGreaterThan(0)
  await migrate(knex, migrations.slice(0, at))
  await knex.raw('PRAGMA foreign_keys = OFF')
  await add(1, 50, 'authorised')
  await add(2, 50, 'voided')
  await add(3, 20, 'authorised', '2026-12-24')
  const inCard = async () => {
    const rows = await knex.raw<{ order_id: number }[]>(
      `SELECT order_id FROM order_alerts WHERE kind = 'cancelledSold' ORDER BY order_id`,
    )
    return rows.map((row) => row.order_id)
  }
  expect(await inCard()).toEqual([])
  await migrate(knex, migrations.slice(at, at + 1))
  expect(await inCard()).toEqual([1])
  await add(4, 50, 'simpleAuthorised')
  await knex.raw('UPDATE orders SET status = 50 WHERE id = 3')
  await knex.raw(`UPDATE payments SET status = 'returned' WHERE order_id = 1`)
  expect(await inCard()).toEqual([3, 4])
})
