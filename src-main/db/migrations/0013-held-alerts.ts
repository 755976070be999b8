import type { Knex } from 'knex'

/**
 * A cancelled order whose 仮売上 still holds the buyer's money belongs into the same list of 管理メイン as one that is
 * charged. The triggers read the view by its name, so that it is all there is to change.
 */
export async function listHeldMoney(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const trades = 'FROM payments AS p JOIN orders AS o ON o.id = p.order_id WHERE o.deleted_at IS NULL AND'

/** Codes of 対応状況: 50 キャンセル, 80 発送済み, 90 返品. */
const rules = `
  SELECT p.order_id, 'shippedUnsold' AS kind, o.id AS place ${trades} o.status = 80
      AND p.status IN ('unprocessed', 'authenticated', 'authorised', 'simpleAuthorised')
  UNION ALL
  SELECT p.order_id, 'cancelledSold', o.id ${trades} o.status = 50
      AND p.status IN ('authorised', 'simpleAuthorised', 'sales', 'captured', 'paid')
  UNION ALL
  SELECT p.order_id, 'amountDiffers', o.id ${trades} o.status <> 50 AND p.amount_yen <> o.payment_total_yen
      AND p.status IN ('authorised', 'simpleAuthorised', 'sales', 'captured', 'requested', 'paid')
  UNION ALL
  SELECT p.order_id, 'authorised', CAST(replace(p.settle_by, '-', '') AS INTEGER) ${trades} o.status NOT IN (50, 90)
      AND p.status = 'authorised' AND p.settle_by IS NOT NULL
  UNION ALL
  SELECT p.order_id, 'slipDue', p.term_at ${trades} o.status NOT IN (50, 90)
      AND p.status = 'requested' AND p.term_at IS NOT NULL`

const statements = [
  `DROP VIEW order_alert_rules`,
  `CREATE VIEW order_alert_rules AS ${rules}`,
  `DELETE FROM order_alerts`,
  `INSERT INTO order_alerts (order_id, kind, place) SELECT order_id, kind, place FROM order_alert_rules`,
]
