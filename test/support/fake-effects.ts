import type { CallInput, CallOutput } from '../../src-shared/api.ts'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import type { Order } from '../../src-shared/order.ts'

type EffectCalls = 'orders.preview-change' | 'orders.preview-create' | 'orders.preview-delete' | 'orders.even'

/** Nothing moves, of a guest. */
export const noEffects: EffectPreview = {
  ...{ stock: [], points: [], member: null, asked: null, choice: null, short: null, gap: 'none' },
}

/** Orders that move neither stock nor points. */
export function effectAnswers(orders: readonly Order[]): {
  [N in EffectCalls]: (input: CallInput<N>) => CallOutput<N>
} {
  return {
    'orders.preview-change': () => noEffects,
    'orders.preview-create': () => noEffects,
    'orders.preview-delete': () => ({ stock: [], points: [], preset: { stock: 'follow', points: 'follow' } }),
    'orders.even': ({ id }) => {
      const found = orders.find((order) => order.id === id)
      if (found === undefined) throw new Error(`no order ${String(id)}`)
      return found
    },
  }
}
