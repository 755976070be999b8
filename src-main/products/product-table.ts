import type { Knex } from 'knex'
import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import { typedFields, type MasterProduct, type ProductFields, type TypedField } from '../../src-shared/product.ts'

/** A product as a line of an order of `seenAt` showed it. */
export interface SeenProduct {
  readonly line: OrderLine
  readonly seenAt: Instant
}

/** The bit of a field in `desk_fields`. */
const bitOf = (field: TypedField): number => 1 << typedFields.indexOf(field)
const bitsOf = (fields: readonly TypedField[]): number => fields.reduce((bits, field) => bits | bitOf(field), 0)

/** The columns of a field, and the bit that says that a person typed them. */
const seenColumns = (
  [
    ['name', ['name']],
    ['class1', ['class1']],
    ['class2', ['class2']],
    ['price', ['unit_price_yen', 'tax_included']],
    ['rate', ['tax_rate_percent']],
  ] as const
).flatMap(([field, columns]) => columns.map((column) => ({ column, bit: bitOf(field) })))

/**
 * Adds products by their code, and brings known ones up to date from orders not older than what was seen before. What a
 * person typed at the desk stays.
 */
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
  const updates = seenColumns.map(
    ({ column, bit }) => `${column} = iif(products.desk_fields & ${bit}, products.${column}, excluded.${column})`,
  )
  await trx.raw(
    `INSERT INTO products (code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent, seen_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
     FROM jsonb_each(?) WHERE true
     ON CONFLICT (code) DO UPDATE SET ${updates.join(', ')}, seen_at = excluded.seen_at
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
  readonly id: number
  readonly code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
  readonly unit_price_yen: number
  readonly tax_included: number
  readonly tax_rate_percent: number
  readonly seen_at: number
  readonly stock: number | null
  readonly desk_fields: number
  readonly desk_at: number | null
  readonly picture_at: number | null
}

/** Every product: those that no order had yet, then those of the newest orders. */
export async function knownProducts(db: Knex): Promise<readonly MasterProduct[]> {
  const rows = await db.raw<ProductRow[]>('SELECT * FROM products ORDER BY seen_at = 0 DESC, seen_at DESC, id')
  return rows.map(fromRow)
}

/** One product; null when there is none. */
export async function productById(db: Knex, id: number): Promise<MasterProduct | null> {
  const [row] = await db.raw<ProductRow[]>('SELECT * FROM products WHERE id = ?', [id])
  return row === undefined ? null : fromRow(row)
}

/** The product with this code; null when there is none. */
export async function productByCode(db: Knex, code: string): Promise<MasterProduct | null> {
  const [row] = await db.raw<ProductRow[]>('SELECT * FROM products WHERE code = ?', [code])
  return row === undefined ? null : fromRow(row)
}

/** Adds a product that a person typed; answers its id. */
export async function insertProduct(trx: Knex, code: string, fields: ProductFields, at: Instant): Promise<number> {
  const [row] = await trx.raw<{ id: number }[]>(
    `INSERT INTO products (code, name, class1, class2, unit_price_yen, tax_included, tax_rate_percent, seen_at,
       desk_fields, desk_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?) RETURNING id`,
    [code, ...valuesOf(fields), bitsOf(typedFields), at],
  )
  if (row === undefined) throw new Error('an inserted product has an id')
  return row.id
}

/** Writes what a person typed; `typed` are the fields that moved. */
export async function updateProduct(
  trx: Knex,
  id: number,
  fields: ProductFields,
  { typed, at }: { readonly typed: readonly TypedField[]; readonly at: Instant },
): Promise<void> {
  await trx.raw(
    `UPDATE products SET name = ?, class1 = ?, class2 = ?, unit_price_yen = ?, tax_included = ?, tax_rate_percent = ?,
       desk_fields = desk_fields | ?, desk_at = ? WHERE id = ?`,
    [...valuesOf(fields), bitsOf(typed), at, id],
  )
}

function valuesOf({ name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent }: ProductFields) {
  return [name, class1, class2, unitPriceYen, taxIncluded ? 1 : 0, taxRatePercent]
}

function fromRow(row: ProductRow): MasterProduct {
  const typed = typedFields.filter((field) => (row.desk_fields & bitOf(field)) !== 0)
  const deskAt = row.desk_at ?? 0
  return {
    id: row.id,
    productCode: row.code,
    name: row.name,
    class1: row.class1,
    class2: row.class2,
    unitPriceYen: row.unit_price_yen,
    taxIncluded: row.tax_included === 1,
    taxRatePercent: row.tax_rate_percent,
    stock: row.stock,
    pictureAt: row.picture_at,
    // A rate that was typed holds from then on, whatever the lines of later orders say.
    seenOn: dayOf(typed.includes('rate') ? deskAt : row.seen_at),
    lastOrderedOn: row.seen_at === 0 ? null : dayOf(row.seen_at),
    typed,
  }
}
