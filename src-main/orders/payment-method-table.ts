import type { Knex } from 'knex'

/** Ids of the payment methods with these names; new names are added. */
export async function ensurePaymentMethods(trx: Knex, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const json = JSON.stringify(Array.from(new Set(names)))
  await trx.raw('INSERT OR IGNORE INTO payment_methods (name) SELECT value FROM json_each(?)', [json])
  return findPaymentMethods(trx, names)
}

/** Ids of those of `names` that exist. */
export async function findPaymentMethods(db: Knex, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.raw<{ id: number; name: string }[]>(
    'SELECT id, name FROM payment_methods WHERE name IN (SELECT value FROM json_each(?))',
    [JSON.stringify(names)],
  )
  return new Map(rows.map((row) => [row.name, row.id]))
}

/** Names of all payment methods that orders carry, in the order in which they first came. */
export async function paymentMethodNames(db: Knex): Promise<readonly string[]> {
  const rows = await db.raw<{ name: string }[]>(
    `SELECT name FROM payment_methods AS m
     WHERE EXISTS (SELECT 1 FROM orders AS o WHERE o.payment_method_id = m.id AND o.deleted_at IS NULL) ORDER BY m.id`,
  )
  return rows.map((row) => row.name)
}
