import type { Knex } from 'knex'

/**
 * Mails to buyers: the shop's own wording of templates, and the journal. A mail is written down before it is sent, and its
 * text is kept as it went.
 */
export async function createMails(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  // Built-in templates only once they were changed; a shop's own ones carry a UUID.
  `CREATE TABLE mail_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE mails (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    batch_id TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    order_no TEXT NOT NULL,
    name TEXT NOT NULL,
    template_id TEXT NOT NULL,
    template_name TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
      state IN ('waiting', 'intended', 'sent', 'failed', 'unknown', 'cancelled', 'noAddress')),
    reason TEXT,
    detail TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT`,
  `CREATE INDEX mails_by_order ON mails (order_id, seq)`,
  `CREATE INDEX mails_by_order_no ON mails (order_no, seq)`,
  `CREATE INDEX mails_by_batch ON mails (batch_id, seq)`,
  `CREATE INDEX mails_open ON mails (state, seq) WHERE state IN ('waiting', 'intended', 'unknown')`,
]
