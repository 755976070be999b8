import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import fc from 'fast-check'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBackupService } from '../../../src-main/backup/backup-service.ts'
import { brokenSeals, isSealed, sealedColumns, sealedTables, sealOf } from '../../../src-main/db/seal.ts'
import { madeOrders } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

describe('I9: the checksum of a row', () => {
  const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null))

  it('fits the row it was made of, and no row in which one sealed column is another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sealedTables),
        fc.infiniteStream(value),
        fc.nat(),
        value,
        (table, made, at, other) => {
          const columns = sealedColumns[table]
          const row = Object.fromEntries(columns.map((column) => [column, made.next().value as unknown]))
          const sealed = { ...row, checksum: sealOf(table, row) }
          expect(isSealed(table, sealed)).toBe(true)
          const column = columns[at % columns.length] ?? ''
          fc.pre(row[column] !== other)
          expect(isSealed(table, { ...sealed, [column]: other })).toBe(false)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('I9: an order that is not as it was written', () => {
  let shop: OpenedShop
  let raw: DatabaseSyncInstance
  beforeAll(async () => {
    shop = await openedShop()
    await shop.orders.upsert(madeOrders(40, 3), owner)
    raw = new DatabaseSync(path.join(shop.dataDir, 'shop.sqlite'))
  })
  afterAll(async () => {
    raw.close()
    await shop.close()
  })

  const orderNos = new Map<number, string>()
  const scan = () => shop.db.read((db) => brokenSeals(db, 'orders'))

  it('200 flipped bits in random money columns: each is found by the scan and by whoever opens the order', async () => {
    const columns = ['total_yen', 'payment_total_yen', 'tax_yen', 'status', 'ordered_at', 'used_points', 'shipping_yen']
    expect(await scan()).toEqual([])
    const pick = fc.record({
      id: fc.integer({ min: 1, max: 40 }),
      column: fc.constantFrom(...columns),
      bit: fc.integer({ min: 0, max: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(pick, async ({ id, column, bit }) => {
        const before = raw.prepare(`SELECT ${column} AS v, order_no FROM orders WHERE id = ?`).get(id) as {
          v: number
          order_no: string
        }
        orderNos.set(id, before.order_no)
        raw.prepare(`UPDATE orders SET ${column} = ? WHERE id = ?`).run(before.v ^ (1 << bit), id)
        try {
          expect(await scan()).toEqual([id])
          await expect(shop.orders.open(id)).rejects.toMatchObject({
            failure: { code: 'storage.damaged', params: { orderNo: before.order_no }, next: 'restore-backup' },
          })
        } finally {
          raw.prepare(`UPDATE orders SET ${column} = ? WHERE id = ?`).run(before.v, id)
        }
      }),
      { numRuns: 200 },
    )
    expect(await scan()).toEqual([])
  })

  it('is not changed either, while every other order is', async () => {
    const other = await shop.orders.open(2)
    raw.exec('UPDATE orders SET total_yen = total_yen + 1 WHERE id = 1')
    await expect(shop.orders.change(1, 1, { note: 'x' }, owner)).rejects.toThrow('storage.damaged')
    await expect(shop.db.write((trx) => shop.orders.changeStatusIn(trx, 1, 'paid', owner))).rejects.toThrow(
      'storage.damaged',
    )
    expect((await shop.orders.change(2, other.version, { status: 'paid' }, owner)).status).toBe('paid')
    raw.exec('UPDATE orders SET total_yen = total_yen - 1 WHERE id = 1')
    expect(await scan()).toEqual([])
  })

  it('keeps its checksum when the version is counted up, and gets a new one with every change', async () => {
    await shop.db.write((trx) => shop.orders.touch(trx, 3))
    const { version } = await shop.orders.open(3)
    await shop.orders.change(3, version, { status: 'shipped' }, owner)
    await shop.orders.upsert(madeOrders(40, 4), owner)
    expect(await scan()).toEqual([])
  })

  it('a copy with a damaged row says so and takes no older one its place', async () => {
    const backups = createBackupService(shop)
    const sound = [await backups.make('manual'), await backups.make('manual'), await backups.make('manual')]
    raw.exec('UPDATE orders SET payment_total_yen = 1 WHERE id = 5')
    for (let made = 0; made < 4; made += 1) expect(await backups.make('manual')).toMatchObject({ verified: false })
    const kept = (await backups.list()).filter(({ verified }) => verified).map(({ id }) => id)
    expect(kept.sort()).toEqual(sound.map(({ id }) => id).sort())
    rmSync(path.join(shop.dataDir, 'backups'), { recursive: true })
  })
})
