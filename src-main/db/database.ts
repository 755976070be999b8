import { AsyncLocalStorage } from 'node:async_hooks'
import type { Knex } from 'knex'
import { proveLease, type Lease } from './lease.ts'

/** A running transaction. Services hand it on, so that what they do together stands or falls together. */
export type Transaction = Knex.Transaction

/** The bare connection or a running transaction: what a question is asked on. */
export type Connection = Knex

/**
 * The open data file. The driver is synchronous and there is one connection, so transactions run strictly one after
 * the other: a second one waits in the pool until the first has ended. A call inside a transaction that forgets to
 * hand it on joins it (known from the async context) instead of waiting for itself for ever.
 */
export interface Database {
  /** Full path of the data file, for copies on a connection of their own. */
  readonly file: string
  /**
   * Runs `work` in `trx`, or in the transaction around the call, or in one of its own. Rolled back when it throws.
   * Refusal `storage.taken-over` when another program took the file over: nothing was written (R12).
   */
  write<T>(work: (trx: Transaction) => Promise<T>, trx?: Transaction): Promise<T>
  /** Runs `work` on `trx`, on the transaction around the call, or on the bare connection. */
  read<T>(work: (connection: Connection) => Promise<T>, trx?: Transaction): Promise<T>
  /** Writes the log back into the file and lets the folder go; also when the disk does not take it, which is thrown. */
  close(): Promise<void>
}

/** A transaction and the code that runs inside it; `outer` when that was called from another file's transaction. */
interface Inside {
  readonly file: object
  readonly trx: Transaction
  readonly outer: Inside | undefined
}

/**
 * One for all files: every storage is carried along with every promise of the process for as long as it runs, so one
 * for each opened file would slow the program down with each time a file is opened again.
 */
const inside = new AsyncLocalStorage<Inside>()

/** The transaction on `file` that the running code is in. */
function transactionOn(file: object): Transaction | undefined {
  let found = inside.getStore()
  while (found !== undefined && found.file !== file) found = found.outer
  return found?.trx
}

/**
 * Wraps an opened knex instance with a pool of one. `closed` runs after the connection is gone (releases the lock);
 * `lease` is what every write has to prove.
 */
export function createDatabase(knex: Knex, file: string, closed: () => void, lease: Lease | null): Database {
  const running = (trx?: Transaction): Transaction | undefined => {
    const found = trx ?? transactionOn(knex)
    return found?.isCompleted() === true ? undefined : found
  }
  return {
    file,
    write(work, trx) {
      const joined = running(trx)
      if (joined) return work(joined)
      const outer = inside.getStore()
      return knex.transaction((own) =>
        inside.run({ file: knex, trx: own, outer }, async () => {
          if (lease !== null) await proveLease(own, lease)
          return work(own)
        }),
      )
    },
    read(work, trx) {
      return work(running(trx) ?? knex)
    },
    async close() {
      // A log left behind tells the next start that the program was cut off (see `examineShopFile`).
      try {
        await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)')
      } finally {
        // Nothing committed is lost with a checkpoint that failed; a folder that stays locked could not be opened again.
        await knex.destroy().finally(closed)
      }
    },
  }
}
