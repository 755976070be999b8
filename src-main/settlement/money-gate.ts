import { Refusal, type Failure } from '../../src-shared/failure.ts'
import type { Database } from '../db/database.ts'
import type { JournalWitness } from './journal-witness.ts'
import { countWaiting, isAnswered } from './lost-table.ts'

/** Whether money may move at all: closed while the records that protect it are damaged, and after a restore. */
export interface MoneyGate {
  /**
   * Why no operation may start on this order now, or null: `storage.damaged` (journal or witness),
   * `settlement.reconcile-first` while trades that moved after a restored copy were not asked about. An order whose own
   * trades were asked about is free before the others.
   */
  closedFor(orderNo: string): Promise<Failure | null>
  /** Throws what `closedFor` answers. */
  pass(orderNo: string): Promise<void>
  /** The scan of the journal found rows that are not as they were written. */
  closeForDamage(): void
}

interface MoneyGateParts {
  readonly db: Database
  readonly witness: Pick<JournalWitness, 'isSound'>
}

export function createMoneyGate({ db, witness }: MoneyGateParts): MoneyGate {
  let damaged = false
  const damage = (what: string): Failure => ({ code: 'storage.damaged', params: { what }, next: 'check-records' })

  async function closedFor(orderNo: string): Promise<Failure | null> {
    if (damaged) return damage('journal')
    if (!witness.isSound()) return damage('witness')
    const count = await db.read(countWaiting)
    if (count === 0 || (await db.read((connection) => isAnswered(connection, orderNo)))) return null
    return { code: 'settlement.reconcile-first', params: { count }, next: 'inquire' }
  }

  return {
    closedFor,
    async pass(orderNo) {
      const failure = await closedFor(orderNo)
      if (failure !== null) throw new Refusal(failure.code, failure.params, failure.next)
    },
    closeForDamage() {
      damaged = true
    },
  }
}
