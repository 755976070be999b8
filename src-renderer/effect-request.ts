import type { CallInput } from '../src-shared/api.ts'
import type { Order } from '../src-shared/order.ts'
import { readMoney } from './money-draft.ts'
import type { OrderDraft } from './order-draft.ts'
import { readChanges, type Reading } from './order-draft-read.ts'

/** What is typed and would be saved, as far as it has to do with stock and points. */
export type EffectRequest =
  | {
      readonly kind: 'change'
      /** Of the stored order: another one is asked about anew. */
      readonly version: number
      readonly input: Pick<CallInput<'orders.preview-change'>, 'id' | 'changes'>
    }
  | { readonly kind: 'create'; readonly input: CallInput<'orders.preview-create'> }

/** Of 受注編集; null while something of the sums is no number. */
export function changeEffects(order: Order, draft: OrderDraft, reading: Reading): EffectRequest | null {
  if (readMoney(draft, order, reading.settings).totals === null) return null
  const { status, lines, charges, orderedAt } = readChanges(order, draft, reading).changes
  const changes = {
    ...(status === undefined ? {} : { status }),
    ...(lines === undefined ? {} : { lines }),
    ...(charges === undefined ? {} : { charges }),
    ...(orderedAt === undefined ? {} : { orderedAt }),
  }
  return { kind: 'change', version: order.version, input: { id: order.id, changes } }
}

/** Of 受注登録, likewise. */
export function newOrderEffects(draft: OrderDraft, customerNo: string, reading: Reading): EffectRequest | null {
  const { lines, charges, totals } = readMoney(draft, null, reading.settings)
  return totals === null ? null : { kind: 'create', input: { customerNo, lines: [...lines], charges } }
}
