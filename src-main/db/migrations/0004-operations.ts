import type { Knex } from 'knex'

/**
 * Every kind of operation in the journal: why it was asked for (金額変更 and 再オーソリ need a reason), which bulk run it
 * belongs to, and whether the gateway refused it for the state of the trade. A cancel word refused for the state in
 * which the trade still is shows in the view, so that the next word is offered.
 */
export async function widenOperations(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  `ALTER TABLE settlement_operations ADD COLUMN reason TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE settlement_operations ADD COLUMN run_id TEXT`,
  `ALTER TABLE settlement_operations ADD COLUMN wrong_state INTEGER NOT NULL DEFAULT 0`,
  `CREATE INDEX settlement_operations_run ON settlement_operations (run_id) WHERE run_id IS NOT NULL`,
  `DROP VIEW order_settlement`,
  // Scalar subqueries instead of a join: a count by status then reads nothing but payments.
  `CREATE VIEW order_settlement AS
    SELECT p.order_id, p.status, p.link_state, p.unlinked_reason, p.gateway_order_no, p.amount_yen, p.processed_at,
      p.authorised_at, p.settle_by, p.inquired_at, p.store_code, p.receipt_no, p.confirmation_no, p.customer_no,
      p.institution_no, p.term_at,
      ${openOperation('id')}, ${openOperation('action')}, ${openOperation('state')},
      ${openOperation('created_at', 'started_at')},
      (SELECT group_concat(o.action) FROM settlement_operations o WHERE o.order_id = p.order_id
        AND o.state = 'rejected' AND o.wrong_state = 1 AND o.pre_status = p.status
        AND o.pre_processed_at = p.processed_at) AS refused_words
    FROM payments p`,
]

/** Column of the operation whose outcome is open. The index that allows one live operation per order finds it. */
function openOperation(column: string, name = column): string {
  return `(SELECT o.${column} FROM settlement_operations o
    WHERE o.order_id = p.order_id AND o.state IN ('intended', 'unknown', 'conflict')) AS open_operation_${name}`
}
