import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { Today, TodayCard, TodayKind } from '../../src-shared/today.ts'
import { call, failureOf } from '../api.ts'
import { followOrders } from '../follow-orders.ts'

interface TodayState {
  today: Today | null
  /** Cards that show all of their rows. */
  expanded: Partial<Record<TodayKind, TodayCard>>
  /** Ticked orders by id. */
  ticked: readonly number[]
  failure: Failure | null
  loading: boolean
  /** The item that had the focus, for the way back from an order. */
  place: string | null
  asked: number
}

/** 管理メイン = 今日やること. It outlives the screen, so that the way back from an order ends where it began. */
export const useToday = defineStore('today', {
  state: (): TodayState => ({
    today: null,
    expanded: {},
    ticked: [],
    failure: null,
    loading: false,
    place: null,
    asked: 0,
  }),
  getters: {
    cards: (state): readonly TodayCard[] =>
      (state.today?.cards ?? []).map((card) => {
        const all = state.expanded[card.kind]
        return all === undefined ? card : { ...all, count: card.count }
      }),
  },
  actions: {
    /** Reads everything and follows the core until the returned function is called. */
    follow(): () => void {
      const stop = followOrders(() => void this.load())
      void this.load()
      return stop
    },

    async load(): Promise<void> {
      this.asked += 1
      const mine = this.asked
      this.loading = true
      try {
        const kinds = Object.keys(this.expanded) as TodayKind[]
        const [today, ...cards] = await Promise.all([
          call('home.today', {}),
          ...kinds.map((kind) => call('home.card', { kind })),
        ])
        if (mine !== this.asked) return
        this.today = markRaw(today)
        this.expanded = Object.fromEntries(cards.map((card) => [card.kind, markRaw(card)]))
        this.failure = null
        this.keepTicks()
      } catch (error) {
        if (mine === this.asked) this.failure = failureOf(error)
      } finally {
        if (mine === this.asked) this.loading = false
      }
    },

    /** An order that has left every list is no longer ticked. */
    keepTicks(): void {
      const shown = new Set(this.cards.flatMap((card) => card.rows.map(({ order }) => order.id)))
      this.ticked = this.ticked.filter((id) => shown.has(id))
    },

    tick(id: number): void {
      this.ticked = this.ticked.includes(id) ? this.ticked.filter((one) => one !== id) : [...this.ticked, id]
    },

    /** すべて表示 and 閉じる. */
    async expand(kind: TodayKind): Promise<void> {
      if (this.expanded[kind] !== undefined) {
        this.expanded = Object.fromEntries(Object.entries(this.expanded).filter(([key]) => key !== kind))
        this.keepTicks()
        return
      }
      try {
        const card = await call('home.card', { kind })
        this.expanded = { ...this.expanded, [kind]: markRaw(card) }
      } catch (error) {
        this.failure = failureOf(error)
      }
    },
  },
})
