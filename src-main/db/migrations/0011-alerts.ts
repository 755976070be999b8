import type { Knex } from 'knex'

/**
 * Orders that 管理メイン lists because of their trade: 対応状況 or お支払い合計 and the trade disagree, a 仮売上 is still to be
 * charged, a number is still to be paid. Finding them means comparing every order with its trade, which takes too long
 * each time the screen is read; so the few are kept, and triggers keep them right whoever writes. The view is the only
 * place that says which they are; `place` is what a list is ordered by.
 */
export async function keepAlerts(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const trades = 'FROM payments AS p JOIN orders AS o ON o.id = p.order_id WHERE o.deleted_at IS NULL AND'

/** Codes of 対応状況: 50 キャンセル, 80 発送済み, 90 返品. */
const rules = `
  SELECT p.order_id, 'shippedUnsold' AS kind, o.id AS place ${trades} o.status = 80
      AND p.status IN ('unprocessed', 'authenticated', 'authorised', 'simpleAuthorised')
  UNION ALL
  SELECT p.order_id, 'cancelledSold', o.id ${trades} o.status = 50 AND p.status IN ('sales', 'captured', 'paid')
  UNION ALL
  SELECT p.order_id, 'amountDiffers', o.id ${trades} o.status <> 50 AND p.amount_yen <> o.payment_total_yen
      AND p.status IN ('authorised', 'simpleAuthorised', 'sales', 'captured', 'requested', 'paid')
  UNION ALL
  SELECT p.order_id, 'authorised', CAST(replace(p.settle_by, '-', '') AS INTEGER) ${trades} o.status NOT IN (50, 90)
      AND p.status = 'authorised' AND p.settle_by IS NOT NULL
  UNION ALL
  SELECT p.order_id, 'slipDue', p.term_at ${trades} o.status NOT IN (50, 90)
      AND p.status = 'requested' AND p.term_at IS NOT NULL`

/** What a trigger does for the order whose id is `id`. */
const anew = (id: string) => `BEGIN
    DELETE FROM order_alerts WHERE order_id = ${id};
    INSERT INTO order_alerts (order_id, kind, place)
      SELECT order_id, kind, place FROM order_alert_rules WHERE order_id = ${id};
  END`

const statements = [
  `CREATE VIEW order_alert_rules AS ${rules}`,
  `CREATE TABLE order_alerts (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (order_id, kind)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX order_alerts_by_kind ON order_alerts (kind, place, order_id)`,
  `CREATE TRIGGER order_alerts_of_order AFTER UPDATE ON orders
    WHEN old.status <> new.status OR old.payment_total_yen <> new.payment_total_yen
      OR old.deleted_at IS NOT new.deleted_at
    ${anew('new.id')}`,
  `CREATE TRIGGER order_alerts_of_new_payment AFTER INSERT ON payments ${anew('new.order_id')}`,
  `CREATE TRIGGER order_alerts_of_payment AFTER UPDATE ON payments
    WHEN old.status IS NOT new.status OR old.amount_yen IS NOT new.amount_yen
      OR old.settle_by IS NOT new.settle_by OR old.term_at IS NOT new.term_at
    ${anew('new.order_id')}`,
  `CREATE TRIGGER order_alerts_of_lost_payment AFTER DELETE ON payments ${anew('old.order_id')}`,
  `INSERT INTO order_alerts (order_id, kind, place) SELECT order_id, kind, place FROM order_alert_rules`,
  // The chart reads a month of orders by these three alone, not in their long rows.
  `CREATE INDEX orders_by_day ON orders (ordered_at, payment_method_id, payment_total_yen, id, deleted_at)
    WHERE deleted_at IS NULL`,
  `CREATE INDEX payments_by_order ON payments (order_id, status)`,
]
