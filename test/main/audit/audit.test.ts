import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { sequence } from '../orders/made-orders.ts'

const ENTRIES = 40
const TAMPERINGS = 300
let shop: OpenedShop

beforeEach(async () => {
  shop = await openedShop()
  for (let index = 0; index < ENTRIES; index += 1) {
    await shop.db.write((trx) =>
      shop.audit.append(trx, {
        at: shop.clock.now() + index,
        kind: 'order.changed',
        operator: owner,
        orderId: index % 5,
        changes: [{ field: 'メモ', from: '', to: `${index} 回目` }],
        details: { totalYen: index },
      }),
    )
  }
})
afterEach(() => shop.close())

/** Changes the history behind the program's back, looks what the check says, and puts everything back. */
async function brokenAfter(tamper: (connection: DatabaseSyncInstance) => void): Promise<number | null> {
  const connection = new DatabaseSync(path.join(shop.dataDir, 'shop.sqlite'))
  connection.exec(`DROP TRIGGER IF EXISTS events_stay; DROP TRIGGER IF EXISTS events_remain;
    CREATE TEMP TABLE kept AS SELECT * FROM events; CREATE TEMP TABLE kept_chain AS SELECT * FROM event_chain`)
  tamper(connection)
  const broken = await shop.audit.firstBroken()
  connection.exec(`DELETE FROM events; INSERT INTO events SELECT * FROM temp.kept;
    DELETE FROM event_chain; INSERT INTO event_chain SELECT * FROM temp.kept_chain`)
  connection.close()
  return broken
}

describe('audit', () => {
  it('lists the entries of one order, newest first', async () => {
    const entries = await shop.audit.ofOrder(3)
    expect(entries.map((entry) => entry.changes[0]?.to)).toEqual([38, 33, 28, 23, 18, 13, 8, 3].map((n) => `${n} 回目`))
    expect(entries[0]).toMatchObject({
      kind: 'order.changed',
      operatorName: '店主',
      orderId: 3,
      details: { totalYen: 38 },
    })
  })

  it('holds while nobody tampers, also over many entries at once', async () => {
    const entry = { at: 1, kind: 'order.imported', operator: owner } as const
    await shop.db.write((trx) =>
      shop.audit.appendAll(
        trx,
        Array.from({ length: 5_500 }, () => entry),
      ),
    )
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it('loses the entry with the transaction it belongs to', async () => {
    const failing = shop.db.write(async (trx) => {
      await shop.audit.append(trx, { at: 1, kind: 'backup.made', operator: owner })
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it.each(['UPDATE events SET at = 1', 'DELETE FROM events'])('refuses %s', async (statement) => {
    await expect(shop.db.write((trx) => trx.raw(statement))).rejects.toThrow(/only ever added/)
  })

  it('finds every tampering', async () => {
    const next = sequence(11)
    const columns = [
      'at',
      'kind',
      'operator_id',
      'operator_name',
      'order_id',
      'changes',
      'details',
      'previous_hash',
      'hash',
      'id',
    ]
    const number = new Set(['at', 'order_id'])
    const kinds = [
      (id: number) => `DELETE FROM events WHERE id = ${id}`,
      (id: number) => `DELETE FROM events WHERE id >= ${id}`,
      (id: number) => `UPDATE events SET id = -id WHERE id = ${id}`,
      (
        id: number,
      ) => `INSERT INTO events SELECT ${ENTRIES + 1}, at, kind, operator_id, operator_name, order_id, changes, details,
        (SELECT hash FROM events WHERE id = ${ENTRIES}), hash FROM events WHERE id = ${id}`,
      (id: number) => {
        const column = columns[next(columns.length - 1)] ?? 'at'
        return number.has(column)
          ? `UPDATE events SET ${column} = ${column} + 1 WHERE id = ${id}`
          : `UPDATE events SET ${column} = json_quote(${column} || 'x') WHERE id = ${id}`
      },
      (id: number) => `UPDATE event_chain SET length = length - ${id}`,
    ]
    const missed: string[] = []
    for (let round = 0; round < TAMPERINGS; round += 1) {
      const statement = kinds[next(kinds.length)]?.(next(ENTRIES) + 1) ?? ''
      const broken = await brokenAfter((connection) => connection.exec(statement))
      if (broken === null) missed.push(statement)
    }
    expect(missed).toEqual([])
    expect(await shop.audit.firstBroken()).toBeNull()
  })
})
