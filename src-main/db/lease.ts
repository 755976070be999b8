import type { Knex } from 'knex'
import { randomUUID } from 'node:crypto'
import { Refusal } from '../../src-shared/failure.ts'

/** The right to write to a data file, as the program took it when it opened the file. */
export interface Lease {
  readonly epoch: number
  readonly holder: string
}

/**
 * Takes the data file over from whoever had it (settlement.md R12): the epoch grows by one and names this program. Null
 * for a file that has no lease yet.
 */
export async function takeLease(knex: Knex): Promise<Lease | null> {
  const table: unknown[] = await knex.raw("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'writer_lease'")
  if (table.length === 0) return null
  const holder = randomUUID()
  const rows = await knex.raw<{ epoch: number }[]>(
    'UPDATE writer_lease SET epoch = epoch + 1, holder = ? RETURNING epoch',
    [holder],
  )
  const [row] = rows
  if (row === undefined) throw new Error('The data file has lost its lease')
  return { epoch: row.epoch, holder }
}

/**
 * Fencing: a transaction that writes proves first that nobody took the file over since. Read inside the transaction, so
 * that a take-over between this and the first write makes SQLite refuse the write. Refusal `storage.taken-over`.
 */
export async function proveLease(trx: Knex, lease: Lease): Promise<void> {
  const rows = await trx.raw<Lease[]>('SELECT epoch, holder FROM writer_lease')
  if (rows[0]?.epoch === lease.epoch && rows[0].holder === lease.holder) return
  throw new Refusal('storage.taken-over', {}, 'retry')
}
