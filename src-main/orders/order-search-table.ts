import type { Knex } from 'knex'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { isGatewayKind, paymentKindOf } from '../../src-shared/payment-method.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import { tideColumns, type FileTide } from '../db/tide.ts'
import { statusCoding } from './order-codes.ts'
import { neverAsked, settlementsOf } from './settlement-view-table.ts'
import type { Sql } from './sql-text.ts'

/** The values behind `listColumns`. */
type ListValues = readonly [
  id: number,
  orderNo: string,
  orderedAt: number,
  updatedAt: number,
  name: string,
  customerNo: string | null,
  version: number,
  email: string,
  tel: string,
  paidAt: number | null,
  deletedAt: number | null,
  hasMessage: number,
  paymentMethodName: string,
  totalYen: number,
  paymentTotalYen: number,
  shippedAt: number | null,
  status: number,
]

const listColumns = `o.id, o.order_no, o.ordered_at, o.updated_at, trim(o.family_name || ' ' || o.given_name),
  o.customer_no, o.version, o.email, o.tel, o.paid_at, o.deleted_at, o.has_message, m.name, o.total_yen,
  o.payment_total_yen, o.shipped_at, o.status`

/** How the file stands, and how many orders it has. */
export interface DataTide extends FileTide {
  /** The largest id. Orders are hardly ever deleted, so it is as good as their number and costs nothing. */
  readonly orders: number
}

/** Both in one question, since every search begins with it. */
export async function dataTide(db: Knex): Promise<DataTide> {
  const [row] = await db.raw<{ changes: number; version: number; orders: number | null }[]>(
    `SELECT ${tideColumns}, (SELECT max(id) FROM orders) AS orders`,
  )
  return { changes: row?.changes ?? 0, version: row?.version ?? 0, orders: row?.orders ?? 0 }
}

/** The first number of the first row: what `SELECT count(*) AS n` and `SELECT max(id) AS n` answer. */
export async function numberFrom(db: Knex, query: Sql): Promise<number> {
  const rows = await db.raw<{ n: number | null }[]>(query.text, [...query.values])
  return rows[0]?.n ?? 0
}

/** The ids a query answers, in its order. */
export async function idsFrom(db: Knex, query: Sql): Promise<readonly number[]> {
  return JSON.parse((await idListFrom(db, query)).ids) as readonly number[]
}

/** The same as a JSON list: the driver hands over one text much faster than a row for each id. */
export async function idListFrom(db: Knex, query: Sql): Promise<{ readonly ids: string; readonly count: number }> {
  const rows = await db.raw<{ ids: string; count: number }[]>(
    `SELECT json_group_array(id) AS ids, count(*) AS count FROM (${query.text})`,
    [...query.values],
  )
  return rows[0] ?? { ids: '[]', count: 0 }
}

/** Orders that are not deleted. Two counts that need no row: counting with the condition would read an index through. */
export async function countAll(db: Knex): Promise<number> {
  const rows = await db.raw<{ n: number }[]>(
    'SELECT (SELECT count(*) FROM orders) - (SELECT count(*) FROM orders WHERE deleted_at IS NOT NULL) AS n',
  )
  return rows[0]?.n ?? 0
}

/**
 * Rows of 検索結果一覧 in the order of `ids`. Each comes as one JSON list: the driver takes several times as long to hand
 * over a value as the program takes to read it out of JSON.
 */
export async function orderRows(db: Knex, ids: readonly number[]): Promise<readonly OrderRow[]> {
  const rows = await db.raw<{ packed: string }[]>(
    `SELECT json_array(${listColumns}) AS packed
     FROM json_each(?) AS wanted CROSS JOIN orders AS o ON o.id = wanted.value
       JOIN payment_methods AS m ON m.id = o.payment_method_id ORDER BY wanted.key`,
    [JSON.stringify(ids)],
  )
  const settlements = await settlementsOf(db, ids)
  return rows.map(({ packed }) => fromValues(JSON.parse(packed) as ListValues, settlements))
}

function fromValues(values: ListValues, settlements: ReadonlyMap<number, OrderSettlement>): OrderRow {
  const [id, orderNo, orderedAt, updatedAt, name, customerNo, version, email, tel, paidAt, deletedAt, ...rest] = values
  const [hasMessage, paymentMethodName, totalYen, paymentTotalYen, shippedAt, status] = rest
  const paymentKind = paymentKindOf(paymentMethodName)
  const settlement = settlements.get(id) ?? (isGatewayKind(paymentKind) ? neverAsked : null)
  return {
    id,
    orderNo,
    orderedAt,
    updatedAt,
    name,
    customerNo,
    version,
    email,
    tel,
    paidAt,
    deletedAt,
    hasMessage: hasMessage === 1,
    paymentMethodName,
    totalYen,
    paymentTotalYen,
    shippedAt,
    status: statusCoding.wordOf(status),
    paymentKind,
    settlement: settlement === null ? null : shortened(settlement),
  }
}

function shortened({ status, link, amountYen, settleBy, underInquiry }: OrderSettlement): OrderRow['settlement'] {
  return { status, link, amountYen, settleBy, underInquiry }
}
