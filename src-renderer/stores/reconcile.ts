import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { SweepState } from '../../src-shared/sweep.ts'
import type { TradeDifference } from '../../src-shared/trade-difference.ts'
import { call, failureOf, onEvent } from '../api.ts'

interface ReconcileState {
  sweep: SweepState | null
  list: readonly TradeDifference[] | null
  failure: Failure | null
  message: string
  busy: boolean
}

/** While a sweep runs the list is read again every so many orders, not after each. */
const LIST_EVERY = 50

/** 照合: the sweep of open trades, and what it found. */
export const useReconcile = defineStore('reconcile', {
  state: (): ReconcileState => ({ sweep: null, list: null, failure: null, message: '', busy: false }),
  actions: {
    /** Reads everything and follows the core until the returned function is called. */
    follow(): () => void {
      const stops = [
        onEvent('settlement.sweep', (next) => {
          this.hear(next)
        }),
        onEvent('orders.changed', () => {
          if (this.sweep?.running !== true) void this.readList()
        }),
      ]
      this.message = ''
      void this.load()
      return () => {
        for (const stop of stops) stop()
      }
    },

    hear(next: SweepState): void {
      const ended = this.sweep?.running === true && !next.running
      this.sweep = next
      if (ended || (next.done > 0 && next.done % LIST_EVERY === 0)) void this.readList()
    },

    async load(): Promise<void> {
      this.failure = null
      try {
        this.sweep = await call('settlement.sweep-state', {})
      } catch (error) {
        this.failure = failureOf(error)
      }
      await this.readList()
    },

    async readList(): Promise<void> {
      try {
        this.list = markRaw([...(await call('settlement.differences', {}))])
      } catch (error) {
        this.failure = failureOf(error)
      }
    },

    /** Runs one step at a time; the list is read again even when the step failed, since that may be why. */
    async step(work: () => Promise<string>): Promise<void> {
      if (this.busy) return
      this.busy = true
      this.failure = null
      this.message = ''
      try {
        this.message = await work()
      } catch (error) {
        this.failure = failureOf(error)
      } finally {
        this.busy = false
      }
      await this.readList()
    },

    /** 今すぐ照会する, or 再開する. */
    start(): Promise<void> {
      return this.step(async () => {
        this.sweep = await call('settlement.sweep', {})
        return ''
      })
    },

    /** 一時停止 and 中止. */
    hold(how: 'pause' | 'stop'): Promise<void> {
      return this.step(async () => {
        this.sweep = await call('settlement.hold-sweep', { how })
        return ''
      })
    },

    /** GMOの状態に合わせる, or without a trade there 連携を外す: exactly what the operator saw in this line. */
    adopt({ orderId, orderNo, theirs }: TradeDifference): Promise<void> {
      return this.step(async () => {
        await call('settlement.adopt-difference', { id: orderId, seen: theirs })
        return theirs === null ? `注文 ${orderNo} の連携を外しました。` : `注文 ${orderNo} をGMOの状態に合わせました。`
      })
    },

    /** 対応状況 as offered. */
    markOrder({ orderId, orderNo, version, offeredStatus }: TradeDifference): Promise<void> {
      return this.step(async () => {
        if (offeredStatus === null) return ''
        await call('orders.change', { id: orderId, seen: version, changes: { status: offeredStatus } })
        return `注文 ${orderNo} の対応状況を変更しました。`
      })
    },
  },
})
