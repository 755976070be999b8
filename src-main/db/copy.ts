import { backup, DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { valueOf, withConnection } from './raw-connection.ts'
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
    return withConnection(file, (connection) => {
      // One file without a log beside it is what a copy should be.
      connection.exec('PRAGMA journal_mode = DELETE')
      return isSound(connection) && hasShopRows(connection)
    })
  } catch {
    return false
  }
}

function hasShopRows(connection: DatabaseSyncInstance): boolean {
  const isShop = valueOf(connection, '(SELECT application_id FROM pragma_application_id)') === APPLICATION_ID
  const orders = valueOf(connection, '(SELECT count(*) FROM orders)')
  const isWhole = valueOf(connection, '(SELECT count(*) FROM events) = (SELECT length FROM event_chain)') === 1
  return isShop && Number(orders) >= 0 && isWhole
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
