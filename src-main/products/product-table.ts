import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { OrderLine } from '../../src-shared/order.ts'

/** A product as a line of an order of `seenAt` showed it. */
export interface SeenProduct {
  readonly line: OrderLine
  readonly seenAt: Instant
}

/** Adds products by their code, and brings known ones up to date from orders not older than what was seen before. */
export async function saveSeenProducts(
  trx: Knex,
  products: readonly SeenProduct[],
): Promise<ReadonlyMap<string, number>> {
  const rows = products.map(({ line, seenAt }) => [
    line.productCode,
    line.name,
    line.class1,
    line.class2,
    line.unitPriceYen,
    line.taxIncluded ? 1 : 0,
    line.taxRatePercent,
    seenAt,
  ])
  await trx.raw(
    `INSERT INTO products (code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent, seen_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
     FROM jsonb_each(?) WHERE true
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, class1 = excluded.class1, class2 = excluded.class2,
       unit_price_yen = excluded.unit_price_yen, tax_included = excluded.tax_included,
       tax_rate_percent = excluded.tax_rate_percent, seen_at = excluded.seen_at
     WHERE excluded.seen_at >= products.seen_at`,
    [JSON.stringify(rows)],
  )
  const found = await trx.raw<{ id: number; code: string }[]>(
    'SELECT id, code FROM products WHERE code IN (SELECT value FROM json_each(?))',
    [JSON.stringify(products.map((product) => product.line.productCode))],
  )
  return new Map(found.map((row) => [row.code, row.id]))
}
