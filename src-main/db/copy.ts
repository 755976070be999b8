import { backup, DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { valueOf, withConnection } from './raw-connection.ts'
import { sealedColumns, sealedTables, sealOfValues, type SealedTable } from './seal.ts'
import { APPLICATION_ID, createPrivately, isSound } from './shop-file.ts'

/**
 * Writes a checked copy of a data file: `to` exists afterwards complete and sound, or not at all. A connection of its
 * own copies in one step: stepwise beside a busy writer it would start over at each write and never end.
 * `damaged` when the copy does not pass its check: then there is none. `rows-damaged` when it is a complete data file in
 * which rows with money are not as they were written. Works while the file is open elsewhere.
 */
export async function copyShopFile(from: string, to: string): Promise<'sound' | 'rows-damaged' | 'damaged'> {
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
    if (!isSoundShop(partial)) return 'damaged'
    const outcome = hasSoundRows(partial) ? 'sound' : 'rows-damaged'
    flush(partial)
    renameSync(partial, to)
    return outcome
  } finally {
    removeWithLog(partial)
  }
}

/** True when every row with money in it is as it was written. A file from before rows had checksums is taken as it is. */
export function hasSoundRows(file: string): boolean {
  return withConnection(file, (connection) => {
    connection.function('fits_seal', { deterministic: true }, fitsSeal)
    return sealedTables.every((table) => !hasSeals(connection, table) || brokenRows(connection, table) === 0)
  })
}

/** Gets the row's checksum and its values as JSON, so that both sides of the comparison are written by the program. */
function fitsSeal(checksum: unknown, values: unknown): number {
  const parsed: unknown = JSON.parse(String(values))
  return Array.isArray(parsed) && sealOfValues(parsed) === checksum ? 1 : 0
}

function hasSeals(connection: DatabaseSyncInstance, table: SealedTable): boolean {
  return valueOf(connection, `(SELECT count(*) FROM pragma_table_info('${table}') WHERE name = 'checksum')`) === 1
}

function brokenRows(connection: DatabaseSyncInstance, table: SealedTable): unknown {
  const values = `json_array(${sealedColumns[table].join(', ')})`
  return valueOf(connection, `(SELECT count(*) FROM ${table} WHERE fits_seal(checksum, ${values}) = 0)`)
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
