import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { DeadlineBand, DeadlinePage } from '../../src-shared/deadline-radar.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { call, failureOf, onEvent } from '../api.ts'

interface DeadlinesState {
  found: DeadlinePage | null
  band: DeadlineBand | null
  page: number
  ticked: readonly number[]
  focusedId: number | null
  loading: boolean
  failure: Failure | null
  request: number
  listening: boolean
}

export const DEADLINES_PAGE = 100
const FOLLOW_EVERY_MS = 1_500

/** 期限レーダー: every 仮売上 by the days that are left, and which of them are ticked. */
export const useDeadlines = defineStore('deadlines', {
  state: (): DeadlinesState => ({
    found: null,
    band: null,
    page: 0,
    ticked: [],
    focusedId: null,
    loading: false,
    failure: null,
    request: 0,
    listening: false,
  }),
  getters: {
    count(state): number {
      if (state.found === null) return 0
      const { bands } = state.found
      return state.band === null ? Object.values(bands).reduce((sum, count) => sum + count, 0) : bands[state.band]
    },
    pages(): number {
      return Math.max(1, Math.ceil(this.count / DEADLINES_PAGE))
    },
  },
  actions: {
    async start(): Promise<void> {
      if (!this.listening) {
        this.listening = true
        let waiting = false
        onEvent('orders.changed', () => {
          if (waiting) return
          waiting = true
          setTimeout(() => {
            waiting = false
            void this.load()
          }, FOLLOW_EVERY_MS)
        })
      }
      await this.load()
    },

    async filter(band: DeadlineBand | null): Promise<void> {
      this.band = band
      this.page = 0
      this.ticked = []
      this.focusedId = null
      await this.load()
    },

    async goTo(page: number): Promise<void> {
      this.page = Math.min(Math.max(0, page), this.pages - 1)
      await this.load()
    },

    async load(): Promise<void> {
      this.request += 1
      const mine = this.request
      this.loading = true
      try {
        const found = await call('settlement.deadlines', {
          page: this.page,
          pageSize: DEADLINES_PAGE,
          band: this.band,
        })
        if (mine !== this.request) return
        this.found = markRaw(found)
        this.failure = null
      } catch (error) {
        if (mine === this.request) this.failure = failureOf(error)
      } finally {
        if (mine === this.request) this.loading = false
      }
      if (mine === this.request && this.page > this.pages - 1) await this.goTo(this.pages - 1)
    },

    tick(id: number): void {
      this.ticked = this.ticked.includes(id) ? this.ticked.filter((one) => one !== id) : [...this.ticked, id]
    },

    tickPage(on: boolean): void {
      const page = (this.found?.rows ?? []).map((row) => row.id)
      this.ticked = on ? [...new Set([...this.ticked, ...page])] : this.ticked.filter((id) => !page.includes(id))
    },
  },
})
