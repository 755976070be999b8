import { Refusal } from '../../src-shared/failure.ts'
import { DRAFT_DAYS, draftContentSchema, type DraftKeep, type KeptDraft } from '../../src-shared/form-draft.ts'
import type { Database } from '../db/database.ts'
import { refuseCardNumbers } from '../orders/card-number-guard.ts'
import type { Clock } from '../ports.ts'
import { draftsSince, removeDrafts, removeDraftsBefore, saveDraft } from './draft-table.ts'

/** What was typed and not registered yet, so that a crash loses nothing. */
export interface DraftService {
  /**
   * Keeps what is typed under the key of its form. Answers false, and keeps nothing new, when there is a card number in it
   * or when it is no draft: nobody waits for this answer, and it must not stop anyone's typing.
   */
  keep(input: DraftKeep): Promise<{ readonly kept: boolean }>
  /** Drafts that have not expired, the newest first. */
  list(): Promise<readonly KeptDraft[]>
  drop(keys: readonly string[]): Promise<void>
}

const DAY = 86_400_000

/** Drafts in the data file; those older than `DRAFT_DAYS` are taken away whenever one is kept. */
export function createDraftService({ db, clock }: { readonly db: Database; readonly clock: Clock }): DraftService {
  const oldest = () => clock.now() - DRAFT_DAYS * DAY
  return {
    async keep({ key, orderId, content }) {
      if (!mayBeKept(content)) return { kept: false }
      await db.write(async (trx) => {
        await removeDraftsBefore(trx, oldest())
        await saveDraft(trx, { key, orderId, content, keptAt: clock.now() })
      })
      return { kept: true }
    },
    list: () => db.read((connection) => draftsSince(connection, oldest())),
    drop: (keys) => db.write((trx) => removeDrafts(trx, keys)),
  }
}

/** カード情報非保持化 holds for drafts too. What the stored order says already is not held against them. */
function mayBeKept(content: string): boolean {
  const parsed = draftContentSchema.safeParse(parsedJson(content))
  if (!parsed.success) return false
  try {
    const { base, ...typed } = parsed.data
    refuseCardNumbers(typed, base)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
