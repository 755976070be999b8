import type { Knex } from 'knex'
import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import type { KnownProduct } from '../../src-shared/product.ts'

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

interface ProductRow {
  readonly code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  readonly unit_price_yen: number
  readonly tax_included: number
  readonly tax_rate_percent: number
  readonly seen_at: number
}

/** Every product, those of the newest orders first. */
export async function knownProducts(db: Knex): Promise<readonly KnownProduct[]> {
  const rows = await db.raw<ProductRow[]>('SELECT * FROM products ORDER BY seen_at DESC, id')
  return rows.map((row) => ({
    productCode: row.code,
    name: row.name,
    class1: row.class1,
    class2: row.class2,
    unitPriceYen: row.unit_price_yen,
    taxIncluded: row.tax_included === 1,
    taxRatePercent: row.tax_rate_percent,
    seenOn: dayOf(row.seen_at),
  }))
}
