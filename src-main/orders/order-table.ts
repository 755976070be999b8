import type { Knex } from 'knex'
import { insertInto, runForRows, type Value } from '../db/rows.ts'
import { sealRows } from '../db/seal.ts'
import { fromRow, toRecord, type OrderRecord, type OrderReferences, type OrderRow } from './order-record.ts'
import type { StoredOrder } from './stored-order.ts'

const selectOrders = `SELECT o.*, m.name AS payment_method FROM orders AS o JOIN payment_methods AS m ON m.id = o.payment_method_id
  WHERE o.deleted_at IS NULL`

/** Orders by id; those that do not exist are left out. Refusal `storage.damaged` for one that is not as it was written. */
export async function findOrders(db: Knex, ids: readonly number[]): Promise<readonly StoredOrder[]> {
  const rows = await db.raw<OrderRow[]>(`${selectOrders} AND o.id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ])
  return rows.map(fromRow)
}

/** Orders by 注文番号; those that do not exist are left out. Refusal `storage.damaged` as above. */
export async function findOrdersByNo(db: Knex, orderNos: readonly string[]): Promise<readonly StoredOrder[]> {
  const rows = await db.raw<OrderRow[]>(`${selectOrders} AND o.order_no IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(orderNos),
  ])
  return rows.map(fromRow)
}

/** Ids and versions by 注文番号; those that do not exist are left out. */
export async function findVersions(
  db: Knex,
  orderNos: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: number; readonly version: number }>> {
  const rows = await db.raw<{ id: number; version: number; order_no: string }[]>(
    `SELECT id, version, order_no FROM orders WHERE deleted_at IS NULL AND order_no IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(orderNos)],
  )
  return new Map(rows.map(({ id, version, order_no: orderNo }) => [orderNo, { id, version }]))
}

/** Adds orders whose id is 0 and rewrites the others. Answers the ids in the order of `orders`. */
export async function saveOrders(
  trx: Knex,
  orders: readonly { readonly order: StoredOrder; readonly references: OrderReferences }[],
): Promise<readonly number[]> {
  const records = orders.map(({ order, references }) => toRecord(order, references))
  const taken = await numbersInUse(
    trx,
    records.map((record) => record.order_no),
  )
  const isNew = (record: OrderRecord) => record.id === null && !taken.has(record.order_no)
  const ids = new Map(await addRecords(trx, records.filter(isNew)))
  for (const [orderNo, id] of await rewriteRecords(
    trx,
    records.filter((record) => !isNew(record)),
  ))
    ids.set(orderNo, id)
  return records.map((record) => ids.get(record.order_no) ?? 0)
}

/** Those of `orderNos` that stand in the file, with deleted orders or without. */
async function numbersInUse(db: Knex, orderNos: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.raw<{ order_no: string }[]>(
    'SELECT order_no FROM orders WHERE order_no IN (SELECT value FROM json_each(?))',
    [JSON.stringify(orderNos)],
  )
  return new Set(rows.map((row) => row.order_no))
}

type NumberAndId = readonly [orderNo: string, id: number]

async function addRecords(trx: Knex, records: readonly OrderRecord[]): Promise<readonly NumberAndId[]> {
  const names = Object.keys(records[0] ?? {})
  const ids = await runForRows(
    trx,
    insertInto('orders', names),
    records.map((record) => Object.values<Value>({ ...record })),
  )
  return records.map((record, index) => [record.order_no, ids[index] ?? 0])
}

async function rewriteRecords(trx: Knex, records: readonly OrderRecord[]): Promise<readonly NumberAndId[]> {
  const first = records[0]
  if (first === undefined) return []
  const names = Object.keys(first)
  const updates = names
    .filter((name) => name !== 'id' && name !== 'order_no')
    .map((name) => `${name} = excluded.${name}`)
  const rows = await trx.raw<{ id: number; order_no: string; deleted_at: number | null }[]>(
    `INSERT INTO orders (${names.join(', ')}) SELECT ${names.map((_name, index) => `value ->> ${index}`).join(', ')}
     FROM jsonb_each(?) WHERE true ON CONFLICT (order_no) DO UPDATE SET ${updates.join(', ')} RETURNING id, order_no, deleted_at`,
    [JSON.stringify(records.map((record) => Object.values<unknown>({ ...record })))],
  )
  // A deleted order that comes again keeps its mark, which the checksum above does not know.
  const deleted = rows.flatMap((row) => (row.deleted_at === null ? [] : [row.id]))
  if (deleted.length > 0) await sealRows(trx, 'orders', deleted)
  return rows.map((row) => [row.order_no, row.id])
}

/** 注文番号 of ids, deleted orders included. */
export async function orderNosOf(db: Knex, ids: readonly number[]): Promise<readonly string[]> {
  const rows = await db.raw<{ order_no: string }[]>(
    'SELECT order_no FROM orders WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
    [JSON.stringify(ids)],
  )
  return rows.map((row) => row.order_no)
}

/** Counts the version up and moves 更新日 forward. False when there is no such order. */
export async function bumpVersion(trx: Knex, id: number, at: number): Promise<boolean> {
  const rows: unknown[] = await trx.raw(
    'UPDATE orders SET version = version + 1, updated_at = max(updated_at, ?) WHERE id = ? AND deleted_at IS NULL RETURNING id',
    [at, id],
  )
  return rows.length === 1
}

/** True when there is any order, deleted ones included. */
export async function anyOrder(db: Knex): Promise<boolean> {
  const rows: unknown[] = await db.raw('SELECT 1 FROM orders LIMIT 1')
  return rows.length > 0
}
