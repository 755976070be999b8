import { Refusal } from '../../src-shared/failure.ts'
import type { HandReason, LedgerPage, LedgerRange, MoveNote } from '../../src-shared/ledger.ts'
import type { Connection, Transaction } from '../db/database.ts'
import {
  countStockMoves,
  countStocksApart,
  stockByCode,
  stockById,
  stockMovesOf,
  writeStock,
  type StockRow,
} from './stock-table.ts'

/** What a product's stock is changed by; negative takes. */
export interface StockChange {
  readonly productId: number
  readonly change: number
}

/** Products with their stock, by 商品コード; unknown codes are not in the map. */
export async function stockOfCodes(db: Connection, codes: readonly string[]): Promise<ReadonlyMap<string, StockRow>> {
  if (codes.length === 0) return new Map()
  return new Map((await stockByCode(db, codes)).map((row) => [row.code, row]))
}

/** Products with their stock, by id; unknown ids are not in the map. */
export async function stockOf(db: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, StockRow>> {
  return new Map((await stockById(db, ids)).map((row) => [row.id, row]))
}

/**
 * Moves stocks, each with its line in the ledger; a product whose stock is not kept is passed over. Refusal `stock.short`
 * (`name`, `productCode`, `left`) when one would fall below 0: the caller's transaction must not be kept then.
 */
export async function moveStock(trx: Transaction, changes: readonly StockChange[], note: MoveNote): Promise<void> {
  for (const { productId, change } of changes) {
    const [product] = await stockById(trx, [productId])
    if (product === undefined) throw new Refusal('product.not-found', { id: productId })
    if (product.stock === null || change === 0) continue
    const after = product.stock + change
    if (after < 0) throw shortOf(product)
    await writeStock(trx, { productId, change, after }, note)
  }
}

function shortOf({ name, code, stock }: StockRow): Refusal {
  return new Refusal('stock.short', { name, productCode: code, left: stock ?? 0 })
}

/**
 * Sets a stock by hand or from a file; null: no longer kept here. Nothing is written when it is that already. Refusals:
 * `product.not-found`, and `stock.changed-meanwhile` when it is no longer `seen` (left out: whatever it is).
 */
export async function setStock(
  trx: Transaction,
  { productId, to, seen }: { readonly productId: number; readonly to: number | null; readonly seen?: number | null },
  note: Omit<MoveNote<HandReason>, 'orderId'>,
): Promise<void> {
  const [product] = await stockById(trx, [productId])
  if (product === undefined) throw new Refusal('product.not-found', { id: productId })
  if (seen !== undefined && seen !== product.stock) {
    throw new Refusal('stock.changed-meanwhile', { name: product.name, productCode: product.code }, 'reload')
  }
  if (to === product.stock) return
  const change = (to ?? 0) - (product.stock ?? 0)
  await writeStock(trx, { productId, change, after: to }, { ...note, orderId: null })
}

/** The ledger of one product, newest first. */
export async function stockLedger(db: Connection, productId: number, range: LedgerRange): Promise<LedgerPage> {
  return { lines: await stockMovesOf(db, productId, range), total: await countStockMoves(db, productId) }
}

/** How many stocks their ledger does not explain. */
export function stocksApart(db: Connection): Promise<number> {
  return countStocksApart(db)
}
