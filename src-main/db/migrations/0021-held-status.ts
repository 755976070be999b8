import type { Knex } from 'knex'

/**
 * Why 対応状況 did not follow an operation that was done, in words for the operator; null when it did, or was not asked to.
 * Not sealed: it says nothing of money.
 */
export async function tellHeldStatus(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE settlement_operations ADD COLUMN status_held TEXT')
}
