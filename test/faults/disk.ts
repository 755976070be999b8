import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Knex } from 'knex'
import { connect } from '../../src-main/db/driver.ts'

/** Asked before every statement of the program's one connection, and told after it. What it throws, the program gets. */
export interface DiskWatch {
  before(sql: string): void
  after(sql: string): void
}

/** Thrown at a program that has been killed: whatever it still tries comes to nothing. */
export class Killed extends Error {
  constructor() {
    super('killed')
  }
}

/** What the driver throws when a write finds no more room. */
export function diskFull(): Error {
  return Object.assign(new Error('database or disk is full'), { sqliteCode: 13 })
}

export interface WatchedConnection {
  readonly knex: Knex
  /** Gives the file back without a word, for a program that is dead already. */
  drop(): void
}

interface Client {
  acquireRawConnection(): Promise<DatabaseSyncInstance>
}

/**
 * The program's own connection with `watch` beside it. `synchronous` is OFF: a killed program loses nothing that was
 * handed to the system, and what a power cut does is shown with the real setting by the families B and C.
 */
export function connectWatched(file: string, watch: DiskWatch, durable: boolean): WatchedConnection {
  const knex = connect(file)
  let opened: DatabaseSyncInstance | null = null
  const client = knex.client as Client
  const acquire = client.acquireRawConnection.bind(client)
  client.acquireRawConnection = async () => {
    const connection = await acquire()
    if (!durable) quicken(connection)
    opened = connection
    observe(connection, watch)
    return connection
  }
  return {
    knex,
    drop() {
      // The pool goes as well, whether or not the dead program still holds the connection.
      knex.destroy().catch(() => undefined)
      if (opened?.isOpen === true) opened.close()
    },
  }
}

/** The program sets FULL on every connection; here it stays OFF whatever is asked. */
function quicken(connection: DatabaseSyncInstance): void {
  const exec = connection.exec.bind(connection)
  const quick = (sql: string) => {
    exec(sql === 'PRAGMA synchronous = FULL' ? 'PRAGMA synchronous = OFF' : sql)
  }
  Object.defineProperty(connection, 'exec', { value: quick, configurable: true })
}

type Run = (...bindings: never[]) => unknown

function observe(connection: DatabaseSyncInstance, watch: DiskWatch): void {
  const prepare = connection.prepare.bind(connection)
  // The program prepares every statement anew; ten thousand histories can do without that.
  const prepared = new Map<string, ReturnType<typeof prepare>>()
  connection.prepare = (sql, options) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = prepare(sql, options)
    prepared.set(sql, statement)
    for (const name of ['run', 'all'] as const) {
      const run = statement[name].bind(statement) as Run
      const value = (...bindings: never[]) => {
        watch.before(sql)
        const answer = run(...bindings)
        watch.after(sql)
        return answer
      }
      Object.defineProperty(statement, name, { value })
    }
    return statement
  }
  const exec = connection.exec.bind(connection)
  const watched = (sql: string) => {
    watch.before(sql)
    exec(sql)
    watch.after(sql)
  }
  Object.defineProperty(connection, 'exec', { value: watched })
}
