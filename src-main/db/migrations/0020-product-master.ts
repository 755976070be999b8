import type { Knex } from 'knex'

/**
 * Products are typed here as well: `desk_fields` are the bits of what a person typed, which no order's line overwrites,
 * and `desk_at` is when they last did. `picture_at` stands with the product, so that a list need not read pictures to
 * know which there are. A product that no order had yet was seen at 0. Lines of the ledgers may say why.
 */
const statements = [
  'ALTER TABLE products ADD COLUMN desk_fields INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE products ADD COLUMN desk_at INTEGER',
  'ALTER TABLE products ADD COLUMN picture_at INTEGER',
  `ALTER TABLE stock_moves ADD COLUMN note TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE point_moves ADD COLUMN note TEXT NOT NULL DEFAULT ''`,
]

/** Adds them; of what is there nothing was typed, and no line has a reason in words. */
export async function keepProductMaster(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
}
