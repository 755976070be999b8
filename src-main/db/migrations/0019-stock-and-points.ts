import type { Knex } from 'knex'

/**
 * Stock and pictures of products, point balances of members, and what every order holds of both. A stock of null is not
 * kept here; a balance of null is not known. An order without a row in `order_effects` holds what its cart took for it;
 * a row names pieces by 商品コード, those it would hold by its own state where the desk decided to leave the stock, and
 * what the order held before it was deleted, to give it back exactly.
 * Every change of a stock or a balance has one line in its ledger, so that the number can be explained.
 */
const statements = [
  'ALTER TABLE products ADD COLUMN stock INTEGER CHECK (stock >= 0)',
  `CREATE TABLE product_images (
    product_id INTEGER PRIMARY KEY REFERENCES products (id),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE stock_moves (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    order_id INTEGER REFERENCES orders (id),
    change INTEGER NOT NULL,
    stock_after INTEGER,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX stock_moves_product ON stock_moves (product_id, id)',
  'ALTER TABLE customers ADD COLUMN points INTEGER CHECK (points >= 0)',
  `CREATE TABLE point_moves (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    order_id INTEGER REFERENCES orders (id),
    change INTEGER NOT NULL,
    points_after INTEGER,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX point_moves_customer ON point_moves (customer_id, id)',
  `CREATE TABLE order_effects (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    pieces TEXT NOT NULL CHECK (json_valid(pieces)),
    customer_no TEXT,
    used_points INTEGER NOT NULL,
    added_points INTEGER NOT NULL,
    kept_instead_of TEXT CHECK (kept_instead_of IS NULL OR json_valid(kept_instead_of)),
    before_deletion TEXT CHECK (before_deletion IS NULL OR json_valid(before_deletion)),
    checksum INTEGER NOT NULL
  ) STRICT`,
]

/** Adds them to the data file; what is there stays as it is: no stock kept, no balance known. */
export async function addStockAndPoints(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
}
