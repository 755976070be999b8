import { backup, DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { APPLICATION_ID, createPrivately, isSound } from './shop-file.ts'

/**
 * Writes a checked copy of a data file: `to` exists afterwards complete and sound, or not at all. A connection of its
 * own copies in one step: stepwise beside a busy writer it would start over at each write and never end.
 * False when the copy does not pass its check. Works while the file is open elsewhere.
 */
export async function copyShopFile(from: string, to: string): Promise<boolean> {
  const partial = `${to}.partial`
  removeWithLog(partial)
  createPrivately(partial)
  try {
    const source = new DatabaseSync(from, { timeout: 5000 })
    try {
      await backup(source, partial, { rate: -1 })
    } finally {
      source.close()
    }
    if (!isSoundShop(partial)) return false
    flush(partial)
    renameSync(partial, to)
    return true
  } finally {
    removeWithLog(partial)
  }
}

/** True when `file` is a shop's data file, passes `quick_check` and its history is as long as it says. */
export function isSoundShop(file: string): boolean {
  try {
    const connection = new DatabaseSync(file, { timeout: 5000 })
    try {
      // One file without a log beside it is what a copy should be.
      connection.exec('PRAGMA journal_mode = DELETE')
      return isSound(connection) && hasShopRows(connection)
    } finally {
      connection.close()
    }
  } catch {
    return false
  }
}

function hasShopRows(connection: DatabaseSyncInstance): boolean {
  const row: unknown = connection
    .prepare(
      `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM events) AS events,
        (SELECT length FROM event_chain) AS length, (SELECT application_id FROM pragma_application_id) AS application`,
    )
    .get()
  const value = (key: string) => Number(Reflect.get(Object(row), key))
  return value('orders') >= 0 && value('events') === value('length') && value('application') === APPLICATION_ID
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Removes an unfinished copy with what SQLite may have left beside it. */
function removeWithLog(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(name, { force: true })
}
