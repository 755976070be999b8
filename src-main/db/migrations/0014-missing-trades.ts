import type { Knex } from 'knex'

/**
 * The view through which orders see their trades tells, of the operation whose outcome is open, also its codes: among
 * them that the gateway knows no such trade.
 */
export async function tellMissingTrades(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  `DROP VIEW order_settlement`,
  // Scalar subqueries instead of a join: a count by status then reads nothing but payments.
  `CREATE VIEW order_settlement AS
    SELECT p.order_id, p.status, p.link_state, p.unlinked_reason, p.gateway_order_no, p.amount_yen, p.processed_at,
      p.authorised_at, p.settle_by, p.inquired_at, p.store_code, p.receipt_no, p.confirmation_no, p.customer_no,
      p.institution_no, p.term_at,
      ${openOperation('id')}, ${openOperation('action')}, ${openOperation('state')},
      ${openOperation('created_at', 'started_at')}, ${openOperation('result_codes', 'codes')},
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
