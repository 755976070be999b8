import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { connect } from '../../../src-main/db/driver.ts'
import { migrate } from '../../../src-main/db/migrate.ts'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

it('a period with other conditions is counted in the index by 受注日 alone, also in a file from before', async () => {
  const dataDir = temporaryFolder()
  const knex = connect(path.join(dataDir, 'old.sqlite'))
  const at = migrations.findIndex(({ name }) => name === 'order-days')
  expect(at).toBeGreaterThan(0)
  await migrate(knex, migrations.slice(0, at))
  await migrate(knex, migrations.slice(at))
  const plan = await knex.raw<{ detail: string }[]>(
    `EXPLAIN QUERY PLAN SELECT count(*) FROM orders AS o INDEXED BY orders_by_ordered WHERE o.deleted_at IS NULL
     AND o.ordered_at >= 1 AND o.status IN (80) AND o.payment_method_id = 1 AND o.total_yen > 5 AND o.person_id = 7`,
  )
  expect(plan.map(({ detail }) => detail).join()).toContain('USING COVERING INDEX orders_by_ordered (ordered_at>?)')
  const indexes = await knex.raw<{ name: string }[]>("SELECT name FROM sqlite_schema WHERE name = 'orders_by_day'")
  expect(indexes).toEqual([])
  await knex.destroy()
  rmSync(dataDir, { recursive: true, force: true })
})
