import { Refusal, type FailureCode } from '../../src-shared/failure.ts'

const lost: readonly FailureCode[] = ['storage.damaged', 'order.not-found']

/** Refusal `storage.damaged` for the trade of an order. */
export function damagedTrade(orderNo: string): Refusal {
  return new Refusal('storage.damaged', { what: 'trade', orderNo }, 'restore-backup')
}

/** Refusal `storage.damaged` for the journal: money stays where it is for every order. */
export function damagedJournal(): Refusal {
  return new Refusal('storage.damaged', { what: 'journal' }, 'restore-backup')
}

/**
 * Null where a record turned out to be damaged, or its order to be deleted meanwhile: one such order must not keep the
 * others from being looked at.
 */
export async function unlessLost<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal && lost.includes(error.failure.code)) return null
    throw error
  }
}
