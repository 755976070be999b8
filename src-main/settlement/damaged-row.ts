import type { Knex } from 'knex'
import { Refusal } from '../../src-shared/failure.ts'

/** Refusal `storage.damaged` for the trade of an order. */
export async function damagedTrade(db: Knex, orderId: number): Promise<Refusal> {
  return new Refusal('storage.damaged', { what: 'trade', orderNo: await orderNoOf(db, orderId) }, 'restore-backup')
}

/** Refusal `storage.damaged` for the journal: money stays where it is for every order. */
export function damagedJournal(): Refusal {
  return new Refusal('storage.damaged', { what: 'journal' }, 'restore-backup')
}

async function orderNoOf(db: Knex, orderId: number): Promise<string> {
  const row = (await db('orders').where({ id: orderId }).first('order_no')) as { order_no: string } | undefined
  return row?.order_no ?? ''
}

/** Null where a record turned out to be damaged: one such order must not keep the others from being looked at. */
export async function unlessDamaged<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal && error.failure.code === 'storage.damaged') return null
    throw error
  }
}
