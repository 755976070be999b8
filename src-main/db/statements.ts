import type { DatabaseSyncInstance } from '@photostructure/sqlite'

type Prepare = DatabaseSyncInstance['prepare']
type Statement = ReturnType<Prepare>

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
  const kept = new Map<string, Statement>()
  return (sql, options) => {
    if (changesTables.test(sql)) kept.clear()
    if (options !== undefined || !isKept.test(sql)) return prepare(sql, options)
    const statement = kept.get(sql) ?? readingArrays(prepare(sql))
    kept.delete(sql)
    kept.set(sql, statement)
    for (const [oldest] of kept) {
      if (kept.size <= KEPT) break
      kept.delete(oldest)
    }
    return statement
  }
}

/**
 * Fetches rows as arrays and names their values here: the driver takes more than twice as long to do so itself, because
 * each name of each row crosses over from native code.
 */
function readingArrays(statement: Statement): Statement {
  const names = statement.columns().map(({ name }) => name)
  if (names.length === 0) return statement
  statement.setReturnArrays(true)
  const all = statement.all.bind(statement)
  // A copy of this takes a third of the room of an object that gets one name after the other.
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Named
  Object.defineProperty(statement, 'all', {
    value: (...values: readonly unknown[]) => all(...values).map((row: readonly unknown[]) => named(blank, names, row)),
  })
  return statement
}

type Named = Readonly<Record<string, unknown>>

function named(blank: Named, names: readonly string[], row: readonly unknown[]): Named {
  const record: Record<string, unknown> = { ...blank }
  for (let index = 0; index < names.length; index += 1) record[names[index] ?? ''] = row[index]
  return record
}
