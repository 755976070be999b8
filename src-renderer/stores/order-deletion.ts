import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { DeletedOrder, DeletionChoices, DeletionPreview } from '../../src-shared/order-deletion.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { call, failureOf } from '../api.ts'

/** How long 元に戻す is offered. The list 削除した受注 offers it for ever. */
const UNDO_MS = 10_000

interface OrderDeletionState {
  /** The order whose deletion is being asked about. */
  asking: OrderRow | null
  /** What it can give back; null while that is being looked up, or `failure` says why it is not known. */
  effects: DeletionPreview | null
  busy: boolean
  failure: Failure | null
  /** What was deleted last, while it can be undone. */
  last: DeletedOrder | null
  /** What just happened, for those who listen to the screen. */
  said: string
  timer: number
}

/** Grows with every question, and when one is taken back: an answer to an earlier one is not for this one. */
let turn = 0

const startState = (): OrderDeletionState => ({
  asking: null,
  effects: null,
  busy: false,
  failure: null,
  last: null,
  said: '',
  timer: 0,
})

/** Deleting an order, and taking that back. */
export const useOrderDeletion = defineStore('order-deletion', {
  state: startState,
  actions: {
    /** Asks at once; what the deletion can give back comes into the question when it is known. */
    async ask(row: OrderRow): Promise<void> {
      if (this.busy || this.asking !== null) return
      turn += 1
      const mine = turn
      Object.assign(this, { asking: markRaw(row), effects: null, failure: null })
      try {
        const effects = markRaw(await call('orders.preview-delete', { id: row.id }))
        if (mine === turn) this.effects = effects
      } catch (error) {
        if (mine === turn) this.failure = failureOf(error)
      }
    },

    /** Takes the question back: answered with no, or its screen was left. */
    cancel(): void {
      turn += 1
      this.asking = null
      this.failure = null
    },

    /** True when the order is gone. */
    async confirm(choices: DeletionChoices): Promise<boolean> {
      const { asking } = this
      if (asking === null || this.effects === null) return false
      const { id, version } = asking
      const deleted = await this.run(() => call('orders.delete', { id, seen: version, choices }))
      if (deleted === null) return false
      // Another question may stand by now.
      if (this.asking === asking) this.asking = null
      this.show(deleted, '')
      return true
    },

    /** Brings back what was deleted last; answers its id, null when there is nothing or it failed. */
    async undo(): Promise<number | null> {
      return this.last === null ? null : this.restore(this.last)
    },

    async restore({ id, version, orderNo }: DeletedOrder): Promise<number | null> {
      const restored = await this.run(() => call('orders.restore', { id, seen: version }))
      if (restored === null) return null
      this.show(null, `注文 ${orderNo} を元に戻しました。`)
      return id
    },

    /** Says what was done, for ten seconds. */
    show(last: DeletedOrder | null, said: string): void {
      this.last = last
      this.said = said
      window.clearTimeout(this.timer)
      this.timer = window.setTimeout(() => {
        this.last = null
        this.said = ''
      }, UNDO_MS)
    },

    async run(work: () => Promise<DeletedOrder>): Promise<DeletedOrder | null> {
      if (this.busy) return null
      this.busy = true
      try {
        const done = await work()
        this.failure = null
        return done
      } catch (error) {
        this.failure = failureOf(error)
        return null
      } finally {
        this.busy = false
      }
    },
  },
})
