import type { Knex } from 'knex'

/**
 * Trades at the gateway and the journal of money operations (settlement.md §2).
 *
 * `settlement_operations` says what was meant and how it ended, `settlement_attempts` every exchange that served it.
 * The partial unique index is the last line of defence against a second operation on one order: whatever the program
 * gets wrong above it, the database refuses.
 */
export async function createSettlement(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  `CREATE TABLE payments (
    order_id INTEGER PRIMARY KEY REFERENCES orders(id),
    link_state TEXT NOT NULL CHECK (link_state IN ('linked', 'unlinked')),
    unlinked_reason TEXT,
    gateway_order_no TEXT,
    status TEXT,
    amount_yen INTEGER,
    tax_yen INTEGER,
    processed_at INTEGER,
    authorised_at INTEGER,
    settle_by TEXT,
    access_id TEXT,
    tran_id TEXT,
    approve TEXT,
    method TEXT,
    pay_times TEXT,
    store_code TEXT NOT NULL DEFAULT '',
    receipt_no TEXT NOT NULL DEFAULT '',
    confirmation_no TEXT NOT NULL DEFAULT '',
    customer_no TEXT NOT NULL DEFAULT '',
    institution_no TEXT NOT NULL DEFAULT '',
    term_at INTEGER,
    inquired_at INTEGER,
    CHECK (link_state = 'unlinked' OR (gateway_order_no IS NOT NULL AND status IS NOT NULL AND amount_yen IS NOT NULL))
  ) STRICT`,
  `CREATE UNIQUE INDEX payments_gateway_order_no ON payments (gateway_order_no) WHERE gateway_order_no IS NOT NULL`,
  `CREATE INDEX payments_status ON payments (status, processed_at)`,
  `CREATE INDEX payments_settle_by ON payments (settle_by) WHERE settle_by IS NOT NULL`,
  `CREATE INDEX payments_unlinked ON payments (order_id) WHERE link_state = 'unlinked'`,
  `CREATE TABLE settlement_operations (
    id TEXT PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    gateway_order_no TEXT NOT NULL,
    action TEXT NOT NULL,
    safety TEXT NOT NULL CHECK (safety IN ('S1', 'S2')),
    params TEXT NOT NULL,
    params_hash TEXT NOT NULL,
    order_status TEXT NOT NULL,
    then_status TEXT,
    pre_status TEXT NOT NULL,
    pre_amount_yen INTEGER NOT NULL,
    pre_processed_at INTEGER NOT NULL,
    expected_status TEXT NOT NULL,
    expected_amount_yen INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('intended', 'unknown', 'conflict', 'awaitRetry', 'applied', 'rejected', 'withdrawn', 'adopted')),
    result_codes TEXT NOT NULL DEFAULT '',
    confirmed INTEGER NOT NULL DEFAULT 0,
    same_as_before_at INTEGER,
    unanswered INTEGER NOT NULL DEFAULT 0,
    next_inquiry_at INTEGER,
    operator_id TEXT NOT NULL REFERENCES operators(id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE UNIQUE INDEX settlement_operations_live ON settlement_operations (order_id)
    WHERE state IN ('intended', 'unknown', 'conflict', 'awaitRetry')`,
  `CREATE INDEX settlement_operations_order ON settlement_operations (order_id, created_at)`,
  `CREATE TABLE settlement_attempts (
    id INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL REFERENCES settlement_operations(id),
    kind TEXT NOT NULL CHECK (kind IN ('mutation', 'inquiry')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    codes TEXT NOT NULL DEFAULT '',
    gateway_status TEXT,
    gateway_amount_yen INTEGER,
    gateway_processed_at INTEGER
  ) STRICT`,
  `CREATE INDEX settlement_attempts_operation ON settlement_attempts (operation_id, id)`,
  `CREATE TRIGGER settlement_attempts_kept BEFORE DELETE ON settlement_attempts
    BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END`,
  `CREATE TRIGGER settlement_operations_kept BEFORE DELETE ON settlement_operations
    BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END`,
  // Scalar subqueries instead of a join: a count by status then reads nothing but payments.
  `CREATE VIEW order_settlement AS
    SELECT p.order_id, p.status, p.link_state, p.unlinked_reason, p.gateway_order_no, p.amount_yen, p.processed_at,
      p.authorised_at, p.settle_by, p.inquired_at, p.store_code, p.receipt_no, p.confirmation_no, p.customer_no,
      p.institution_no, p.term_at,
      ${openOperation('id')}, ${openOperation('action')}, ${openOperation('state')},
      ${openOperation('created_at', 'started_at')}
    FROM payments p`,
  `CREATE VIEW unlinked_orders AS
    SELECT o.id AS order_id, o.ordered_at, m.name AS payment_method
    FROM orders o
    JOIN payment_methods m ON m.id = o.payment_method_id
    LEFT JOIN payments p ON p.order_id = o.id
    WHERE o.deleted_at IS NULL AND p.link_state IS NOT 'linked'`,
]

/** Column of the operation whose outcome is open. The index that allows one live operation per order finds it. */
function openOperation(column: string, name = column): string {
  return `(SELECT o.${column} FROM settlement_operations o
    WHERE o.order_id = p.order_id AND o.state IN ('intended', 'unknown', 'conflict')) AS open_operation_${name}`
}
