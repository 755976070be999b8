import type { Knex } from 'knex'
import type { LedgerLine, LedgerRange, MoveNote, MoveReason } from '../../src-shared/ledger.ts'

/** A member whose balance is asked for. */
export interface PointRow {
  readonly id: number
  /** 会員ID. */
  readonly customerNo: string
  readonly name: string
  /** Null: not known. */
  readonly points: number | null
}

const selectPoints = `SELECT id, customer_no AS customerNo, trim(family_name || ' ' || given_name) AS name, points
  FROM customers`

/** Members by 会員ID; unknown ones are left out. */
export async function pointsByNo(db: Knex, customerNos: readonly string[]): Promise<readonly PointRow[]> {
  return db.raw<PointRow[]>(`${selectPoints} WHERE customer_no IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(customerNos),
  ])
}

/** Members by id; unknown ones are left out. */
export async function pointsById(db: Knex, ids: readonly number[]): Promise<readonly PointRow[]> {
  return db.raw<PointRow[]>(`${selectPoints} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])
}

/** Sets a balance and writes the line that explains it. */
export async function writePoints(
  trx: Knex,
  {
    customerId,
    change,
    after,
  }: { readonly customerId: number; readonly change: number; readonly after: number | null },
  { orderId, reason, operatorName, at, note = '' }: MoveNote,
): Promise<void> {
  await trx.raw('UPDATE customers SET points = ? WHERE id = ?', [after, customerId])
  await trx.raw(
    `INSERT INTO point_moves (customer_id, order_id, change, points_after, reason, operator, at, note)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [customerId, orderId, change, after, reason, operatorName, at, note],
  )
}

/** How many members have another balance than the last line of their ledger says; one without lines has none. */
export async function countBalancesApart(db: Knex): Promise<number> {
  const rows = await db.raw<{ n: number }[]>(
    `SELECT count(*) AS n FROM customers AS c WHERE c.points IS NOT
       (SELECT m.points_after FROM point_moves AS m WHERE m.customer_id = c.id ORDER BY m.id DESC LIMIT 1)`,
  )
  return rows[0]?.n ?? 0
}

interface LedgerRow {
  readonly id: number
  readonly at: number
  readonly change: number
  readonly points_after: number | null
  readonly reason: MoveReason
  readonly operator: string
  readonly order_id: number | null
  readonly order_no: string | null
  readonly deleted_at: number | null
  readonly note: string
}

/** Lines of one member, newest first. */
export async function pointMovesOf(
  db: Knex,
  customerId: number,
  { offset, limit }: LedgerRange,
): Promise<readonly LedgerLine[]> {
  const rows = await db.raw<LedgerRow[]>(
    `SELECT m.*, o.order_no, o.deleted_at FROM point_moves AS m LEFT JOIN orders AS o ON o.id = m.order_id
     WHERE m.customer_id = ? ORDER BY m.id DESC LIMIT ? OFFSET ?`,
    [customerId, limit, offset],
  )
  return rows.map((row) => ({
    ...{ id: row.id, at: row.at, change: row.change, after: row.points_after, reason: row.reason },
    ...{ operatorName: row.operator, orderId: row.order_id, orderNo: row.order_no, note: row.note },
    isOrderDeleted: row.deleted_at !== null,
  }))
}

/** How many lines one member has. */
export async function countPointMoves(db: Knex, customerId: number): Promise<number> {
  const rows = await db.raw<{ n: number }[]>('SELECT count(*) AS n FROM point_moves WHERE customer_id = ?', [
    customerId,
  ])
  return rows[0]?.n ?? 0
}
