import type { Knex } from 'knex'
import { deskOrderNo } from './order-number.ts'

/** What a form of 受注登録 has already made. */
export interface MadeOrder {
  readonly orderId: number
  readonly inputHash: string
}

/** The order that this form has made, or null. */
export async function findMade(db: Knex, requestId: string): Promise<MadeOrder | null> {
  const [row] = await db.raw<{ order_id: number; input_hash: string }[]>(
    'SELECT order_id, input_hash FROM desk_orders WHERE request_id = ?',
    [requestId],
  )
  return row === undefined ? null : { orderId: row.order_id, inputHash: row.input_hash }
}

/** Notes what the form has made, in the transaction that makes it. */
export async function noteMade(trx: Knex, requestId: string, { orderId, inputHash }: MadeOrder): Promise<void> {
  await trx.raw('INSERT INTO desk_orders (request_id, order_id, input_hash) VALUES (?, ?, ?)', [
    requestId,
    orderId,
    inputHash,
  ])
}

/**
 * The shop's next 注文番号, `T-000001` and so on: letters and hyphens that the gateway takes, and a prefix of its own, so
 * that a cart which counts on never meets it. A number that a file has brought all the same is passed over; deleted
 * orders keep theirs.
 */
export async function nextDeskOrderNo(trx: Knex): Promise<string> {
  for (;;) {
    const [row] = await trx.raw<{ last: number }[]>(
      'UPDATE desk_order_numbers SET last = last + 1 WHERE only = 1 RETURNING last',
    )
    if (row === undefined) throw new Error('The data file has lost its counter of order numbers')
    const orderNo = deskOrderNo(row.last)
    const taken: unknown[] = await trx.raw('SELECT 1 FROM orders WHERE order_no = ?', [orderNo])
    if (taken.length === 0) return orderNo
  }
}

/** How many of the desk's own numbers were given. */
export async function lastDeskNumber(db: Knex): Promise<number> {
  const [row] = await db.raw<{ last: number }[]>('SELECT last FROM desk_order_numbers WHERE only = 1')
  return row?.last ?? 0
}

/** Never gives a number up to `last` from now on. */
export async function passOverDeskNumbers(trx: Knex, last: number): Promise<void> {
  await trx.raw('UPDATE desk_order_numbers SET last = ? WHERE only = 1 AND last < ?', [last, last])
}
