import type { Failure, FailureCode } from '../src-shared/failure.ts'
import { sqliteCode } from './db/sqlite-code.ts'

type StorageCode = Extract<FailureCode, `storage.${string}`>

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const bySqlite: ReadonlyMap<number, StorageCode> = new Map([
  [5, 'storage.locked'],
  [6, 'storage.locked'],
  [8, 'storage.failed'],
  [10, 'storage.failed'],
  [13, 'storage.full'],
  [14, 'storage.failed'],
])

/** What the system says of files and folders (errno). A quota that is used up is a full disk to whoever meets it. */
const bySystem: ReadonlyMap<string, StorageCode> = new Map([
  ['ENOSPC', 'storage.full'],
  ['EDQUOT', 'storage.full'],
  ['EBUSY', 'storage.locked'],
  ['EIO', 'storage.failed'],
  ['EPERM', 'storage.failed'],
  ['EACCES', 'storage.failed'],
  ['EROFS', 'storage.failed'],
])

/**
 * What the disk or the data file refused, as the failure to answer with; null for everything else, which is a bug. It is
 * always worth another try: a transaction that met it was rolled back, and a file is moved into its place only when whole.
 */
export function storageFailure(error: unknown): Failure | null {
  const code = storageCode(error)
  return code === null ? null : { code, params: {}, next: 'retry' }
}

function storageCode(error: unknown): StorageCode | null {
  if (typeof error !== 'object' || error === null) return null
  // The one connection is in use for longer than anybody waits: to the operator the same as a locked file.
  if (Reflect.get(error, 'name') === 'KnexTimeoutError') return 'storage.locked'
  const number = sqliteCode(error)
  if (number !== null) return bySqlite.get(number) ?? null
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' ? (bySystem.get(code) ?? null) : null
}
