import type { Knex } from 'knex'
import { sealAll } from '../seal.ts'

/**
 * What makes the journal safe beyond this one file: checksums of rows with money in them, the lease of the one program
 * that may write, how far the witness outside the file was known, and what the witness knew and a restored copy did not.
 */
export async function addSafety(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
  for (const table of sealedHere) await sealAll(trx, table)
}

/** Tables that came later were sealed from their first row on. */
const sealedHere = ['orders', 'payments', 'settlement_operations'] as const

const statements = [
  ...sealedHere.map((table) => `ALTER TABLE ${table} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0`),
  // Orders know a trade only through views; this one lets them check the row behind the other one.
  `CREATE VIEW payment_rows AS SELECT * FROM payments`,
  `CREATE TABLE writer_lease (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch INTEGER NOT NULL,
    holder TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO writer_lease (only, epoch, holder) VALUES (1, 0, '')`,
  `CREATE TABLE witness_end (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    length INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO witness_end (only, length, hash) VALUES (1, 0, '')`,
  // A row per operation; it is asked about while answered_at is null, and kept afterwards.
  `CREATE TABLE lost_operations (
    operation_id TEXT PRIMARY KEY,
    order_no TEXT NOT NULL,
    gateway_order_no TEXT NOT NULL,
    trade_kind TEXT NOT NULL,
    action TEXT NOT NULL,
    amount_yen INTEGER NOT NULL,
    state TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    answered_at INTEGER
  ) STRICT`,
  `CREATE INDEX lost_operations_trade ON lost_operations (gateway_order_no)`,
  `CREATE INDEX lost_operations_waiting ON lost_operations (operation_id) WHERE answered_at IS NULL`,
]
