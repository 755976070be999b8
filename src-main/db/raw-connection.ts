import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Opens `file` for as long as `work` runs. A connection of this driver keeps its file open until the statements it
 * prepared have been collected as garbage, so everything here goes through `exec` (see `valueOf`).
 */
export function withConnection<T>(file: string, work: (connection: DatabaseSyncInstance) => T): T {
  const connection = new DatabaseSync(file, { timeout: 5000 })
  try {
    return work(connection)
  } finally {
    connection.close()
  }
}

/** The single value of an expression over the file, read without preparing a statement. */
export function valueOf(connection: DatabaseSyncInstance, expression: string): unknown {
  let found: unknown = null
  connection.function('keep_value', (value: unknown) => {
    found = value
    return null
  })
  connection.exec(`SELECT keep_value(${expression})`)
  return found
}

/**
 * Makes closed connections give their files back now. Windows does not let an open file be moved away, and the driver
 * closes one only when its prepared statements have been collected.
 */
export async function releaseClosedFiles(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') Reflect.apply(collect, undefined, [])
  await setImmediate()
}
