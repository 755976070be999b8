import { z } from 'zod'
import { answers } from './call.ts'
import { evenWays, type EffectPreview } from './effect-preview.ts'
import { stockChoices } from './order-effects.ts'
import type { DeletionPreview } from './order-deletion.ts'
import { newOrderEffectsSchema, orderChangesSchema } from './order-input.ts'
import type { Order } from './order.ts'

export const stockChoiceSchema = z.enum(stockChoices)
const id = z.int().positive()

/** Calls about stock and points: what a change would do to them, counted by the core, and settling what stands apart. */
export const effectCalls = {
  /** What saving these changes would do; writes nothing. Refused where the sums of the changes are. */
  'orders.preview-change': answers<EffectPreview>()(
    'viewer',
    z.strictObject({ id, changes: orderChangesSchema, stock: stockChoiceSchema.optional() }),
  ),
  /** What registering this order would do; writes nothing. */
  'orders.preview-create': answers<EffectPreview>()('viewer', newOrderEffectsSchema),
  /** What deleting this order can give back; writes nothing. */
  'orders.preview-delete': answers<DeletionPreview>()('viewer', z.strictObject({ id })),
  /** Closes the gap that a file of the cart left: by moving stock and points, or by taking both as right. */
  'orders.even': answers<Order>()(
    'orders',
    z.strictObject({ id, seen: z.int(), how: z.enum(evenWays), stock: stockChoiceSchema.optional() }),
  ),
} as const
