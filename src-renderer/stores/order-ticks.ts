import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { MAX_PICKED, type ExportPick } from '../../src-shared/order-export.ts'
import { call, failureOf } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import { useOrderList } from './order-list.ts'

interface OrderTicksState {
  ids: ReadonlySet<number>
  /** The conditions under which they were ticked. */
  conditions: string
  busy: boolean
  failure: Failure | null
  listening: boolean
}

const startState = (): OrderTicksState => ({
  ids: markRaw(new Set<number>()),
  conditions: '{}',
  busy: false,
  failure: null,
  listening: false,
})

/** Which orders of the result are ticked. Ticks outlive pages and trips to other screens; another search clears them. */
export const useOrderTicks = defineStore('order-ticks', {
  state: startState,
  getters: {
    count: (state): number => state.ids.size,
    pageIsTicked(): boolean {
      const rows = useOrderList().rows ?? []
      return rows.length > 0 && rows.every(({ id }) => this.ids.has(id))
    },
    allAreTicked(): boolean {
      return this.count > 0 && this.count === useOrderList().count
    },
  },
  actions: {
    /** First visit: an ear for changes. */
    start(): void {
      if (this.listening) return
      this.listening = true
      followOrders(() => void this.recheck())
    },

    /** Told after every search: what was ticked under other conditions is not part of this result. */
    follow(): void {
      const now = JSON.stringify(useOrderList().applied)
      if (now !== this.conditions) this.clear()
      this.conditions = now
    },

    set(changed: readonly number[], on: boolean): void {
      const next = new Set(this.ids)
      for (const id of changed) {
        if (on) next.add(id)
        else next.delete(id)
      }
      this.ids = markRaw(next)
    },

    toggle(id: number): void {
      this.set([id], !this.ids.has(id))
    },

    /** Every row of the page that is shown. */
    togglePage(): void {
      const rows = useOrderList().rows ?? []
      this.set(
        rows.map(({ id }) => id),
        !this.pageIsTicked,
      )
    },

    clear(): void {
      this.ids = markRaw(new Set<number>())
    },

    /** 全て選択 over all pages: asks the core for every id, so that the number is exact. */
    async tickAll(): Promise<void> {
      const found = await this.askAll()
      if (found !== null) this.ids = markRaw(new Set(found))
    },

    /** After orders changed: what no longer belongs to the result is no longer ticked. */
    async recheck(): Promise<void> {
      if (this.ids.size === 0) return
      const found = await this.askAll()
      if (found !== null) this.ids = markRaw(new Set(found.filter((id) => this.ids.has(id))))
    },

    /** Ids of the whole result; null when that failed, or when another search began meanwhile. */
    async askAll(): Promise<readonly number[] | null> {
      const list = useOrderList()
      const { applied, sort } = list
      this.busy = true
      try {
        const found = await call('orders.ids', { conditions: applied, sort })
        this.failure = null
        return list.applied === applied ? found : null
      } catch (error) {
        this.failure = failureOf(error)
        return null
      } finally {
        this.busy = false
      }
    },

    /** The ticked orders as an export takes them: by name, or by those that are left out when these are fewer. */
    async pick(): Promise<ExportPick> {
      const { applied, sort } = useOrderList()
      const whole = { conditions: applied, sort }
      if (this.allAreTicked) return whole
      if (this.count <= MAX_PICKED) return { ...whole, only: [...this.ids] }
      const found = await call('orders.ids', whole)
      return { ...whole, except: found.filter((id) => !this.ids.has(id)) }
    },
  },
})
