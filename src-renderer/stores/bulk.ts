import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import {
  statusOfBulk,
  type BulkAction,
  type BulkLine,
  type BulkPreview,
  type BulkProgress,
  type BulkRun,
  type BulkSelection,
} from '../../src-shared/bulk.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { call, failureOf, onEvent } from '../api.ts'

/** Screen a preview was asked from, to go back to. */
export type BulkOrigin = 'cards' | 'deadlines' | 'bulk' | 'home'

interface BulkStoreState {
  /** The run that is not over; the frame shows it. */
  current: BulkRun | null
  preview: BulkPreview | null
  asked: { readonly selection: BulkSelection; readonly action: BulkAction } | null
  origin: BulkOrigin
  /** The run whose screen is open, with its lines. */
  report: { readonly run: BulkRun; readonly lines: readonly BulkLine[] } | null
  runs: readonly BulkRun[] | null
  failure: Failure | null
  /** Why 一時停止, 再開 or 中止 did not work; shown where its button is: the run's screen, or the frame's banner. */
  holdFailure: Failure | null
  busy: boolean
  listening: boolean
}

/** 一括処理: preview, the run that goes on while other screens are open, and reports. */
export const useBulk = defineStore('bulk', {
  state: (): BulkStoreState => ({
    current: null,
    preview: null,
    asked: null,
    origin: 'cards',
    report: null,
    runs: null,
    failure: null,
    holdFailure: null,
    busy: false,
    listening: false,
  }),
  actions: {
    /** For the frame: reads the run that is not over and follows it for as long as the window lives. */
    async start(): Promise<void> {
      if (!this.listening) {
        this.listening = true
        onEvent('bulk.progress', (progress) => {
          this.hear(progress)
        })
        onEvent('orders.changed', ({ ids }) => {
          this.hearOrders(ids)
        })
      }
      await this.step(async () => {
        this.current = await call('bulk.state', {})
      })
    },

    hear({ run, lines }: BulkProgress): void {
      this.current = run?.state === 'ended' ? null : run
      if (run === null) return
      if (this.runs !== null) {
        const known = this.runs.some(({ id }) => id === run.id)
        this.runs = known ? this.runs.map((one) => (one.id === run.id ? run : one)) : [run, ...this.runs]
      }
      if (this.report?.run.id !== run.id) return
      const moved = new Map(lines.map((line) => [line.position, line]))
      this.report = markRaw({ run, lines: this.report.lines.map((line) => moved.get(line.position) ?? line) })
      if (run.state === 'ended') void this.reread()
    },

    /** The inquiry timer settles open outcomes after a run is over, too. */
    hearOrders(ids: readonly number[]): void {
      const open = this.report?.lines.filter(({ state }) => state === 'attention') ?? []
      if (open.some(({ orderId }) => ids.length === 0 || ids.includes(orderId))) void this.reread()
    },

    /** One step at a time; what fails is shown on the open screen. */
    async step(work: () => Promise<void>): Promise<boolean> {
      this.busy = true
      this.failure = null
      try {
        await work()
        return true
      } catch (error) {
        this.failure = failureOf(error)
        return false
      } finally {
        this.busy = false
      }
    },

    /** Plans; true when the preview can be shown. */
    async plan(selection: BulkSelection, action: BulkAction, origin: BulkOrigin): Promise<boolean> {
      return this.step(async () => {
        this.asked = { selection, action }
        this.origin = origin
        this.preview = markRaw(await call('bulk.preview', { selection, action }))
      })
    },

    async planAgain(): Promise<void> {
      if (this.asked !== null) await this.plan(this.asked.selection, this.asked.action, this.origin)
    },

    /** Starts what the preview shows; answers the run's id, or null when it was refused. */
    async begin(moveStatus: boolean): Promise<string | null> {
      const { preview } = this
      if (preview === null || this.busy) return null
      const started = await this.step(async () => {
        const thenStatus = moveStatus ? statusOfBulk[preview.action] : null
        this.current = await call('bulk.start', { digest: preview.digest, thenStatus })
        this.preview = null
      })
      return started ? (this.current?.id ?? null) : null
    },

    async hold(runId: string, how: 'pause' | 'resume' | 'cancel'): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.failure = null
      this.holdFailure = null
      try {
        const run = await call('bulk.hold', { runId, how })
        this.current = run.state === 'ended' ? null : run
        if (this.report?.run.id === runId) this.report = markRaw({ ...this.report, run })
      } catch (error) {
        this.holdFailure = failureOf(error)
      } finally {
        this.busy = false
      }
      await this.reread()
    },

    /** Opens the screen of one run. */
    async open(runId: string): Promise<void> {
      this.report = null
      this.holdFailure = null
      await this.step(async () => {
        this.report = markRaw(await call('bulk.report', { runId }))
      })
    },

    /** Reads the open report again, quietly: a failure leaves what is shown. */
    async reread(): Promise<void> {
      const runId = this.report?.run.id
      if (runId === undefined) return
      const report = await call('bulk.report', { runId }).catch(() => null)
      if (report !== null && this.report?.run.id === runId) this.report = markRaw(report)
    },

    async list(): Promise<void> {
      await this.step(async () => {
        this.runs = markRaw([...(await call('bulk.list', {}))])
      })
    },

    /** 失敗のみ再選択: a preview of the orders that failed or were not sent. */
    async planFailed(runId: string): Promise<boolean> {
      const again = await call('bulk.reselect-failed', { runId }).catch((error: unknown) => {
        this.failure = failureOf(error)
        return null
      })
      if (again === null || again.ids.length === 0) return false
      return this.plan({ ids: [...again.ids] }, again.action, 'bulk')
    },
  },
})
