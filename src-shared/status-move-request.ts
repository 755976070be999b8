import { z } from 'zod'
import { stockChoiceSchema } from './effect-calls.ts'
import { orderStatusSchema } from './order.ts'
import { orderConditionsSchema } from './order-search.ts'
import { MAX_NAMED_ORDERS } from './status-move.ts'

/**
 * What is to be moved: orders as they were seen on the screen, or the whole result of a search. For a whole result the
 * preview answers a digest of the orders and versions it looked at; the move takes exactly those.
 */
export const moveSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('orders'),
    orders: z
      .array(z.strictObject({ id: z.int().positive(), seen: z.int() }))
      .min(1)
      .max(MAX_NAMED_ORDERS),
  }),
  z.strictObject({ kind: z.literal('result'), conditions: orderConditionsSchema }),
])
export type MoveSelection = z.infer<typeof moveSelectionSchema>

export const movePreviewRequestSchema = z.strictObject({ selection: moveSelectionSchema, to: orderStatusSchema })

/** `moveId` is made by the window once per click on 移動: the same one again gets the same report and moves nothing. */
export const moveRequestSchema = z.strictObject({
  moveId: z.uuid(),
  selection: moveSelectionSchema,
  to: orderStatusSchema,
  /** Of the preview the operator agreed to. */
  digest: z.string().max(100),
  /**
   * Whether the stock of orders that end is given back: of those whose goods are still in the house, and of the others.
   * Absent = the preset of `stockQuestion` for each order.
   */
  stock: z.strictObject({ unsent: stockChoiceSchema, sent: stockChoiceSchema }).optional(),
})
export type MoveRequest = z.infer<typeof moveRequestSchema>
