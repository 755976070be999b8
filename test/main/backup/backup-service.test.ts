import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBackupService, type BackupService } from '../../../src-main/backup/backup-service.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { madeOrders } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
let backups: BackupService
let file: string
beforeEach(async () => {
  shop = await openedShop()
  backups = createBackupService(shop)
  file = path.join(shop.dataDir, 'shop.sqlite')
  await shop.orders.upsert(madeOrders(50, 3), owner)
})
afterEach(() => shop.close())

/** Number of orders in the data file when it is opened anew. */
async function ordersIn(dataDir: string): Promise<number> {
  const db = await openDatabase({ dataDir })
  const rows = await db.read<{ n: number }[]>((connection) => connection.raw('SELECT count(*) AS n FROM orders'))
  await db.close()
  return rows[0]?.n ?? -1
}

describe('backups', () => {
  it('copies the open data file, checks the copy and lists it', async () => {
    const made = await backups.make('manual')
    expect(made).toMatchObject({ reason: 'manual', verified: true, madeAt: shop.clock.now() })
    expect(await backups.list()).toEqual([made])
    const copy = path.join(shop.dataDir, 'backups', made.id)
    expect(statSync(copy).size).toBe(made.sizeBytes)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(path.join(shop.dataDir, 'backups'))).toEqual([made.id])
  })

  it('gives two copies of one moment two names, and lists the newest first', async () => {
    const first = await backups.make('manual')
    const second = await backups.make('manual')
    expect(second.id).not.toBe(first.id)
    expect((await backups.list()).map((backup) => backup.id)).toEqual([second.id, first.id])
  })

  it('lets go of what the rule no longer keeps', async () => {
    for (let index = 0; index < 5; index += 1) {
      await backups.make('import')
      shop.clock.set(shop.clock.now() + 60_000)
    }
    expect(await backups.list()).toHaveLength(3)
  })

  it('puts a copy back and keeps the replaced file aside', async () => {
    const made = await backups.make('manual')
    await shop.orders.upsert(madeOrders(20, 4, 1000), owner)
    await shop.db.close()
    const replaced = readFileSync(file)
    await backups.restore(made.id)
    expect(await ordersIn(shop.dataDir)).toBe(50)
    const aside = path.join(shop.dataDir, 'aside')
    expect(readFileSync(path.join(aside, readdirSync(aside)[0] ?? ''))).toEqual(replaced)
    expect(await backups.list()).toEqual([made])
  })

  it('works when the data file does not open', async () => {
    const made = await backups.make('manual')
    await shop.db.close()
    writeFileSync(file, 'damaged beyond repair')
    await expect(openDatabase({ dataDir: shop.dataDir })).rejects.toThrow('startup.damaged-file')
    await backups.restore(made.id)
    expect(await ordersIn(shop.dataDir)).toBe(50)
  })

  it('works when the data file is gone', async () => {
    const made = await backups.make('manual')
    await shop.db.close()
    rmSync(file)
    await backups.restore(made.id)
    expect(await ordersIn(shop.dataDir)).toBe(50)
  })

  it('refuses a damaged copy and leaves the data file in its place', async () => {
    const made = await backups.make('manual')
    await shop.db.close()
    const copy = path.join(shop.dataDir, 'backups', made.id)
    const bytes = readFileSync(copy)
    bytes.fill(0xff, 4 * 4096, 7 * 4096)
    writeFileSync(copy, bytes)
    const before = readFileSync(file)
    await expect(backups.restore(made.id)).rejects.toThrow('backup.damaged')
    expect(readFileSync(file)).toEqual(before)
    expect(existsSync(path.join(shop.dataDir, 'aside'))).toBe(false)
  })

  it.each(['nothing.sqlite', '../shop.sqlite', 'shop-20260101T000000000Z-manual.sqlite'])(
    'refuses %s, which is not one of its copies',
    async (id) => {
      await shop.db.close()
      await expect(backups.restore(id)).rejects.toThrow('backup.not-found')
    },
  )

  it('refuses to restore under an open shop', async () => {
    const made = await backups.make('manual')
    await expect(backups.restore(made.id)).rejects.toThrow('startup.in-use')
  })
})
