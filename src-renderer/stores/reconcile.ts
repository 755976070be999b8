import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { SweepState } from '../../src-shared/sweep.ts'
import type { TradeDifference } from '../../src-shared/trade-difference.ts'
import { call, failureOf, onEvent } from '../api.ts'

/** 照合: the sweep of open trades, and what it found. */
export const useReconcile = defineStore('reconcile', () => {
  const sweep = shallowRef<SweepState | null>(null)
  const list = shallowRef<readonly TradeDifference[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const message = ref('')
  const busy = ref(false)

  /** Reads everything and follows the core until the returned function is called. */
  function follow(): () => void {
    const stops = [
      onEvent('settlement.sweep', (next) => {
        const ended = sweep.value?.running === true && !next.running
        const found = next.done > 0 && next.done % 50 === 0
        sweep.value = next
        if (ended || found) void readList()
      }),
      onEvent('orders.changed', () => {
        if (sweep.value?.running !== true) void readList()
      }),
    ]
    message.value = ''
    void load()
    return () => {
      for (const stop of stops) stop()
    }
  }

  async function load(): Promise<void> {
    failure.value = null
    try {
      sweep.value = await call('settlement.sweep-state', {})
    } catch (error) {
      failure.value = failureOf(error)
    }
    await readList()
  }

  async function readList(): Promise<void> {
    try {
      list.value = await call('settlement.differences', {})
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  /** Runs one step at a time; the list is read again even when the step failed, since that may be why. */
  async function step(work: () => Promise<string>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    message.value = ''
    try {
      message.value = await work()
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
    await readList()
  }

  /** 今すぐ照会する, or 再開. */
  const start = () =>
    step(async () => {
      sweep.value = await call('settlement.sweep', {})
      return ''
    })

  /** 一時停止 and 中止. */
  const hold = (how: 'pause' | 'stop') =>
    step(async () => {
      sweep.value = await call('settlement.hold-sweep', { how })
      return ''
    })

  /** GMOの状態に合わせる: exactly what the operator saw in this line. */
  const adopt = ({ orderId, orderNo, theirs }: TradeDifference) =>
    step(async () => {
      if (theirs === null) return ''
      await call('settlement.adopt-difference', { id: orderId, seen: theirs })
      return `注文 ${orderNo} をGMOの状態に合わせました。`
    })

  /** 対応状況 as offered. */
  const markOrder = ({ orderId, orderNo, version, offeredStatus }: TradeDifference) =>
    step(async () => {
      if (offeredStatus === null) return ''
      await call('orders.change', { id: orderId, seen: version, changes: { status: offeredStatus } })
      return `注文 ${orderNo} の対応状況を変更しました。`
    })

  return { sweep, list, failure, message, busy, follow, load, start, hold, adopt, markOrder }
})
