import type { Knex } from 'knex'

/** How the file stands: it is the same only as long as nothing was written. */
export interface FileTide {
  /** Rows changed on this connection so far. */
  readonly changes: number
  /** Moves when another connection commits. */
  readonly version: number
}

/** What a question that asks for more asks for it. */
export const tideColumns = 'total_changes() AS changes, (SELECT data_version FROM pragma_data_version) AS version'

/** Asked outside of transactions: changes that are taken back are no news to it. */
export async function fileTide(db: Knex): Promise<FileTide> {
  const [row] = await db.raw<FileTide[]>(`SELECT ${tideColumns}`)
  return { changes: row?.changes ?? 0, version: row?.version ?? 0 }
}

export function isSameTide(a: FileTide, b: FileTide): boolean {
  return a.changes === b.changes && a.version === b.version
}
