import type { Knex } from 'knex'
import type { OrderLine } from '../../src-shared/order.ts'
import { insertInto, runForRows } from '../db/rows.ts'
import { lineKindCoding } from './order-codes.ts'

/** All lines of one order, and the products behind those that name one. */
export interface OrderLines {
  readonly orderId: number
  readonly lines: readonly OrderLine[]
}

interface LineRow {
  readonly order_id: number
  readonly kind: number
  readonly product_code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  readonly unit_price_yen: number
  readonly tax_included: number
  readonly quantity: number
  readonly tax_rate_percent: number
}

/** Lines by order id, in their order; an order without lines is not in the map. */
export async function linesOf(
  db: Knex,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, readonly OrderLine[]>> {
  const rows = await db.raw<LineRow[]>(
    'SELECT * FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, line_no',
    [JSON.stringify(orderIds)],
  )
  const found = new Map<number, OrderLine[]>()
  for (const row of rows) {
    const lines = found.get(row.order_id) ?? []
    lines.push(fromRow(row))
    found.set(row.order_id, lines)
  }
  return found
}

const columns = [
  ...['order_id', 'line_no', 'kind', 'product_id', 'product_code', 'name', 'class1', 'class2', 'unit_price_yen'],
  ...['tax_included', 'quantity', 'tax_rate_percent'],
]

/** Replaces all lines of each order. `products` are ids by product code. */
export async function replaceLines(
  trx: Knex,
  orders: readonly OrderLines[],
  products: ReadonlyMap<string, number>,
): Promise<void> {
  const ids = JSON.stringify(orders.map((order) => order.orderId))
  await trx.raw('DELETE FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?))', [ids])
  const rows = orders.flatMap(({ orderId, lines }) =>
    lines.map((line, index) => [
      orderId,
      index + 1,
      lineKindCoding.codeOf(line.kind),
      products.get(line.productCode) ?? null,
      line.productCode,
      line.name,
      line.class1,
      line.class2,
      line.unitPriceYen,
      line.taxIncluded ? 1 : 0,
      line.quantity,
      line.taxRatePercent,
    ]),
  )
  await runForRows(trx, insertInto('order_lines', columns), rows)
}

function fromRow(row: LineRow): OrderLine {
  return {
    kind: lineKindCoding.wordOf(row.kind),
    productCode: row.product_code,
    name: row.name,
    class1: row.class1,
    class2: row.class2,
    unitPriceYen: row.unit_price_yen,
    taxIncluded: row.tax_included === 1,
    quantity: row.quantity,
    taxRatePercent: row.tax_rate_percent,
  }
}
