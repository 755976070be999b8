import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { SettlementResult } from '../../src-shared/api.ts'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import type { Failure, FailureCode } from '../../src-shared/failure.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import { statusThen } from '../../src-shared/settlement-rules.ts'
import { call, failureOf } from '../api.ts'
import { useOrderEditor } from './order-editor.ts'

interface SettlementDialogState {
  phase: 'closed' | 'asking' | 'busy' | 'done'
  /** Chosen in the pull-down of カード決済状況変更; null = 変更しない. */
  action: SettlementAction | null
  result: SettlementResult | null
  failure: Failure | null
  /** What the 対応状況 that goes with it does to stock and points; null while that is not known. */
  effects: EffectPreview | null
  /** True when the answer was lost on the way: to be treated as 結果確認中, never as a failure. */
  lost: boolean
}

/** Failures after which nobody can say from here whether the money moved. */
const uncertain: readonly FailureCode[] = [
  'bug',
  'core.unavailable',
  'storage.full',
  'storage.locked',
  'storage.failed',
]

const closed = (): SettlementDialogState => ({
  phase: 'closed',
  action: null,
  result: null,
  failure: null,
  effects: null,
  lost: false,
})

/**
 * The money dialog. It goes one way only: closed → asking → busy → done → closed. `confirm` acts in `asking` alone, so a
 * second click, or Enter on top of a click, finds nothing to send.
 */
export const useSettlementDialog = defineStore('settlement-dialog', {
  state: closed,
  actions: {
    reset(): void {
      Object.assign(this, closed())
    },

    /** Opens the dialog for the chosen action. */
    ask(): void {
      if (this.phase !== 'closed' || this.action === null) return
      this.phase = 'asking'
      void this.readEffects(this.action)
    },

    async readEffects(action: SettlementAction): Promise<void> {
      this.effects = null
      const status = statusThen(action)
      const request = useOrderEditor().effects
      if (status === null || request?.kind !== 'change') return
      const { id, changes } = request.input
      try {
        const effects = await call('orders.preview-change', { id, changes: { ...changes, status } })
        if (this.action === action) this.effects = markRaw(effects)
      } catch {
        // The core looks again when the money has moved; here it only cannot be said before.
        this.effects = null
      }
    },

    dismiss(): void {
      if (this.phase === 'asking') this.phase = 'closed'
      else if (this.phase === 'done') this.reset()
    },

    /** Saves what was typed, then sends the action once. `thenStatus` is written together with the result. */
    async confirm(thenStatus: OrderStatus | null, reason: string): Promise<void> {
      const action = this.action
      if (this.phase !== 'asking' || action === null) return
      this.phase = 'busy'
      const editor = useOrderEditor()
      const order = (await editor.save()) ? editor.order : null
      if (!order) {
        this.phase = 'closed'
        return
      }
      editor.busy = true
      try {
        this.result = markRaw(
          await call('settlement.change', { id: order.id, seen: order.version, action, thenStatus, reason }),
        )
        await editor.take(this.result.order)
      } catch (error) {
        this.failure = failureOf(error)
        this.lost = uncertain.includes(this.failure.code)
        await editor.reload()
      } finally {
        editor.busy = false
        editor.message = ''
        this.phase = 'done'
      }
    },
  },
})
