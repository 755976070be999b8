import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Knex } from 'knex'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect } from '../../../src-main/db/driver.ts'
import { migrate } from '../../../src-main/db/migrate.ts'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { deliveriesOf } from '../../../src-main/orders/delivery-table.ts'
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

it('leaves the deliveries of an older file as they are, with nothing said of what goes where', async () => {
  const at = migrations.findIndex(({ name }) => name === 'delivery-goods')
  expect(at).toBeGreaterThan(0)
  await migrate(knex, migrations.slice(0, at))
  await knex.raw('PRAGMA foreign_keys = OFF')
  const columns = await knex.raw<{ name: string; type: string; notnull: number }[]>(
    'PRAGMA table_info(order_deliveries)',
  )
  const own: Readonly<Record<string, string | number>> = { order_id: 7, address1: '千代田', cart: '{}' }
  const needed = columns.filter(({ name, notnull }) => notnull === 1 && name !== 'id')
  await knex.raw(
    `INSERT INTO order_deliveries (${needed.map(({ name }) => name).join(', ')})
     VALUES (${needed.map(() => '?').join(', ')})`,
    needed.map(({ name, type }) => own[name] ?? (type === 'TEXT' ? '' : 0)),
  )
  await migrate(knex, migrations.slice(at))
  const [delivery] = (await deliveriesOf(knex, [7])).get(7) ?? []
  expect(delivery).toMatchObject({ address1: '千代田', goods: [], cart: { goods: [], madeHere: false } })
  await expect(knex.raw(`UPDATE order_deliveries SET goods = 'two'`)).rejects.toThrow('CHECK')
})
