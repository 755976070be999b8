import type { Knex } from 'knex'
import { fold, letterPairs } from '../../src-shared/search-text.ts'

/** Brings the search index of 備考欄コメント in line with the orders' messages. */
export async function saveMessages(
  trx: Knex,
  messages: readonly { readonly orderId: number; readonly message: string }[],
): Promise<void> {
  const ids = JSON.stringify(messages.map((entry) => entry.orderId))
  await trx.raw(
    'DELETE FROM message_pairs WHERE rowid IN (SELECT order_id FROM order_messages WHERE order_id IN (SELECT value FROM json_each(?)))',
    [ids],
  )
  await trx.raw('DELETE FROM order_messages WHERE order_id IN (SELECT value FROM json_each(?))', [ids])
  const rows = messages
    .map(({ orderId, message }) => ({ orderId, folded: fold(message) }))
    .filter((row) => row.folded !== '')
    .map((row) => [row.orderId, row.folded, letterPairs(row.folded)])
  const json = JSON.stringify(rows)
  await trx.raw('INSERT INTO order_messages (order_id, folded) SELECT value ->> 0, value ->> 1 FROM jsonb_each(?)', [
    json,
  ])
  await trx.raw('INSERT INTO message_pairs (rowid, message) SELECT value ->> 0, value ->> 2 FROM jsonb_each(?)', [json])
}
