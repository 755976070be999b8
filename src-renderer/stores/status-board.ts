import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'
import {
  MAX_NAMED_ORDERS,
  UNDO_MS,
  type MovePreview,
  type MoveReport,
  type MoveStock,
  type UndoReport,
} from '../../src-shared/status-move.ts'
import type { MoveSelection } from '../../src-shared/status-move-request.ts'
import { call, failureOf, onEvent } from '../api.ts'
import { followOrders } from '../follow-orders.ts'

const PAGE_SIZE = 100

interface Ticked {
  readonly seen: number
  readonly orderNo: string
}

interface StatusBoardState {
  status: OrderStatus
  counts: Partial<Record<OrderStatus, number>>
  rows: readonly OrderRow[] | null
  page: number
  /** By order id, over all pages. */
  ticked: Map<number, Ticked>
  /** The whole result is meant, whatever is ticked. */
  whole: boolean
  to: OrderStatus | null
  failure: Failure | null
  loading: boolean
  phase: 'list' | 'looking' | 'preview' | 'moving'
  preview: MovePreview | null
  selection: MoveSelection | null
  /** Of the click on 移動: the same one again does nothing. */
  moveId: string
  progress: { readonly done: number; readonly total: number } | null
  report: MoveReport | null
  undoUntil: number
  undone: UndoReport | null
  place: number | null
  asked: number
}

const startState = (): StatusBoardState => ({
  status: 'received',
  counts: {},
  rows: null,
  page: 0,
  ticked: new Map(),
  whole: false,
  to: null,
  failure: null,
  loading: false,
  phase: 'list',
  preview: null,
  selection: null,
  moveId: '',
  progress: null,
  report: null,
  undoUntil: 0,
  undone: null,
  place: null,
  asked: 0,
})

/** ステータス管理: one list per 対応状況, what is ticked in it, and a move from its preview to its report. */
export const useStatusBoard = defineStore('status-board', {
  state: startState,
  getters: {
    count: (state): number => state.counts[state.status] ?? 0,
    pages: (state): number => Math.max(1, Math.ceil((state.counts[state.status] ?? 0) / PAGE_SIZE)),
    chosen: (state): number => (state.whole ? (state.counts[state.status] ?? 0) : state.ticked.size),
    tooMany: (state): boolean => !state.whole && state.ticked.size > MAX_NAMED_ORDERS,
  },
  actions: {
    /** Reads the list and follows the core until the returned function is called. */
    follow(): () => void {
      const stops = [
        followOrders(() => void this.load()),
        onEvent('orders.moving', ({ moveId, done, total }) => {
          if (moveId === this.moveId) this.progress = { done, total }
        }),
      ]
      void this.load()
      return () => {
        for (const stop of stops) stop()
      }
    },

    async load(): Promise<void> {
      this.asked += 1
      const mine = this.asked
      this.loading = true
      try {
        const [counts, rows] = await Promise.all([call('orders.status-counts', {}), this.askPage()])
        if (mine !== this.asked) return
        this.counts = counts
        this.rows = markRaw(rows)
        this.failure = null
      } catch (error) {
        if (mine === this.asked) this.failure = failureOf(error)
      } finally {
        if (mine === this.asked) this.loading = false
      }
      if (mine === this.asked && this.page > this.pages - 1) await this.goTo(this.pages - 1)
    },

    askPage(): Promise<readonly OrderRow[]> {
      const conditions = { statuses: [this.status] }
      const sort = { key: 'orderNo', descending: true } as const
      return call('orders.page', { conditions, sort, page: this.page, pageSize: PAGE_SIZE })
    },

    async show(status: OrderStatus): Promise<void> {
      this.status = status
      if (this.to === status) this.to = null
      this.rows = null
      this.page = 0
      this.untick()
      await this.load()
    },

    async goTo(page: number): Promise<void> {
      this.page = Math.min(Math.max(0, page), this.pages - 1)
      await this.load()
    },

    tick({ id, version, orderNo }: OrderRow): void {
      this.whole = false
      if (!this.ticked.delete(id)) this.ticked.set(id, { seen: version, orderNo })
    },

    /** Ticks every row of the page, or unticks them when all are. */
    tickPage(): void {
      const rows = this.rows ?? []
      const all = rows.every(({ id }) => this.ticked.has(id))
      this.whole = false
      for (const { id, version, orderNo } of rows) {
        if (all) this.ticked.delete(id)
        else this.ticked.set(id, { seen: version, orderNo })
      }
    },

    untick(): void {
      this.ticked.clear()
      this.whole = false
    },

    /** 移動, first half: what would happen. */
    async look(): Promise<void> {
      if (this.to === null || this.chosen === 0 || this.phase !== 'list') return
      this.phase = 'looking'
      this.failure = null
      this.selection = this.whole
        ? { kind: 'result', conditions: { statuses: [this.status] } }
        : { kind: 'orders', orders: [...this.ticked].map(([id, { seen }]) => ({ id, seen })) }
      try {
        this.preview = await call('orders.preview-move', { selection: this.selection, to: this.to })
        this.moveId = crypto.randomUUID()
        this.phase = 'preview'
      } catch (error) {
        this.failure = failureOf(error)
        this.phase = 'list'
      }
    },

    /** 移動, second half. A second click while it runs finds nothing to do. */
    async move(stock: MoveStock): Promise<void> {
      const { preview, selection, moveId, phase } = this
      if (phase !== 'preview' || preview === null || selection === null) return
      this.phase = 'moving'
      this.progress = null
      this.undone = null
      try {
        this.report = await call('orders.move-status', {
          moveId,
          selection,
          to: preview.to,
          digest: preview.digest,
          stock,
        })
        this.undoUntil = Date.now() + UNDO_MS
        this.untick()
        this.phase = 'list'
      } catch (error) {
        this.failure = failureOf(error)
        this.phase = 'list'
        await this.load()
      }
    },

    /** 元に戻す. */
    async undo(): Promise<void> {
      if (this.report === null || this.undone !== null || this.undoUntil === 0) return
      this.undoUntil = 0
      try {
        this.undone = await call('orders.undo-move', { moveId: this.report.moveId })
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    close(): void {
      if (this.phase === 'moving') return
      this.phase = 'list'
      this.preview = null
    },

    /** Takes the last report off the screen. */
    clearReport(): void {
      this.report = null
      this.undone = null
    },
  },
})
