import type { Knex } from 'knex'
import { Refusal } from '../../src-shared/failure.ts'
import type { Migration } from './migrations/list.ts'
import { APPLICATION_ID } from './shop-file.ts'

/**
 * The steps a file still needs. Refusal `startup.newer-file` when the file knows steps this program does not, or knows
 * them under other names: it was written by another version, and guessing could harm it.
 */
export async function pendingMigrations(knex: Knex, known: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await appliedMigrations(knex)
  const isPrefix = applied.every((step, index) => known[index]?.id === step.id && known[index].name === step.name)
  if (!isPrefix) throw new Refusal('startup.newer-file', { fileVersion: applied.length, programVersion: known.length })
  return known.slice(applied.length)
}

/**
 * Takes the file forward, all steps in one transaction: either it is at the program's version afterwards or exactly as
 * it was. Refusal `startup.migration-failed` naming the step.
 */
export async function migrate(knex: Knex, pending: readonly Migration[]): Promise<void> {
  let current = ''
  try {
    await knex.transaction(async (trx) => {
      await trx.raw(`PRAGMA application_id = ${APPLICATION_ID}`)
      await trx.raw('CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT')
      for (const step of pending) {
        current = step.name
        await step.up(trx)
        await trx('migrations').insert({ id: step.id, name: step.name })
      }
    })
  } catch (error) {
    throw Object.assign(new Refusal('startup.migration-failed', { step: current }, 'restore-backup'), { cause: error })
  }
}

async function appliedMigrations(knex: Knex): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const table: unknown[] = await knex.raw("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'")
  if (table.length === 0) return []
  return knex.raw<{ id: number; name: string }[]>('SELECT id, name FROM migrations ORDER BY id')
}
