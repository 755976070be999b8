import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { Refusal } from '../../src-shared/failure.ts'
import { valueOf, withConnection } from './raw-connection.ts'
import { sqliteCode } from './sqlite-code.ts'

/** 'JUCH' in the file's header: tells a shop's file from any other SQLite file. */
export const APPLICATION_ID = 0x4a554348

const FILE_NAME = 'shop.sqlite'
const LOCK_NAME = 'shop.lock'
/** A whole check reads the whole file: always done up to here (some 60 ms), above only after an unclean end. */
const ALWAYS_CHECKED_BYTES = 16 * 1024 * 1024

/** Full path of the data file in a shop's folder. */
export function shopFile(dataDir: string): string {
  return path.join(dataDir, FILE_NAME)
}

/** Makes sure the folder exists, is the owner's alone and can be written. Refusal `startup.unreadable-folder`. */
export function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o700)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    if (existsSync(shopFile(dataDir))) accessSync(shopFile(dataDir), constants.R_OK | constants.W_OK)
  } catch {
    throw new Refusal('startup.unreadable-folder', { folder: dataDir }, 'choose-folder')
  }
}

/**
 * Takes the folder for this process alone and returns the way to give it back. The lock is SQLite's own on a small
 * file beside the data: the system drops it when the process dies, so a crash never locks the shop out.
 * Refusal `startup.in-use`.
 */
export function lockFolder(dataDir: string): () => void {
  const file = path.join(dataDir, LOCK_NAME)
  createPrivately(file)
  const lock = new DatabaseSync(file)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (sqliteCode(error) === 5) throw new Refusal('startup.in-use', { folder: dataDir }, 'retry')
    throw error
  }
  return () => lock.close()
}

/** Creates an empty file that only its owner can read; leaves an existing one as it is. */
export function createPrivately(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}

/**
 * Looks at a data file before anything is done with it. `fresh` when there is none yet, or one whose first start was cut
 * off before anything was written. Refusals: `startup.damaged-file`, `startup.not-a-shop`, `startup.in-use`.
 *
 * The size is always compared with the header's page count. The whole check (`quick_check`) reads every page, so a large
 * file gets it only after an unclean end, when its log is still there; its daily copies are checked as well.
 */
export function examineShopFile(file: string): 'fresh' | 'shop' {
  const hasLog = hasContent(`${file}-wal`)
  if (!hasContent(file)) {
    if (hasLog) throw damagedFile(file)
    return 'fresh'
  }
  const header = readHeader(file)
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0' || (!hasLog && isCutShort(file, header))) {
    throw damagedFile(file)
  }
  const wholly = hasLog || statSync(file).size <= ALWAYS_CHECKED_BYTES
  try {
    return withConnection(file, (connection) => examineContent(connection, file, wholly))
  } catch (error) {
    throw startupRefusal(error, file)
  }
}

function examineContent(connection: DatabaseSyncInstance, file: string, wholly: boolean): 'fresh' | 'shop' {
  const id = valueOf(connection, '(SELECT application_id FROM pragma_application_id)')
  const isEmpty = valueOf(connection, '(SELECT count(*) FROM sqlite_schema)') === 0
  if (id !== APPLICATION_ID && !(isEmpty && id === 0)) {
    throw new Refusal('startup.not-a-shop', { file: path.basename(file) })
  }
  if (wholly && !isSound(connection)) throw damagedFile(file)
  return isEmpty ? 'fresh' : 'shop'
}

/** What the start-up screen is told of a data file that cannot be used as it is. */
export function damagedFile(file: string): Refusal {
  return new Refusal('startup.damaged-file', { file: path.basename(file) }, 'restore-backup')
}

/** Turns what SQLite said while a file was opened into the refusal for it; anything else is handed back as it is. */
export function startupRefusal(error: unknown, file: string): unknown {
  const code = sqliteCode(error)
  if (code === 5) return new Refusal('startup.in-use', { folder: path.dirname(file) }, 'retry')
  if (code === 8 || code === 14)
    return new Refusal('startup.unreadable-folder', { folder: path.dirname(file) }, 'choose-folder')
  if (code === 11 || code === 26) return damagedFile(file)
  return error
}

/** SQLite's `quick_check`: every page readable, every row where it belongs. */
export function isSound(connection: DatabaseSyncInstance): boolean {
  try {
    return valueOf(connection, '(SELECT quick_check FROM pragma_quick_check LIMIT 1)') === 'ok'
  } catch (error) {
    // 1 is what a table of the full-text search says whose own definition was spoilt; the question itself is never wrong.
    if ([1, 11, 26].includes(sqliteCode(error) ?? 0)) return false
    throw error
  }
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, header, 0, 100, 0)
  } finally {
    closeSync(handle)
  }
  return header
}

/** A file shorter than its header says has lost its end. Not to be asked while a log holds pages: the header may lag. */
function isCutShort(file: string, header: Buffer): boolean {
  const stored = header.readUInt16BE(16)
  const pageSize = stored === 1 ? 65_536 : stored
  return statSync(file).size < header.readUInt32BE(28) * pageSize
}

function hasContent(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0
}
