import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database, Transaction } from '../../../src-main/db/database.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
let db: Database

beforeEach(async () => {
  dataDir = temporaryFolder()
  db = await openDatabase({ dataDir })
  await db.write(async (trx) => {
    await trx.raw('CREATE TABLE parents (id INTEGER PRIMARY KEY)')
    await trx.raw(
      'CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)',
    )
  })
})
afterEach(async () => {
  await db.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const addChild = (trx: Transaction, parent: number) => trx.raw('INSERT INTO children VALUES (?)', [parent])
const children = () => db.read<unknown[]>((connection) => connection.raw('SELECT parent FROM children'))

it('a commit that fails undoes everything and leaves the connection free for the next', async () => {
  const failing = db.write((trx) => addChild(trx, 9))
  const next = db.write(async (trx) => {
    await trx.raw('INSERT INTO parents VALUES (1)')
    await addChild(trx, 1)
  })
  await expect(failing).rejects.toThrow('FOREIGN KEY constraint failed')
  await next
  expect(await children()).toEqual([{ parent: 1 }])
})

it('a transaction that SQLite itself undid fails with the cause', async () => {
  const failing = db.write(async (trx) => {
    await trx.raw('INSERT INTO parents VALUES (1)')
    await trx.raw('INSERT OR ROLLBACK INTO parents VALUES (1)')
  })
  await expect(failing).rejects.toThrow('UNIQUE constraint failed')
  await db.write((trx) => trx.raw('INSERT INTO parents VALUES (1)'))
})

it('work that throws is undone', async () => {
  const failing = db.write(async (trx) => {
    await trx.raw('INSERT INTO parents VALUES (1)')
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  await db.write((trx) => trx.raw('INSERT INTO parents VALUES (1)'))
})

it('joins only the transaction of its own file, also from inside another file’s', async () => {
  const otherDir = temporaryFolder()
  const other = await openDatabase({ dataDir: otherDir })
  try {
    await db.write(async (outer) => {
      await outer.raw('INSERT INTO parents VALUES (1)')
      await other.write(async (inner) => {
        await inner.raw('CREATE TABLE beside (id INTEGER PRIMARY KEY)')
        expect(await other.read((connection) => connection.raw('SELECT id FROM beside'))).toEqual([])
        expect(await db.read((connection) => connection.raw('SELECT id FROM parents'))).toEqual([{ id: 1 }])
      })
      await expect(other.read((connection) => connection.raw('SELECT id FROM parents'))).rejects.toThrow(
        'no such table',
      )
    })
  } finally {
    await other.close()
    rmSync(otherDir, { recursive: true, force: true })
  }
})
