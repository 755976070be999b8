import type { Knex } from 'knex'

/** What of an order's goods goes to which delivery; empty for every delivery of before, of which nobody had said it. */
export async function addDeliveryGoods(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`ALTER TABLE order_deliveries ADD COLUMN goods TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(goods))`)
}
