import type { Knex } from 'knex'

/**
 * What keeps payment links safe beyond the order they were made for: money that a link brought and that is not the
 * order's trade, links that the witness knows and a restored copy does not, and mails into which the address of a link
 * is put only while they are sent.
 */
export async function addLinkSafety(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  // The seam by which orders learn of it: a paid link beside the order's own trade, as long as the money is there.
  `CREATE VIEW link_money AS
    SELECT l.order_id, l.gateway_order_no, l.amount_yen, l.trade_status FROM payment_links AS l
    WHERE l.state = 'paid' AND l.trade_status IN ('authorised', 'simpleAuthorised', 'sales', 'captured', 'other')
      AND NOT EXISTS (
        SELECT 1 FROM payments AS p WHERE p.gateway_order_no = l.gateway_order_no AND p.link_state = 'linked'
      )`,
  // The gateway knew the number before the desk asked for a link under it.
  `ALTER TABLE payment_links ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1))`,
  // `order_id` is null until the copy has the order; from then on the link lives on among the order's own.
  `CREATE TABLE lost_links (
    gateway_order_no TEXT PRIMARY KEY,
    order_no TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    amount_yen INTEGER NOT NULL,
    job TEXT NOT NULL,
    three_d_secure INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    order_id INTEGER REFERENCES orders (id),
    trade_status TEXT,
    seen_at INTEGER,
    unanswered INTEGER NOT NULL DEFAULT 0,
    next_inquiry_at INTEGER
  ) STRICT`,
  `CREATE INDEX lost_links_order ON lost_links (order_no)`,
  `ALTER TABLE mails ADD COLUMN with_link INTEGER NOT NULL DEFAULT 0 CHECK (with_link IN (0, 1))`,
]
