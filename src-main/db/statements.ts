import type { DatabaseSyncInstance } from '@photostructure/sqlite'

type Prepare = DatabaseSyncInstance['prepare']

/** More than the program has texts it asks often; searches make new ones all the time. */
const KEPT = 200
/** What is asked over and over. */
const isKept = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK)\b/i
/** Behind these the same text may have other columns. */
const changesTables = /^\s*(?:CREATE|ALTER|DROP)\b/i

/**
 * A `prepare` that keeps what it has prepared, the least lately used text going first: preparing costs as much as asking
 * for a row, and every search asks the same questions. Statements are only ever run to their end, so that one can be used
 * again whenever it is asked for.
 */
export function keepStatements(prepare: Prepare): Prepare {
  const kept = new Map<string, ReturnType<Prepare>>()
  return (sql, options) => {
    if (changesTables.test(sql)) kept.clear()
    if (options !== undefined || !isKept.test(sql)) return prepare(sql, options)
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    for (const [oldest] of kept) {
      if (kept.size <= KEPT) break
      kept.delete(oldest)
    }
    return statement
  }
}
