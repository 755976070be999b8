import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../../src-main/db/database.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
let db: Database
let other: DatabaseSyncInstance
beforeEach(async () => {
  dataDir = temporaryFolder()
  db = await openDatabase({ dataDir })
  other = new DatabaseSync(path.join(dataDir, 'shop.sqlite'))
})
afterEach(async () => {
  other.close()
  await db.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const insert = (key: string) => `INSERT INTO settings VALUES ('${key}', '1')`
const keys = async () =>
  (await db.read<{ key: string }[]>((connection) => connection.raw('SELECT key FROM settings'))).map(({ key }) => key)
/** What another program does when it opens the same file past the folder's lock. */
const takeOver = () => other.exec(`UPDATE writer_lease SET epoch = epoch + 1, holder = 'another'`)

describe('R12: one writer', () => {
  it('counts the epoch up at every opening', async () => {
    const epoch = () => (other.prepare('SELECT epoch FROM writer_lease').get() as { epoch: number }).epoch
    const before = epoch()
    await db.close()
    db = await openDatabase({ dataDir })
    expect(epoch()).toBe(before + 1)
  })

  it('writes nothing any more once another program took the file over, and still reads', async () => {
    await db.write((trx) => trx.raw(insert('before')))
    takeOver()
    await expect(db.write((trx) => trx.raw(insert('after')))).rejects.toMatchObject({
      failure: { code: 'storage.taken-over' },
    })
    expect(await keys()).toEqual(['before'])
  })

  it('writes nothing when it is taken over between the proof and the first write', async () => {
    const writing = db.write(async (trx) => {
      takeOver()
      await trx.raw(insert('late'))
    })
    await expect(writing).rejects.toThrow()
    expect(await keys()).toEqual([])
  })

  it('holds against a file in which the same number names another holder', async () => {
    other.exec(`UPDATE writer_lease SET holder = 'another'`)
    await expect(db.write((trx) => trx.raw(insert('after')))).rejects.toThrow('storage.taken-over')
  })
})
