import { Refusal } from '../../src-shared/failure.ts'

/** Refusal `storage.damaged` for the trade of an order. */
export function damagedTrade(orderNo: string): Refusal {
  return new Refusal('storage.damaged', { what: 'trade', orderNo }, 'restore-backup')
}

/** Refusal `storage.damaged` for the journal: money stays where it is for every order. */
export function damagedJournal(): Refusal {
  return new Refusal('storage.damaged', { what: 'journal' }, 'restore-backup')
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
