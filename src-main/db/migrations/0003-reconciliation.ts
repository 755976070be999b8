import type { Knex } from 'knex'

/**
 * What sweeps found: per order what the gateway showed when it did not fit, and the last sweep in numbers. Which
 * differences follow from that is counted anew whenever they are listed, so that a corrected order needs no clearing up.
 */
export async function createReconciliation(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  // A null status means that the gateway knew no such trade.
  `CREATE TABLE trade_differences (
    order_id INTEGER PRIMARY KEY REFERENCES orders(id),
    status TEXT,
    amount_yen INTEGER,
    processed_at INTEGER,
    since_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    CHECK (status IS NULL OR (amount_yen IS NOT NULL AND processed_at IS NOT NULL))
  ) STRICT`,
  `CREATE TABLE last_sweep (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    finished_at INTEGER NOT NULL,
    ended TEXT NOT NULL,
    total INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    adopted INTEGER NOT NULL,
    differing INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    unanswered INTEGER NOT NULL
  ) STRICT`,
]
