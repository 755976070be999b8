import type { Knex } from 'knex'

const shop = [
  `CREATE TABLE operators (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO operators (id, name, role) VALUES ('owner', '店主', 'owner')`,
  `CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
  ) STRICT`,
  `CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    customer_no TEXT NOT NULL UNIQUE,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    company TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    tel TEXT NOT NULL,
    fax TEXT NOT NULL,
    email TEXT NOT NULL,
    sex INTEGER,
    born_on INTEGER,
    job INTEGER,
    seen_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    class1 TEXT NOT NULL,
    class2 TEXT NOT NULL,
    unit_price_yen INTEGER NOT NULL,
    tax_included INTEGER NOT NULL,
    tax_rate_percent INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE payment_methods (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT`,
]

const orders = [
  `CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    mail TEXT NOT NULL,
    tel TEXT NOT NULL,
    UNIQUE (name, kana, mail, tel)
  ) STRICT`,
  `CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    order_no TEXT NOT NULL UNIQUE,
    order_no_number INTEGER,
    source INTEGER NOT NULL,
    status INTEGER NOT NULL,
    ordered_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    paid_at INTEGER,
    shipped_at INTEGER,
    payment_method_id INTEGER NOT NULL REFERENCES payment_methods (id),
    subtotal_yen INTEGER NOT NULL,
    discount_yen INTEGER NOT NULL,
    shipping_yen INTEGER NOT NULL,
    fee_yen INTEGER NOT NULL,
    tax_yen INTEGER NOT NULL,
    total_yen INTEGER NOT NULL,
    payment_total_yen INTEGER NOT NULL,
    used_points INTEGER NOT NULL,
    added_points INTEGER NOT NULL,
    customer_no TEXT,
    customer_id INTEGER REFERENCES customers (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    name_key TEXT NOT NULL,
    sex INTEGER,
    born_on INTEGER,
    has_message INTEGER NOT NULL,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    company TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    tel TEXT NOT NULL,
    fax TEXT NOT NULL,
    email TEXT NOT NULL,
    job INTEGER,
    device INTEGER,
    message TEXT NOT NULL,
    note TEXT NOT NULL,
    cart_updated_at INTEGER NOT NULL,
    cart_status INTEGER NOT NULL,
    cart_paid_at INTEGER,
    cart_shipped_at INTEGER,
    cart_note TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    deleted_at INTEGER
  ) STRICT`,
  `CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line_no INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    product_id INTEGER REFERENCES products (id),
    product_code TEXT NOT NULL,
    name TEXT NOT NULL,
    class1 TEXT NOT NULL,
    class2 TEXT NOT NULL,
    unit_price_yen INTEGER NOT NULL,
    tax_included INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    tax_rate_percent INTEGER NOT NULL,
    PRIMARY KEY (order_id, line_no)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE order_deliveries (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    place INTEGER NOT NULL,
    cart_shipment_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    requested_on TEXT,
    time_slot TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    tracking_url TEXT NOT NULL,
    shipped_at INTEGER,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    company TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    prefecture TEXT NOT NULL,
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    tel TEXT NOT NULL,
    fax TEXT NOT NULL,
    cart TEXT NOT NULL CHECK (json_valid(cart))
  ) STRICT`,
  `CREATE TABLE order_messages (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    folded TEXT NOT NULL
  ) STRICT`,
]

/**
 * The order lists read these. All are partial, because a deleted order shows nowhere, and still carry `deleted_at`:
 * SQLite would otherwise look it up in the row. The wide ones carry every column a search filters by, so that counting
 * and skipping never touch the rows themselves. `id` breaks ties in the order of the lists.
 */
const live = 'WHERE deleted_at IS NULL'
const filterColumns = `status, payment_method_id, sex, total_yen, ordered_at, paid_at, shipped_at, born_on, has_message,
  order_no_number`
const indexes = [
  `CREATE INDEX orders_by_update ON orders (updated_at, id, ${filterColumns}, person_id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_person ON orders (person_id, updated_at, id, ${filterColumns}, deleted_at) ${live}`,
  `CREATE INDEX orders_by_status_update ON orders (status, updated_at, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_method_update ON orders (payment_method_id, updated_at, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_status ON orders (status, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_ordered ON orders (ordered_at, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_paid ON orders (paid_at, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_shipped ON orders (shipped_at, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_total ON orders (total_yen, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_birth ON orders (born_on, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_number ON orders (order_no_number, order_no, id, deleted_at) ${live}`,
  `CREATE INDEX orders_by_name ON orders (name_key, id, deleted_at) ${live}`,
  `CREATE INDEX orders_deleted ON orders (deleted_at) WHERE deleted_at IS NOT NULL`,
  `CREATE INDEX orders_by_customer ON orders (customer_id)`,
  `CREATE INDEX deliveries_by_order ON order_deliveries (order_id, place)`,
  `CREATE INDEX deliveries_by_time_slot ON order_deliveries (time_slot)`,
]

/**
 * Two letters are the usual length of a surname, so the search index holds pairs of letters which the program writes
 * itself (`src-shared/search-text.ts`); the tokenizer only has to split at blanks.
 */
const letterPairs = [
  `CREATE VIRTUAL TABLE person_pairs USING fts5 (name, kana, mail, tel,
    content='', contentless_delete=1, detail=column, prefix='1', tokenize='ascii')`,
  `CREATE VIRTUAL TABLE message_pairs USING fts5 (message,
    content='', contentless_delete=1, detail=none, prefix='1', tokenize='ascii')`,
]

const history = [
  `CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    order_id INTEGER,
    changes TEXT NOT NULL CHECK (json_valid(changes)),
    details TEXT NOT NULL CHECK (json_valid(details)),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX events_by_order ON events (order_id, id) WHERE order_id IS NOT NULL`,
  `CREATE TRIGGER events_stay BEFORE UPDATE ON events
    BEGIN SELECT raise(ABORT, 'the history is only ever added to'); END`,
  `CREATE TRIGGER events_remain BEFORE DELETE ON events
    BEGIN SELECT raise(ABORT, 'the history is only ever added to'); END`,
  // One row: how long the chain is and where it ends. Without it, cutting off the newest entries would leave no trace.
  `CREATE TABLE event_chain (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    length INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO event_chain (only, length, hash) VALUES (1, 0, '')`,
  `CREATE TABLE print_history (
    id INTEGER PRIMARY KEY,
    printed_at INTEGER NOT NULL,
    operator_id TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    document TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    copies INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX print_history_by_order ON print_history (order_id)`,
]

/** The shop's first tables: orders and what belongs to them, the search index, settings and the history. */
export async function createOrders(trx: Knex.Transaction): Promise<void> {
  for (const statement of [...shop, ...orders, ...indexes, ...letterPairs, ...history]) await trx.raw(statement)
}
