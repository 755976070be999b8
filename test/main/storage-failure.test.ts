import { DatabaseSync } from '@photostructure/sqlite'
import knex from 'knex'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src-main/db/database.ts'
import { openDatabase } from '../../src-main/db/open.ts'
import { createDispatch } from '../../src-main/dispatch.ts'
import type { Log } from '../../src-main/ports.ts'
import { writeSetting } from '../../src-main/settings/settings-table.ts'
import { storageFailure } from '../../src-main/storage-failure.ts'
import { owner, temporaryFolder } from './orders/opened-shop.ts'

/** What the door answers, and what it logs, when a call ends with `error`. */
async function answerTo(work: () => Promise<unknown>) {
  const logged: string[] = []
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`),
  }
  const count = async () => {
    await work()
    return 0
  }
  const answer = await createDispatch({ 'orders.count': count }, () => owner, log)('orders.count', { conditions: {} })
  return { answer, logged }
}

const failure = (code: string) => ({ ok: false, failure: { code, params: {}, next: 'retry' } })
const systemError = (code: string) => Object.assign(new Error(`${code}: /home/taro/shop.sqlite`), { code })
const sqliteError = (number: number) =>
  Object.assign(new Error('SECRET'), { code: 'ERR_SQLITE_ERROR', sqliteCode: number })

describe('what the disk refuses', () => {
  it.each([
    ['ENOSPC', 'storage.full'],
    ['EDQUOT', 'storage.full'],
    ['EBUSY', 'storage.locked'],
    ['EIO', 'storage.failed'],
    ['EPERM', 'storage.failed'],
    ['EACCES', 'storage.failed'],
    ['EROFS', 'storage.failed'],
  ])('%s is answered as %s, logged, and names no path', async (code, expected) => {
    const { answer, logged } = await answerTo(() => Promise.reject(systemError(code)))
    expect(answer).toEqual(failure(expected))
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatch(new RegExp(`^${expected} .*orders\\.count.*${code}`))
  })

  it.each([
    ['busy', 5, 'storage.locked'],
    ['busy while the log is recovered', 261, 'storage.locked'],
    ['locked', 6, 'storage.locked'],
    ['read-only', 8, 'storage.failed'],
    ['an I/O error while syncing', 1034, 'storage.failed'],
    ['full', 13, 'storage.full'],
    ['not to be opened', 14, 'storage.failed'],
  ])('SQLite says %s (%i): %s', (_case, number, expected) => {
    expect(storageFailure(sqliteError(number))).toMatchObject({ code: expected, next: 'retry' })
  })

  it('a connection that nobody gives back counts as locked', () => {
    expect(storageFailure(new knex.KnexTimeoutError('Knex: Timeout acquiring a connection.'))?.code).toBe(
      'storage.locked',
    )
  })

  it.each([
    ['a broken rule of the data file', sqliteError(19)],
    ['a damaged data file', sqliteError(11)],
    ['a file that is not there', systemError('ENOENT')],
    ['a mistake in the program', new TypeError('x is not a function')],
    ['a text', 'ENOSPC'],
  ])('%s is none of them', (_case, error) => {
    expect(storageFailure(error)).toBeNull()
  })

  // Linux alone has a device that is always full.
  it.runIf(process.platform === 'linux')('a disk that is really full', async () => {
    expect((await answerTo(() => writeFile('/dev/full', 'x'))).answer).toEqual(failure('storage.full'))
  })
})

describe('a data file that cannot be written', () => {
  let dataDir: string
  let db: Database
  const kept = async () => (await db.read<unknown[]>((connection) => connection.raw('SELECT key FROM settings'))).length
  /** Writes little, then `length` signs, in one transaction. */
  const fill = (length: number) =>
    db.write(async (trx) => {
      await writeSetting(trx, 'first', 'x')
      await writeSetting(trx, 'second', 'x'.repeat(length))
    })

  beforeEach(async () => {
    dataDir = temporaryFolder()
    db = await openDatabase({ dataDir })
  })
  afterEach(async () => {
    await db.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('says that it is full, keeps nothing of what was begun, and goes on when there is room', async () => {
    await db.read((connection) => connection.raw('PRAGMA max_page_count = 1'))
    expect((await answerTo(() => fill(1_000_000))).answer).toEqual(failure('storage.full'))
    expect(await kept()).toBe(0)
    await db.read((connection) => connection.raw('PRAGMA max_page_count = 100000'))
    expect((await answerTo(() => fill(1_000_000))).answer).toEqual({ ok: true, value: 0 })
    expect(await kept()).toBe(2)
  })

  it('says that something else holds it', async () => {
    await db.read((connection) => connection.raw('PRAGMA busy_timeout = 1'))
    const other = new DatabaseSync(path.join(dataDir, 'shop.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    expect((await answerTo(() => fill(1))).answer).toEqual(failure('storage.locked'))
    other.close()
    expect((await answerTo(() => fill(1))).answer).toEqual({ ok: true, value: 0 })
  })

  it('says that it may not be written', async () => {
    await db.read((connection) => connection.raw('PRAGMA query_only = ON'))
    expect((await answerTo(() => fill(1))).answer).toEqual(failure('storage.failed'))
    await db.read((connection) => connection.raw('PRAGMA query_only = OFF'))
  })
})
