import type { Knex } from 'knex'
import { createDatabase, type Database } from './database.ts'
import { connect } from './driver.ts'
import { takeLease } from './lease.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { migrations, type Migration } from './migrations/list.ts'
import {
  createPrivately,
  damagedFile,
  examineShopFile,
  lockFolder,
  prepareFolder,
  shopFile,
  startupRefusal,
} from './shop-file.ts'

/** What opening a shop needs to know. */
export interface OpenOptions {
  readonly dataDir: string
  /** Runs before an existing file is taken forward: makes the backup. A failure there stops the start. */
  readonly beforeMigrating?: () => Promise<unknown>
  /**
   * True when a data file must be there already (there are backups of it). A missing or empty one is then damage and not
   * a first start: an empty shop would look as if everything had been lost for good.
   */
  readonly isExpected?: () => Promise<boolean>
  /** The program's steps; tests hand in their own. */
  readonly migrations?: readonly Migration[]
}

/**
 * Opens (or creates) the shop's data file in `dataDir` and takes it to the program's version. The folder stays locked
 * for this process until the database is closed. Refusals: `startup.unreadable-folder`, `.in-use`, `.damaged-file`,
 * `.not-a-shop`, `.newer-file`, `.migration-failed`; after each of them the file is as it was and nothing stays open.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  prepareFolder(options.dataDir)
  const release = lockFolder(options.dataDir)
  try {
    return await openLocked(options, release)
  } catch (error) {
    release()
    throw startupRefusal(error, shopFile(options.dataDir))
  }
}

async function openLocked(options: OpenOptions, release: () => void): Promise<Database> {
  const file = shopFile(options.dataDir)
  const fresh = examineShopFile(file) === 'fresh'
  if (fresh && (await options.isExpected?.()) === true) throw damagedFile(file)
  createPrivately(file)
  const knex = connect(file)
  try {
    await bringUpToDate(knex, fresh, options)
    return createDatabase(knex, file, release, await takeLease(knex))
  } catch (error) {
    await knex.destroy()
    throw error
  }
}

async function bringUpToDate(knex: Knex, fresh: boolean, options: OpenOptions): Promise<void> {
  const pending = await pendingMigrations(knex, options.migrations ?? migrations)
  if (pending.length === 0) return
  if (!fresh) await options.beforeMigrating?.()
  await migrate(knex, pending)
}
