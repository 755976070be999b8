import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBackupService } from '../../src-main/backup/backup-service.ts'
import { shopFile } from '../../src-main/db/shop-file.ts'
import { isSoundShop } from '../../src-main/db/copy.ts'
import { migrate } from '../../src-main/db/migrate.ts'
import type { Migration } from '../../src-main/db/migrations/list.ts'
import { copyData } from './desk-process.ts'
import { connectWatched, Killed } from './disk.ts'
import { operationKinds, type OperationKind } from './kinds.ts'
import { press } from './press.ts'
import { calm, type World } from './world.ts'

type Story = (world: World, kind: OperationKind) => Promise<void>

/** One order is done, the next is not begun. */
const betweenTwoOrders: Story = async (world, kind) => {
  await press(world, kind)
  world.onStatement = () => {
    world.kill()
  }
  await press(world, { ...operationKinds[0]!, orderNo: '207' })
}

/** While the file is being copied and an operation is on its way. What a copy left half done is no copy. */
const duringBackup: Story = async (world, kind) => {
  const clock = { now: () => world.timeline.now, sleep: () => Promise.resolve() }
  const copies = createBackupService({ dataDir: world.process.dataDir, clock })
  let making: Promise<unknown> = Promise.resolve()
  world.onMoment = (reached, { isMutation }) => {
    if (!isMutation) return
    if (reached === 'arrived') making = copies.make('manual').catch((error: unknown) => error)
    if (reached === 'applied') world.kill()
  }
  await press(world, kind)
  await making
  const dataDir = world.process.remains ?? ''
  const folder = join(dataDir, 'backups')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'shop-20261116T030000000Z-manual.sqlite.partial'), 'SQLite format 3')
  const later = createBackupService({ dataDir, clock })
  const made = await later.make('manual')
  const listed = await later.list()
  if (!listed.every(({ id }) => isSoundShop(join(folder, id))) || !listed.some(({ id }) => id === made.id)) {
    world.broken('I9', `a copy that is listed is not sound: ${listed.map(({ id }) => id).join(' ')}`)
  }
}

/** A step of the data file that changes every sum, so that half of it would be seen. */
const trial: Migration = {
  id: 999,
  name: 'trial',
  async up(trx) {
    await trx.raw('ALTER TABLE payments ADD COLUMN trial INTEGER')
    await trx.raw('UPDATE payments SET amount_yen = amount_yen + 1')
    await trx.raw("UPDATE settlement_operations SET state = 'conflict' WHERE state = 'unknown'")
  },
}

/** While the file is taken to another version, with an outcome open: afterwards it is as it was. */
const duringMigration: Story = async (world, kind) => {
  world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'reset-after-apply' } : calm)
  await press(world, kind)
  let { dataDir } = world.process
  await world.finish(world.process.close())
  for (let k = 1; k <= LAST_STATEMENT; k += 1) {
    const remains = world.folder(`migration-${String(k)}`)
    if (!(await migrationDiesAt(dataDir, remains, k))) {
      world.broken('I9', `the migration has no statement ${String(k)}: the case has lost its point`)
    }
    dataDir = remains
  }
  await world.startOver(dataDir)
}

/** BEGIN, application id, the table of steps, three changes, the note of the step, COMMIT. */
const LAST_STATEMENT = 8

/** Runs the step and dies at its `k`-th statement, leaving `remains`; false when it went through. */
async function migrationDiesAt(dataDir: string, remains: string, k: number): Promise<boolean> {
  let count = 0
  const before = (sql: string) => {
    if (count > 0 || sql.startsWith('BEGIN')) count += 1
    if (count === k) copyData(dataDir, remains)
    if (count >= k) throw new Killed()
  }
  const connection = connectWatched(shopFile(dataDir), { before, after: () => undefined }, false)
  const died = await migrate(connection.knex, [trial]).then(
    () => false,
    () => true,
  )
  connection.drop()
  return died
}

/** Kill points around operations rather than inside one. */
export const aroundPoints: readonly (readonly [name: string, story: Story])[] = [
  ['between two orders of a run', betweenTwoOrders],
  ['during a backup', duringBackup],
  ['during a migration', duringMigration],
]
