import type { Knex } from 'knex'
import type { EffectState, Holding, Pieces } from '../../src-shared/order-effects.ts'
import { lineKindCoding, statusCoding } from './order-codes.ts'

/** What the desk keeps of an order's effects. */
export interface HeldRow {
  readonly holding: Holding
  /** Where the desk decided to leave the stock: the pieces the order would hold else. */
  readonly keptInsteadOf: Pieces | null
  /** What to go back to when a deleted order comes back; null while it is not deleted, or nothing moved then. */
  readonly beforeDeletion: BeforeDeletion | null
}

/** `hadRow` false: the order held what its cart had taken, and does so again. */
export interface BeforeDeletion {
  readonly holding: Holding
  readonly hadRow: boolean
}

interface Row {
  readonly order_id: number
  readonly pieces: string
  readonly customer_no: string | null
  readonly used_points: number
  readonly added_points: number
  readonly kept_instead_of: string | null
  readonly before_deletion: string | null
}

/** What orders hold, by order id; one of which the desk has moved nothing is not in the map. */
export async function heldRows(db: Knex, orderIds: readonly number[]): Promise<ReadonlyMap<number, HeldRow>> {
  const rows = await db.raw<Row[]>('SELECT * FROM order_effects WHERE order_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(orderIds),
  ])
  return new Map(rows.map((row) => [row.order_id, fromRow(row)]))
}

function fromRow(row: Row): HeldRow {
  return {
    holding: {
      pieces: JSON.parse(row.pieces) as Pieces,
      customerNo: row.customer_no,
      usedPoints: row.used_points,
      addedPoints: row.added_points,
    },
    keptInsteadOf: row.kept_instead_of === null ? null : (JSON.parse(row.kept_instead_of) as Pieces),
    beforeDeletion: row.before_deletion === null ? null : (JSON.parse(row.before_deletion) as BeforeDeletion),
  }
}

/** Writes what an order holds from now on; null forgets it, so that its state says it again. */
export async function writeHeld(trx: Knex, orderId: number, row: HeldRow | null): Promise<void> {
  if (row === null) {
    await trx.raw('DELETE FROM order_effects WHERE order_id = ?', [orderId])
    return
  }
  const { pieces, customerNo, usedPoints, addedPoints } = row.holding
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await trx.raw(
    `INSERT INTO order_effects (order_id, pieces, customer_no, used_points, added_points, kept_instead_of, before_deletion)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (order_id) DO UPDATE SET pieces = excluded.pieces, customer_no = excluded.customer_no,
       used_points = excluded.used_points, added_points = excluded.added_points,
       kept_instead_of = excluded.kept_instead_of, before_deletion = excluded.before_deletion`,
    [
      ...[orderId, JSON.stringify(pieces), customerNo, usedPoints, addedPoints],
      ...[json(row.keptInsteadOf), json(row.beforeDeletion)],
    ],
  )
}

interface StateRow {
  readonly id: number
  readonly status: number
  readonly customer_no: string | null
  readonly used_points: number
  readonly added_points: number
  readonly goods: string | null
}

/** What decides about the holdings of orders, deleted ones included, by id. */
export async function effectStates(db: Knex, ids: readonly number[]): Promise<ReadonlyMap<number, EffectState>> {
  const rows = await db.raw<StateRow[]>(
    `SELECT o.id, o.status, o.customer_no, o.used_points, o.added_points,
       (SELECT json_group_object(product_code, pieces) FROM (
          SELECT l.product_code, sum(l.quantity) AS pieces FROM order_lines AS l
          WHERE l.order_id = o.id AND l.kind = ? AND l.product_code <> '' GROUP BY l.product_code HAVING pieces > 0
        )) AS goods
     FROM orders AS o WHERE o.id IN (SELECT value FROM json_each(?))`,
    [lineKindCoding.codeOf('product'), JSON.stringify(ids)],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        status: statusCoding.wordOf(row.status),
        customerNo: row.customer_no,
        usedPoints: row.used_points,
        addedPoints: row.added_points,
        goods: JSON.parse(row.goods ?? '{}') as Pieces,
      },
    ]),
  )
}
