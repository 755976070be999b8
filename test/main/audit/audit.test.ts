import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { sequence } from '../orders/made-orders.ts'

const ENTRIES = 20
const TAMPERINGS = 10_000
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

type Draw = (below: number) => number

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
]
const numbers = new Set(['at', 'order_id'])

/** Ways to change the history behind the program's back, each on entry `id`. */
const tamperings: readonly ((id: number, next: Draw) => string)[] = [
  (id) => `DELETE FROM events WHERE id = ${id}`,
  (id) => `DELETE FROM events WHERE id >= ${id}`,
  (id) => `UPDATE events SET id = -id WHERE id = ${id}`,
  (id, next) => `UPDATE events SET id = ${ENTRIES + 1 + next(1_000_000)} WHERE id = ${id}`,
  (id, next) => `INSERT INTO events SELECT ${ENTRIES + 1}, at + ${next(1_000_000)}, kind, operator_id, operator_name,
    order_id, changes, details, (SELECT hash FROM events WHERE id = ${ENTRIES}), hash FROM events WHERE id = ${id}`,
  (id, next) => {
    const column = columns[next(columns.length)] ?? 'at'
    return numbers.has(column)
      ? `UPDATE events SET ${column} = ${column} + ${1 + next(1_000_000)} WHERE id = ${id}`
      : `UPDATE events SET ${column} = json_quote(${column} || '${next(1_000_000)}') WHERE id = ${id}`
  },
  (id, next) => {
    const column = ['at', 'changes', 'details', 'previous_hash', 'hash'][next(5)] ?? 'at'
    const other = ((id + next(ENTRIES - 1)) % ENTRIES) + 1
    return `UPDATE events SET ${column} = (SELECT ${column} FROM events WHERE id = ${other}) WHERE id = ${id}`
  },
  (id) => `UPDATE event_chain SET length = length - ${id}`,
  (_id, next) => `UPDATE event_chain SET hash = hex(zeroblob(32)) || ${next(1_000_000)}`,
]

/**
 * What the check says after each statement, which is undone before the next. All happens in one transaction that never
 * ends in a commit: ten thousand durable ones would take minutes.
 */
async function brokenAfter(statements: readonly string[]): Promise<readonly (number | null)[]> {
  const found: (number | null)[] = []
  await shop.db.write((trx) => trx.raw('DROP TRIGGER events_stay'))
  await shop.db.write((trx) => trx.raw('DROP TRIGGER events_remain'))
  const undone = shop.db.write(async (trx) => {
    await trx.raw('SAVEPOINT untouched')
    for (const statement of statements) {
      await trx.raw(statement)
      found.push(await shop.audit.firstBroken())
      await trx.raw('ROLLBACK TO untouched')
    }
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  return found
}

describe('audit', () => {
  it('lists the entries of one order, newest first', async () => {
    const entries = await shop.audit.ofOrder(3)
    expect(entries.map((entry) => entry.changes[0]?.to)).toEqual([18, 13, 8, 3].map((n) => `${n} 回目`))
    expect(entries[0]).toMatchObject({
      kind: 'order.changed',
      operatorName: '店主',
      orderId: 3,
      details: { totalYen: 18 },
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

  it('finds ten thousand random tamperings', async () => {
    const next = sequence(11)
    const statements = Array.from(
      { length: TAMPERINGS },
      () => tamperings[next(tamperings.length)]?.(next(ENTRIES) + 1, next) ?? '',
    )
    const broken = await brokenAfter([...statements, 'SELECT 1'])
    // Nothing was left of any of them, else the last would be found as well.
    expect(broken.at(TAMPERINGS)).toBeNull()
    expect(statements.filter((_statement, index) => broken[index] === null)).toEqual([])
    expect(await shop.audit.firstBroken()).toBeNull()
  }, 60_000)
})
