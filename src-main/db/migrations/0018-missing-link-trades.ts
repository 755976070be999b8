import type { Knex } from 'knex'

/**
 * When the gateway first did not know a trade that a buyer had paid by a link, null after any other answer: one such
 * answer alone does not take money off the list of what a person has to look at.
 */
export async function rememberMissingLinkTrades(trx: Knex.Transaction): Promise<void> {
  await trx.raw('ALTER TABLE payment_links ADD COLUMN missing_at INTEGER')
  await trx.raw('ALTER TABLE lost_links ADD COLUMN missing_at INTEGER')
}
