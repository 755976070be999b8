import { afterEach, beforeEach, expect, it } from 'vitest'
import { rmSync } from 'node:fs'
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

const step = migrations.findIndex(({ name }) => name === 'bulk-runs')
const run = (id: string, endedAt: string) =>
  `INSERT INTO bulk_runs (id, action, state, operator_id, created_at, ended_at)
   VALUES ('${id}', 'sales', '${endedAt === 'NULL' ? 'running' : 'ended'}', 'owner', 1, ${endedAt})`

it('adds runs and lines to a file that has orders, of which one run at most is not over and none is ever deleted', async () => {
  const old = await openDatabase({ dataDir, migrations: migrations.slice(0, step) })
  await old.close()
  const db = await openDatabase({ dataDir })
  const say = (sql: string) => db.write((trx) => trx.raw(sql))
  await say(run('a', '2'))
  await say(run('b', 'NULL'))
  await expect(say(run('c', 'NULL'))).rejects.toThrow(/UNIQUE/)
  await expect(say(`DELETE FROM bulk_runs WHERE id = 'a'`)).rejects.toThrow(/never deleted/)
  await expect(say(`UPDATE bulk_runs SET state = 'ended' WHERE id = 'b'`)).rejects.toThrow(/CHECK/)
  await db.close()
})
