import type { Knex } from 'knex'
import { Refusal } from '../../src-shared/failure.ts'
import { insertInto, runForRows, type Value } from '../db/rows.ts'
import { isSealed, sealOf, sealRows } from '../db/seal.ts'
import { orderNoNumber } from './order-number.ts'
import { sexCoding, sourceCoding, statusCoding } from './order-codes.ts'
import { bornOnFromNumber, bornOnNumber } from './born-on.ts'
import type { CartContent, StoredOrder } from './stored-order.ts'

/** Rows that an order's row points to. */
export interface OrderReferences {
  readonly personId: number
  readonly nameKey: string
  readonly paymentMethodId: number
  readonly customerId: number | null
}

interface OrderRecord {
  readonly id: number | null
  readonly version: number
  readonly order_no: string
  readonly order_no_number: number | null
  readonly source: number
  readonly status: number
  readonly ordered_at: number
  readonly updated_at: number
  readonly paid_at: number | null
  readonly shipped_at: number | null
  readonly payment_method_id: number
  readonly subtotal_yen: number
  readonly discount_yen: number
  readonly shipping_yen: number
  readonly fee_yen: number
  readonly tax_yen: number
  readonly total_yen: number
  readonly payment_total_yen: number
  readonly used_points: number
  readonly added_points: number
  readonly customer_no: string | null
  readonly customer_id: number | null
  readonly person_id: number
  readonly name_key: string
  readonly sex: number | null
  readonly born_on: number | null
  readonly has_message: number
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string
  readonly given_kana: string
  readonly company: string
  readonly postal_code: string
  readonly prefecture: string
  readonly address1: string
  readonly address2: string
  readonly tel: string
  readonly fax: string
  readonly email: string
  readonly job: number | null
  readonly device: number | null
  readonly message: string
  readonly note: string
  readonly cart_updated_at: number
  readonly cart_status: number
  readonly cart_paid_at: number | null
  readonly cart_shipped_at: number | null
  readonly cart_note: string
  readonly cart_content: string | null
  readonly content_hash: string
  readonly checksum: number
}

type OrderRow = OrderRecord & {
  readonly id: number
  readonly payment_method: string
  readonly deleted_at: number | null
}

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

/** The columns in one fixed order: `saveOrders` relies on every record naming them alike. */
function toRecord(order: StoredOrder, references: OrderReferences): OrderRecord {
  const { orderer, money, cart } = order
  const record = {
    id: order.id === 0 ? null : order.id,
    version: order.version,
    order_no: order.orderNo,
    order_no_number: orderNoNumber(order.orderNo),
    source: sourceCoding.codeOf(order.source),
    status: statusCoding.codeOf(order.status),
    ordered_at: order.orderedAt,
    updated_at: order.updatedAt,
    paid_at: order.paidAt,
    shipped_at: order.shippedAt,
    payment_method_id: references.paymentMethodId,
    subtotal_yen: money.subtotalYen,
    discount_yen: money.discountYen,
    shipping_yen: money.shippingYen,
    fee_yen: money.feeYen,
    tax_yen: money.taxYen,
    total_yen: money.totalYen,
    payment_total_yen: money.paymentTotalYen,
    used_points: money.usedPoints,
    added_points: money.addedPoints,
    customer_no: order.customerNo,
    customer_id: references.customerId,
    person_id: references.personId,
    name_key: references.nameKey,
    sex: orderer.sex === null ? null : sexCoding.codeOf(orderer.sex),
    born_on: bornOnNumber(orderer.bornOn),
    has_message: order.message.trim() === '' ? 0 : 1,
    family_name: orderer.familyName,
    given_name: orderer.givenName,
    family_kana: orderer.familyKana,
    given_kana: orderer.givenKana,
    company: orderer.company,
    postal_code: orderer.postalCode,
    prefecture: orderer.prefecture,
    address1: orderer.address1,
    address2: orderer.address2,
    tel: orderer.tel,
    fax: orderer.fax,
    email: orderer.email,
    job: orderer.job,
    device: order.device,
    message: order.message,
    note: order.note,
    cart_updated_at: cart.updatedAt,
    cart_status: statusCoding.codeOf(cart.status),
    cart_paid_at: cart.paidAt,
    cart_shipped_at: cart.shippedAt,
    cart_note: cart.note,
    cart_content: order.cartContent === null ? null : JSON.stringify(order.cartContent),
    content_hash: order.contentHash,
    checksum: 0,
  }
  record.checksum = sealOf('orders', record)
  return record
}

/** Refusal `storage.damaged` for an order. */
export function damagedOrder(orderNo: string): Refusal {
  return new Refusal('storage.damaged', { what: 'order', orderNo }, 'restore-backup')
}

function fromRow(row: OrderRow): StoredOrder {
  if (!isSealed('orders', row)) {
    throw damagedOrder(row.order_no)
  }
  return {
    id: row.id,
    version: row.version,
    orderNo: row.order_no,
    source: sourceCoding.wordOf(row.source),
    status: statusCoding.wordOf(row.status),
    orderedAt: row.ordered_at,
    updatedAt: row.updated_at,
    paidAt: row.paid_at,
    shippedAt: row.shipped_at,
    customerNo: row.customer_no,
    orderer: {
      familyName: row.family_name,
      givenName: row.given_name,
      familyKana: row.family_kana,
      givenKana: row.given_kana,
      company: row.company,
      postalCode: row.postal_code,
      prefecture: row.prefecture,
      address1: row.address1,
      address2: row.address2,
      tel: row.tel,
      fax: row.fax,
      email: row.email,
      sex: row.sex === null ? null : sexCoding.wordOf(row.sex),
      bornOn: bornOnFromNumber(row.born_on),
      job: row.job,
    },
    message: row.message,
    note: row.note,
    money: {
      subtotalYen: row.subtotal_yen,
      discountYen: row.discount_yen,
      shippingYen: row.shipping_yen,
      feeYen: row.fee_yen,
      taxYen: row.tax_yen,
      totalYen: row.total_yen,
      paymentTotalYen: row.payment_total_yen,
      usedPoints: row.used_points,
      addedPoints: row.added_points,
    },
    paymentMethodName: row.payment_method,
    device: row.device,
    cart: {
      updatedAt: row.cart_updated_at,
      status: statusCoding.wordOf(row.cart_status),
      paidAt: row.cart_paid_at,
      shippedAt: row.cart_shipped_at,
      note: row.cart_note,
    },
    cartContent: row.cart_content === null ? null : (JSON.parse(row.cart_content) as CartContent),
    contentHash: row.content_hash,
  }
}
