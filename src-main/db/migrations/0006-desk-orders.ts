import type { Knex } from 'knex'

/**
 * Orders registered by hand, and what the cart said of an order before the desk changed its contents: null until then,
 * because the order itself still says it.
 */
export async function createDeskOrders(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  'ALTER TABLE orders ADD COLUMN cart_content TEXT CHECK (cart_content IS NULL OR json_valid(cart_content))',
  // Which form made which order: the same form sent twice finds here what it has made.
  `CREATE TABLE desk_orders (
    request_id TEXT PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    input_hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE desk_order_numbers (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    last INTEGER NOT NULL
  ) STRICT`,
  'INSERT INTO desk_order_numbers (only, last) VALUES (1, 0)',
]
