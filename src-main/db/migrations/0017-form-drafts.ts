import type { Knex } from 'knex'

/** What was typed into 受注登録 or 受注編集 and not registered yet; `order_id` is null for an order that begins. */
export async function createFormDrafts(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`CREATE TABLE form_drafts (
    key TEXT PRIMARY KEY,
    order_id INTEGER,
    kept_at INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
  ) STRICT, WITHOUT ROWID`)
}
