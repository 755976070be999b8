import type { Knex } from 'knex'
import { z } from 'zod'
import type { EffectState, Holding, Pieces } from '../../src-shared/order-effects.ts'
import { isSealed, sealOf } from '../db/seal.ts'
import { lineKindCoding, statusCoding } from './order-codes.ts'
import { damagedOrder } from './order-record.ts'

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
  readonly checksum: number
}

/** Not `z.record`: a 商品コード may be called like anything, also like what that passes over. */
const pieces = z.custom<Pieces>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((count) => Number.isSafeInteger(count) && count > 0),
)
const holding = z.object({
  pieces,
  customerNo: z.string().nullable(),
  usedPoints: z.int(),
  addedPoints: z.int(),
})
const heldRow = z.object({
  holding,
  keptInsteadOf: pieces.nullable(),
  beforeDeletion: z.object({ holding, hadRow: z.boolean() }).nullable(),
})

/** What orders hold, by order id; one of which the desk has moved nothing is not in the map. A row is `damaged` when it is
 * not as it was written: that order's stock and points cannot be counted, and the others must not wait for it. */
export async function heldRows(
  db: Knex,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, HeldRow | 'damaged'>> {
  const rows = await db.raw<Row[]>('SELECT * FROM order_effects WHERE order_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(orderIds),
  ])
  return new Map(rows.map((row) => [row.order_id, fromRow(row)]))
}

/** What one order holds; undefined when the desk has moved nothing for it. Refusal `storage.damaged`. */
export async function heldRowOf(
  db: Knex,
  { id, orderNo }: { readonly id: number; readonly orderNo: string },
): Promise<HeldRow | undefined> {
  const row = (await heldRows(db, [id])).get(id)
  if (row === 'damaged') throw damagedOrder(orderNo)
  return row
}

function fromRow(row: Row): HeldRow | 'damaged' {
  if (!isSealed('order_effects', row)) return 'damaged'
  const read = heldRow.safeParse({
    holding: {
      pieces: fromJson(row.pieces),
      ...{ customerNo: row.customer_no, usedPoints: row.used_points, addedPoints: row.added_points },
    },
    keptInsteadOf: fromJson(row.kept_instead_of),
    beforeDeletion: fromJson(row.before_deletion),
  })
  return read.success ? read.data : 'damaged'
}

/** The column checks that it is JSON, not of what shape. */
function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

/** Writes what an order holds from now on; null forgets it, so that its state says it again. */
export async function writeHeld(trx: Knex, orderId: number, row: HeldRow | null): Promise<void> {
  if (row === null) {
    await trx.raw('DELETE FROM order_effects WHERE order_id = ?', [orderId])
    return
  }
  const { pieces: held, customerNo, usedPoints, addedPoints } = row.holding
  const columns = {
    ...{ order_id: orderId, pieces: JSON.stringify(held), customer_no: customerNo },
    ...{ used_points: usedPoints, added_points: addedPoints },
    kept_instead_of: row.keptInsteadOf === null ? null : JSON.stringify(row.keptInsteadOf),
    before_deletion: row.beforeDeletion === null ? null : JSON.stringify(row.beforeDeletion),
  }
  await trx('order_effects')
    .insert({ ...columns, checksum: sealOf('order_effects', columns) })
    .onConflict('order_id')
    .merge()
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
