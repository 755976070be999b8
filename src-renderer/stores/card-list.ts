import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { BulkAction, BulkSelection } from '../../src-shared/bulk.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { OrderConditions, OrderRow } from '../../src-shared/order-search.ts'
import { paymentKindOf } from '../../src-shared/payment-method.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import { call, failureOf, onEvent } from '../api.ts'
import { bulkActionsFrom } from '../bulk-text.ts'

interface CardListState {
  status: SettlementStatus
  counts: Readonly<Partial<Record<SettlementStatus, number>>>
  methods: readonly string[]
  rows: readonly OrderRow[] | null
  count: number | null
  page: number
  /** Ticked orders, over all pages. */
  ticked: readonly number[]
  /** Everything the filter found is ticked. */
  whole: boolean
  action: BulkAction | ''
  focusedId: number | null
  scrollTop: number
  loading: boolean
  failure: Failure | null
  request: number
  listening: boolean
}

/** Rows of one page; the guide's カード決済情報 has no other. */
export const CARD_PAGE = 100
/** A run changes many orders in a row: the list follows at most so often. */
const FOLLOW_EVERY_MS = 1_500

/** カード決済情報: card orders by status, and which of them are ticked. Outlives its screen. */
export const useCardList = defineStore('card-list', {
  state: (): CardListState => ({
    status: 'authorised',
    counts: {},
    methods: [],
    rows: null,
    count: null,
    page: 0,
    ticked: [],
    whole: false,
    action: '',
    focusedId: null,
    scrollTop: 0,
    loading: false,
    failure: null,
    request: 0,
    listening: false,
  }),
  getters: {
    pages: (state): number => Math.max(1, Math.ceil((state.count ?? 0) / CARD_PAGE)),
    actions: (state): readonly BulkAction[] => bulkActionsFrom(state.status),
    chosen: (state): number => (state.whole ? (state.count ?? 0) : state.ticked.length),
    conditions: (state): OrderConditions => ({
      settlementStatuses: [state.status],
      paymentMethods: [...state.methods],
    }),
    selection(): BulkSelection {
      return this.whole ? { conditions: this.conditions } : { ids: [...this.ticked] }
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

    async filter(status: SettlementStatus): Promise<void> {
      this.status = status
      this.page = 0
      this.rows = null
      this.count = null
      this.action = ''
      this.focusedId = null
      this.untickAll()
      await this.load()
    },

    async goTo(page: number): Promise<void> {
      this.page = Math.min(Math.max(0, page), this.pages - 1)
      this.scrollTop = 0
      await this.load()
    },

    async load(): Promise<void> {
      this.request += 1
      const mine = this.request
      this.loading = true
      try {
        await this.ask(mine)
      } catch (error) {
        if (mine === this.request) this.failure = failureOf(error)
      } finally {
        if (mine === this.request) this.loading = false
      }
      if (mine === this.request && this.page > this.pages - 1) await this.goTo(this.pages - 1)
    },

    async ask(mine: number): Promise<void> {
      const { paymentMethods } = await call('orders.vocabulary', {})
      this.methods = paymentMethods.filter((name) => paymentKindOf(name) === 'card')
      const { conditions, page } = this
      const sort = { key: 'orderedAt', descending: true } as const
      const any = this.methods.length > 0
      const [rows, count, counts] = await Promise.all([
        any ? call('orders.page', { conditions, sort, page, pageSize: CARD_PAGE }) : [],
        any ? call('orders.count', { conditions }) : 0,
        call('settlement.card-counts', {}),
      ])
      if (mine !== this.request) return
      this.rows = markRaw(rows)
      this.count = count
      this.counts = counts
      this.failure = null
    },

    tick(id: number): void {
      const ids = this.whole ? (this.rows ?? []).map((row) => row.id) : this.ticked
      this.whole = false
      this.ticked = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
    },

    /** The head's box: ticks the page, or takes its ticks away. */
    tickPage(on: boolean): void {
      const page = (this.rows ?? []).map((row) => row.id)
      this.whole = false
      this.ticked = on ? [...new Set([...this.ticked, ...page])] : this.ticked.filter((id) => !page.includes(id))
    },

    tickWhole(): void {
      this.whole = true
      this.ticked = []
    },

    untickAll(): void {
      this.whole = false
      this.ticked = []
    },
  },
})
