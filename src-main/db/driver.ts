import { DatabaseSync, enhance, type DatabaseSyncInstance } from '@photostructure/sqlite'
import PhotoStructureClient from '@photostructure/knex-sqlite'
import knex, { type Knex } from 'knex'
import { keepStatements } from './statements.ts'
import type { Value } from './rows.ts'

/** A question as knex hands it down; `rows` as `rows.ts` gives them. */
interface Asked {
  readonly sql: string
  readonly options?: { readonly rows?: readonly (readonly Value[])[] }
}

/**
 * The client with its driver handed in by a static import (bundling must not leave a run-time lookup behind), and with
 * transactions that end whatever happens.
 */
class ShopClient extends PhotoStructureClient {
  _driver(): unknown {
    return { DatabaseSync, enhance }
  }

  /**
   * SQLite undoes a transaction by itself when the disk is full or fails (sqlite.org/lang_transaction.html): knex would
   * then report its own superfluous ROLLBACK instead of the cause. A COMMIT that fails may leave the transaction open:
   * knex would hand out the connection like that, and nothing after it would ever be kept.
   */
  override async query(connection: DatabaseSyncInstance, query: string | Asked): Promise<unknown> {
    const sql = typeof query === 'string' ? query : query.sql
    if (sql === 'ROLLBACK' && !connection.isTransaction) return null
    try {
      if (typeof query === 'object' && query.options?.rows !== undefined) return runRows(connection, query)
      const answer: unknown = await super.query(connection, query)
      return answer
    } catch (error) {
      if (sql === 'COMMIT;' && connection.isTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }
}

/** What knex takes for an answer: the question with its `response`. */
function runRows(connection: DatabaseSyncInstance, asked: Asked): unknown {
  const statement = connection.prepare(asked.sql)
  const ids = asked.options?.rows?.map((row) => {
    const { changes, lastInsertRowid } = statement.run(...row)
    return changes === 0 ? 0 : Number(lastInsertRowid)
  })
  return { ...asked, response: ids }
}

/**
 * Set on every connection. FULL makes a commit durable before anything is sent to the gateway (one fsync per commit);
 * macOS needs fullfsync for that.
 */
const pragmas = [
  'PRAGMA busy_timeout = 5000',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  ...(process.platform === 'darwin' ? ['PRAGMA fullfsync = ON', 'PRAGMA checkpoint_fullfsync = ON'] : []),
  'PRAGMA foreign_keys = ON',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA cache_size = -65536',
  'PRAGMA cell_size_check = ON',
]

/** A knex instance with its one connection. Errors never carry bound values: those are names, addresses and passes. */
export function connect(file: string): Knex {
  return knex({
    client: ShopClient,
    connection: { filename: file },
    useNullAsDefault: true,
    compileSqlOnError: false,
    pool: { min: 1, max: 1, afterCreate: prepareConnection },
    // Every failure reaches the caller as an error; knex would print it to the console as well.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  })
}

function prepareConnection(
  connection: DatabaseSyncInstance,
  done: (error: Error | null, connection: DatabaseSyncInstance) => void,
): void {
  try {
    connection.prepare = keepStatements(connection.prepare.bind(connection))
    for (const pragma of pragmas) connection.exec(pragma)
    done(null, connection)
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)), connection)
  }
}
