import type { Knex } from 'knex'
import { insertInto, runForRows } from '../db/rows.ts'
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
    .map((row) => [row.orderId, row.folded] as const)
  await runForRows(
    trx,
    insertInto('order_messages', ['order_id', 'folded']),
    rows.map(([orderId, folded]) => [orderId, folded]),
  )
  await runForRows(
    trx,
    insertInto('message_pairs', ['rowid', 'message']),
    rows.map(([orderId, folded]) => [orderId, letterPairs(folded)]),
  )
}
