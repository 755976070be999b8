import type { Knex } from 'knex'

export type ViewKind = 'search' | 'columns' | 'csv'

/** Something kept under a name. Whoever asks checks the shape of `content`. */
export interface ViewRow {
  readonly id: number
  readonly name: string
  readonly content: unknown
}

/** Everything kept of a kind, in the order in which it was first saved. */
export async function viewsOf(db: Knex, kind: ViewKind): Promise<readonly ViewRow[]> {
  const rows = await db.raw<{ id: number; name: string; content: string }[]>(
    'SELECT id, name, content FROM kept_views WHERE kind = ? ORDER BY id',
    [kind],
  )
  return rows.map(({ id, name, content }) => ({ id, name, content: JSON.parse(content) as unknown }))
}

/** Id of what goes by this name, or null. */
export async function viewNamed(db: Knex, kind: ViewKind, name: string): Promise<number | null> {
  const rows = await db.raw<{ id: number }[]>('SELECT id FROM kept_views WHERE kind = ? AND name = ?', [kind, name])
  return rows[0]?.id ?? null
}

/** Adds a view; answers its id. */
export async function addView(trx: Knex, kind: ViewKind, name: string, content: unknown): Promise<number> {
  const rows = await trx.raw<{ id: number }[]>(
    'INSERT INTO kept_views (kind, name, content) VALUES (?, ?, ?) RETURNING id',
    [kind, name, JSON.stringify(content)],
  )
  return rows[0]?.id ?? 0
}

/** Rewrites a view. False when it is gone. */
export async function changeView(
  trx: Knex,
  kind: ViewKind,
  id: number,
  name: string,
  content: unknown,
): Promise<boolean> {
  const rows: unknown[] = await trx.raw(
    'UPDATE kept_views SET name = ?, content = ? WHERE kind = ? AND id = ? RETURNING id',
    [name, JSON.stringify(content), kind, id],
  )
  return rows.length === 1
}

/** Takes a view away; nothing when it is gone already. */
export async function removeView(trx: Knex, kind: ViewKind, id: number): Promise<void> {
  await trx.raw('DELETE FROM kept_views WHERE kind = ? AND id = ?', [kind, id])
}
