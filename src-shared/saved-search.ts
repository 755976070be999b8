import { z } from 'zod'
import { orderConditionsSchema, orderSortSchema } from './order-search.ts'

/** Name of something that is kept: shown in lists, so neither empty nor long. */
export const keptNameSchema = z.string().trim().min(1).max(40)

/** What a saved search holds. Days are kept as they were typed in, so it finds the same orders tomorrow. */
export const savedSearchContentSchema = z.strictObject({ conditions: orderConditionsSchema, sort: orderSortSchema })
export type SavedSearchContent = z.infer<typeof savedSearchContentSchema>

/** A search under a name, for the whole shop. */
export interface SavedSearch extends SavedSearchContent {
  readonly id: number
  readonly name: string
}
