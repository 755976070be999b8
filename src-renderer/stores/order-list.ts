import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import { dayOf } from '../../src-shared/business-day.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { OrderConditions, OrderRow, OrderSort, OrderSortKey } from '../../src-shared/order-search.ts'
import type { SavedSearchContent } from '../../src-shared/saved-search.ts'
import { call, failureOf } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import {
  clearFields,
  emptyForm,
  formOf,
  toConditions,
  type SearchField,
  type SearchForm,
  type SearchProblems,
} from '../search-form.ts'
import { useDesk } from './desk.ts'
import { useWorkQueue } from './work-queue.ts'

interface OrderListState {
  form: SearchForm
  problems: SearchProblems
  /** Conditions of the last search, as opposed to what stands in the form. */
  applied: OrderConditions
  sort: OrderSort
  page: number
  pageSize: number
  folded: boolean
  /** Null until the first answer. */
  rows: readonly OrderRow[] | null
  count: number | null
  loading: boolean
  failure: Failure | null
  vocabulary: readonly string[]
  /** Row that has or had the focus, by order. */
  focusedId: number | null
  scrollTop: number
  /** Number of the latest question: an older answer never replaces a newer one. */
  request: number
  listening: boolean
  /** A visit that no screen has taken up yet. */
  begun: Promise<void> | null
}

const startState = (): OrderListState => ({
  form: emptyForm(),
  problems: {},
  applied: {},
  sort: { key: 'updatedAt', descending: true },
  page: 0,
  pageSize: 50,
  folded: false,
  rows: null,
  count: null,
  loading: false,
  failure: null,
  vocabulary: [],
  focusedId: null,
  scrollTop: 0,
  request: 0,
  listening: false,
  begun: null,
})

/**
 * 受注管理: the form, the conditions searched with, and the page that is shown. It outlives the screen, so that
 * conditions, page, scroll and row are as they were after a trip to 受注編集.
 */
export const useOrderList = defineStore('order-list', {
  state: startState,
  getters: {
    pages: (state): number => Math.max(1, Math.ceil((state.count ?? 0) / state.pageSize)),
  },
  actions: {
    /** On the way to the screen: its visit begins, so that the core reads the orders while the screen is built. */
    begin(): void {
      const visit = this.visit()
      this.begun = visit
      // A shop that did not open may be open by the time the screen comes.
      void visit.then(() => {
        if (this.failure !== null && this.begun === visit) this.begun = null
      })
    },

    /** The screen is there: what began on the way to it is waited for. */
    async start(): Promise<void> {
      const visit = this.begun ?? this.visit()
      this.begun = null
      await visit
    },

    /** The orders anew, payment methods for the form, and from the first time on an ear for changes. */
    async visit(): Promise<void> {
      if (!this.listening) {
        this.listening = true
        followOrders(() => void this.refresh())
      }
      await Promise.all([this.refresh(), this.loadVocabulary()])
    },

    async loadVocabulary(): Promise<void> {
      try {
        this.vocabulary = (await call('orders.vocabulary', {})).paymentMethods
      } catch (error) {
        this.failure ??= failureOf(error)
      }
    },

    /** この条件で検索する. False when something typed has to be corrected first. */
    async search(): Promise<boolean> {
      const read = toConditions(this.form, useDesk().state?.today ?? dayOf(Date.now()))
      this.problems = read.problems
      if (Object.keys(read.problems).length > 0) return false
      this.applied = read.conditions
      this.page = 0
      this.scrollTop = 0
      this.focusedId = null
      this.folded = Object.keys(read.conditions).length > 0
      await this.load(true)
      return true
    },

    /** Takes conditions away and searches again. */
    async remove(fields: readonly SearchField[]): Promise<void> {
      this.form = clearFields(this.form, fields)
      await this.search()
    },

    async clear(): Promise<void> {
      this.form = emptyForm()
      await this.search()
    },

    /** Opens a saved search: its conditions stand in the form, its order is the list's. */
    async openSaved({ conditions, sort }: SavedSearchContent): Promise<void> {
      this.form = formOf(conditions)
      this.sort = sort
      await this.search()
    },

    /** 購入履歴: the orders of whoever placed this one, by member number, or by what a guest is known by. */
    async showPurchases(row: OrderRow): Promise<void> {
      const guest = row.email === '' ? { name: row.name, tel: row.tel } : { name: row.name, email: row.email }
      this.form = { ...emptyForm(), ...(row.customerNo === null ? guest : { customerNo: row.customerNo }) }
      await this.search()
    },

    async sortBy(key: OrderSortKey, descending: boolean): Promise<void> {
      this.sort = { key, descending }
      this.page = 0
      await this.load(false)
    },

    async goTo(next: number): Promise<void> {
      this.page = Math.min(Math.max(0, next), this.pages - 1)
      this.scrollTop = 0
      await this.load(false)
    },

    async resize(size: number): Promise<void> {
      this.pageSize = size
      this.page = 0
      await this.load(false)
    },

    async refresh(): Promise<void> {
      await this.load(true)
    },

    /** Reads the page and, beside it, the count; steps back when the page no longer exists. */
    async load(withCount: boolean): Promise<void> {
      this.request += 1
      const mine = this.request
      this.loading = true
      try {
        await this.ask(mine, withCount)
      } catch (error) {
        if (mine === this.request) this.failure = failureOf(error)
      } finally {
        if (mine === this.request) this.loading = false
      }
      if (mine === this.request && this.page > this.pages - 1) await this.goTo(this.pages - 1)
    },

    async ask(mine: number, withCount: boolean): Promise<void> {
      const { applied: conditions, sort, page, pageSize } = this
      const [found, total] = await Promise.all([
        call('orders.page', { conditions, sort, page, pageSize }),
        withCount ? call('orders.count', { conditions }) : Promise.resolve(this.count),
      ])
      if (mine !== this.request) return
      this.rows = markRaw(found)
      this.count = total
      this.failure = null
    },

    /** The order before (-1) or after (+1) `id` in list order, turning the page when needed; null at either end. */
    async neighbour(id: number, step: -1 | 1): Promise<number | null> {
      const queue = useWorkQueue()
      if (queue.holds(id)) return queue.neighbour(id, step)
      const rows = this.rows ?? []
      const at = rows.findIndex((row) => row.id === id)
      if (at < 0) return null
      const beside = rows[at + step]
      if (beside) return beside.id
      const next = this.page + step
      if (next < 0 || next >= this.pages) return null
      await this.goTo(next)
      const turned = this.rows ?? []
      return turned.at(step === 1 ? 0 : -1)?.id ?? null
    },
  },
})
