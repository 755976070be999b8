import type { Knex } from 'knex'

/**
 * Orders in which 対応状況 or お支払い合計 and the trade disagree, for 管理メイン. Finding them means comparing every order
 * with its trade, which takes too long each time the screen is read; so the few that disagree are kept, and triggers
 * keep them right whoever writes. The view is the only place that says what disagrees.
 */
export async function keepAlerts(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

/** Codes of 対応状況: 50 キャンセル, 80 発送済み. */
const rules = `
  SELECT p.order_id, 'shippedUnsold' AS kind FROM payments AS p JOIN orders AS o ON o.id = p.order_id
    WHERE o.deleted_at IS NULL AND o.status = 80
      AND p.status IN ('unprocessed', 'authenticated', 'authorised', 'simpleAuthorised')
  UNION ALL
  SELECT p.order_id, 'cancelledSold' FROM payments AS p JOIN orders AS o ON o.id = p.order_id
    WHERE o.deleted_at IS NULL AND o.status = 50 AND p.status IN ('sales', 'captured', 'paid')
  UNION ALL
  SELECT p.order_id, 'amountDiffers' FROM payments AS p JOIN orders AS o ON o.id = p.order_id
    WHERE o.deleted_at IS NULL AND o.status <> 50 AND p.amount_yen <> o.payment_total_yen
      AND p.status IN ('authorised', 'simpleAuthorised', 'sales', 'captured', 'requested', 'paid')`

/** What a trigger does for the order whose id is `id`. */
const anew = (id: string) => `BEGIN
    DELETE FROM order_alerts WHERE order_id = ${id};
    INSERT INTO order_alerts (kind, order_id) SELECT kind, order_id FROM order_alert_rules WHERE order_id = ${id};
  END`

const statements = [
  `CREATE VIEW order_alert_rules AS ${rules}`,
  `CREATE TABLE order_alerts (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (order_id, kind)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX order_alerts_by_kind ON order_alerts (kind, order_id)`,
  `CREATE TRIGGER order_alerts_of_order AFTER UPDATE ON orders
    WHEN old.status <> new.status OR old.payment_total_yen <> new.payment_total_yen
      OR old.deleted_at IS NOT new.deleted_at
    ${anew('new.id')}`,
  `CREATE TRIGGER order_alerts_of_new_payment AFTER INSERT ON payments ${anew('new.order_id')}`,
  `CREATE TRIGGER order_alerts_of_payment AFTER UPDATE ON payments
    WHEN old.status IS NOT new.status OR old.amount_yen IS NOT new.amount_yen
    ${anew('new.order_id')}`,
  `CREATE TRIGGER order_alerts_of_lost_payment AFTER DELETE ON payments ${anew('old.order_id')}`,
  `INSERT INTO order_alerts (kind, order_id) SELECT kind, order_id FROM order_alert_rules`,
  // 仮売上 by their limit, and unpaid numbers by their term, without a look at the other trades.
  `CREATE INDEX payments_term ON payments (term_at) WHERE status = 'requested'`,
]
