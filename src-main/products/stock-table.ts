import type { Knex } from 'knex'
import type { LedgerLine, LedgerRange, MoveNote, MoveReason } from '../../src-shared/ledger.ts'

/** A product whose stock is asked for. */
export interface StockRow {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  /** Null: not kept at the desk. */
  readonly stock: number | null
}

const selectStock = 'SELECT id, code, name, class1, class2, stock FROM products'

/** Products by 商品コード; unknown codes are left out. */
export async function stockByCode(db: Knex, codes: readonly string[]): Promise<readonly StockRow[]> {
  return db.raw<StockRow[]>(`${selectStock} WHERE code IN (SELECT value FROM json_each(?))`, [JSON.stringify(codes)])
}

/** Products by id; unknown ids are left out. */
export async function stockById(db: Knex, ids: readonly number[]): Promise<readonly StockRow[]> {
  return db.raw<StockRow[]>(`${selectStock} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])
}

/** Sets a stock and writes the line that explains it. */
export async function writeStock(
  trx: Knex,
  { productId, change, after }: { readonly productId: number; readonly change: number; readonly after: number | null },
  { orderId, reason, operatorName, at, note = '' }: MoveNote,
): Promise<void> {
  await trx.raw('UPDATE products SET stock = ? WHERE id = ?', [after, productId])
  await trx.raw(
    `INSERT INTO stock_moves (product_id, order_id, change, stock_after, reason, operator, at, note)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [productId, orderId, change, after, reason, operatorName, at, note],
  )
}

/** How many products have another stock than the last line of their ledger says; one without lines has none. */
export async function countStocksApart(db: Knex): Promise<number> {
  const rows = await db.raw<{ n: number }[]>(
    `SELECT count(*) AS n FROM products AS p WHERE p.stock IS NOT
       (SELECT m.stock_after FROM stock_moves AS m WHERE m.product_id = p.id ORDER BY m.id DESC LIMIT 1)`,
  )
  return rows[0]?.n ?? 0
}

interface LedgerRow {
  readonly id: number
  readonly at: number
  readonly change: number
  readonly stock_after: number | null
  readonly reason: MoveReason
  readonly operator: string
  readonly order_id: number | null
  readonly order_no: string | null
  readonly deleted_at: number | null
  readonly note: string
}

/** Lines of one product, newest first. */
export async function stockMovesOf(
  db: Knex,
  productId: number,
  { offset, limit }: LedgerRange,
): Promise<readonly LedgerLine[]> {
  const rows = await db.raw<LedgerRow[]>(
    `SELECT m.*, o.order_no, o.deleted_at FROM stock_moves AS m LEFT JOIN orders AS o ON o.id = m.order_id
     WHERE m.product_id = ? ORDER BY m.id DESC LIMIT ? OFFSET ?`,
    [productId, limit, offset],
  )
  return rows.map((row) => ({
    ...{ id: row.id, at: row.at, change: row.change, after: row.stock_after, reason: row.reason },
    ...{ operatorName: row.operator, orderId: row.order_id, orderNo: row.order_no, note: row.note },
    isOrderDeleted: row.deleted_at !== null,
  }))
}

/** How many lines one product has. */
export async function countStockMoves(db: Knex, productId: number): Promise<number> {
  const rows = await db.raw<{ n: number }[]>('SELECT count(*) AS n FROM stock_moves WHERE product_id = ?', [productId])
  return rows[0]?.n ?? 0
}
