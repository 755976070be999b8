import { z } from 'zod'
import type { Instant } from './business-day.ts'

/** Days after which what was typed and never registered is thrown away. */
export const DRAFT_DAYS = 14

/** Shape of the window's drafts; one of another shape is offered for throwing away only. */
export const DRAFT_FORMAT = 1

/** What of a draft the core looks at: the typed texts, and the order that they were typed over, if there was one. */
export const draftContentSchema = z.looseObject({
  format: z.int(),
  draft: z.looseObject({}),
  base: z.unknown().optional(),
})

export const draftKeepSchema = z.strictObject({
  /** Made once for each opening of a form in a window. */
  key: z.uuid(),
  /** Null for an order that begins. */
  orderId: z.int().positive().nullable(),
  /** JSON of the window's own making. */
  content: z.string().max(1_000_000),
})
export type DraftKeep = z.infer<typeof draftKeepSchema>

/** A draft as it was kept last. */
export interface KeptDraft extends DraftKeep {
  readonly keptAt: Instant
}
