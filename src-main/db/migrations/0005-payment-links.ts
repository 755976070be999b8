import type { Knex } from 'knex'

/**
 * Links to the gateway's own payment page. A row is committed before the gateway is asked for the link, its number is
 * never used again, and the partial unique index allows one request at a time per order. `url` opens the page to
 * whoever has it and is forgotten when the link's time is over.
 */
export async function createPaymentLinks(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  `CREATE TABLE payment_links (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    gateway_order_no TEXT NOT NULL UNIQUE CHECK (length(gateway_order_no) BETWEEN 1 AND 27),
    amount_yen INTEGER NOT NULL CHECK (amount_yen BETWEEN 1 AND 9999999),
    job TEXT NOT NULL CHECK (job IN ('authorised', 'captured')),
    three_d_secure INTEGER NOT NULL CHECK (three_d_secure IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('intended', 'open', 'unknown', 'paid', 'ended', 'refused', 'notSent')),
    url TEXT,
    codes TEXT NOT NULL DEFAULT '',
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    trade_status TEXT,
    seen_at INTEGER,
    doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
    unanswered INTEGER NOT NULL DEFAULT 0,
    next_inquiry_at INTEGER,
    operator_id TEXT NOT NULL REFERENCES operators(id),
    UNIQUE (order_id, attempt),
    CHECK (url IS NULL OR state = 'open')
  ) STRICT`,
  `CREATE UNIQUE INDEX payment_links_intended ON payment_links (order_id) WHERE state = 'intended'`,
  `CREATE INDEX payment_links_due ON payment_links (next_inquiry_at) WHERE next_inquiry_at IS NOT NULL`,
  `CREATE TRIGGER payment_links_kept BEFORE DELETE ON payment_links
    BEGIN SELECT RAISE(ABORT, 'payment links are never deleted'); END`,
]
