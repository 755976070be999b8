import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { KeptDraft } from '../../src-shared/form-draft.ts'

interface DraftRow {
  readonly key: string
  readonly order_id: number | null
  readonly kept_at: number
  readonly content: string
}

/** Writes a draft, in the place of the one with the same key. */
export async function saveDraft(trx: Knex, { key, orderId, keptAt, content }: KeptDraft): Promise<void> {
  await trx.raw(
    `INSERT INTO form_drafts (key, order_id, kept_at, content) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET kept_at = excluded.kept_at, content = excluded.content`,
    [key, orderId, keptAt, content],
  )
}

/** Every draft that is not older than `since`, the newest first. */
export async function draftsSince(db: Knex, since: Instant): Promise<readonly KeptDraft[]> {
  const rows = await db.raw<DraftRow[]>('SELECT * FROM form_drafts WHERE kept_at >= ? ORDER BY kept_at DESC, key', [
    since,
  ])
  return rows.map(({ key, order_id, kept_at, content }) => ({ key, orderId: order_id, keptAt: kept_at, content }))
}

/** Takes drafts away; those that are gone already do not matter. */
export async function removeDrafts(trx: Knex, keys: readonly string[]): Promise<void> {
  await trx.raw('DELETE FROM form_drafts WHERE key IN (SELECT value FROM json_each(?))', [JSON.stringify(keys)])
}

/** Takes away what is older than `since`. */
export async function removeDraftsBefore(trx: Knex, since: Instant): Promise<void> {
  await trx.raw('DELETE FROM form_drafts WHERE kept_at < ?', [since])
}
