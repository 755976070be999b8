import type { Knex } from 'knex'

/** The stored value under `key`, or undefined. Whoever asks checks its shape. */
export async function readSetting(db: Knex, key: string): Promise<unknown> {
  const rows = await db.raw<{ value: string }[]>('SELECT value FROM settings WHERE key = ?', [key])
  const [row] = rows
  return row === undefined ? undefined : JSON.parse(row.value)
}

/** Stores a value under `key`. */
export async function writeSetting(trx: Knex, key: string, value: unknown): Promise<void> {
  await trx.raw(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    [key, JSON.stringify(value)],
  )
}
