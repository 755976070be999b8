import type { Knex } from 'knex'
import type { OrderLine } from '../../src-shared/order.ts'
import { fold, letterPairs } from '../../src-shared/search-text.ts'
import { insertInto, runForRows } from '../db/rows.ts'
import type { OrderLines } from './line-table.ts'

/**
 * The text by which a product of an order is found: its code, and its name with both classes, each on a line of its
 * own so that nothing matches across them. Empty for lines that are no goods.
 */
export function lineText({ kind, productCode, name, class1, class2 }: OrderLine): string {
  if (kind !== 'product') return ''
  return [fold(productCode), fold(name + class1 + class2)].filter((part) => part !== '').join('\n')
}

/** Brings the search index of products in line with the orders' lines. */
export async function saveLineTexts(trx: Knex, orders: readonly OrderLines[]): Promise<void> {
  if (orders.length === 0) return
  const ids = JSON.stringify(orders.map((order) => order.orderId))
  await trx.raw('DELETE FROM order_line_texts WHERE order_id IN (SELECT value FROM json_each(?))', [ids])
  const folded = foldedOnce(orders)
  const json = JSON.stringify(Array.from(new Set(folded.map(([, text]) => text))))
  const added = await trx.raw<{ id: number; folded: string }[]>(
    'INSERT OR IGNORE INTO line_texts (folded) SELECT value FROM json_each(?) RETURNING id, folded',
    [json],
  )
  await runForRows(
    trx,
    insertInto('line_text_pairs', ['rowid', 'text']),
    added.map((row) => [row.id, letterPairs(row.folded)]),
  )
  const known = await trx.raw<{ id: number; folded: string }[]>(
    'SELECT id, folded FROM line_texts WHERE folded IN (SELECT value FROM json_each(?))',
    [json],
  )
  const idOf = new Map(known.map((row) => [row.folded, row.id]))
  await trx.raw(
    'INSERT OR IGNORE INTO order_line_texts (text_id, order_id) SELECT value ->> 0, value ->> 1 FROM jsonb_each(?)',
    [JSON.stringify(folded.map(([orderId, text]) => [idOf.get(text) ?? 0, orderId]))],
  )
}

/** Each text of each order; a product that many orders have is folded once. */
function foldedOnce(orders: readonly OrderLines[]): readonly (readonly [orderId: number, text: string])[] {
  const known = new Map<string, string>()
  return orders.flatMap(({ orderId, lines }) =>
    lines.flatMap((line) => {
      const key = JSON.stringify([line.kind, line.productCode, line.name, line.class1, line.class2])
      const text = known.get(key) ?? lineText(line)
      known.set(key, text)
      return text === '' ? [] : [[orderId, text] as const]
    }),
  )
}
