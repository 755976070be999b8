import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { DeletedOrder } from '../../src-shared/order-deletion.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { call, failureOf } from '../api.ts'

/** How long 元に戻す is offered. The list 削除した受注 offers it for ever. */
const UNDO_MS = 10_000

/** Deleting an order, and taking that back. */
export const useOrderDeletion = defineStore('order-deletion', () => {
  /** The order whose deletion is being asked about. */
  const asking = shallowRef<OrderRow | null>(null)
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  /** What was deleted last, while it can be undone. */
  const last = shallowRef<DeletedOrder | null>(null)
  /** What just happened, for those who listen to the screen. */
  const said = ref('')
  let timer = 0

  function ask(row: OrderRow): void {
    asking.value = row
    failure.value = null
  }

  function cancel(): void {
    asking.value = null
    failure.value = null
  }

  /** True when the order is gone. */
  async function confirm(): Promise<boolean> {
    const row = asking.value
    if (row === null) return false
    const deleted = await run('orders.delete', row.id, row.version)
    if (deleted === null) return false
    asking.value = null
    last.value = deleted
    said.value = ''
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (last.value = null), UNDO_MS)
    return true
  }

  /** Brings back what was deleted last; answers its id, null when there is nothing or it failed. */
  async function undo(): Promise<number | null> {
    const deleted = last.value
    return deleted === null ? null : restore(deleted)
  }

  async function restore({ id, version, orderNo }: DeletedOrder): Promise<number | null> {
    const restored = await run('orders.restore', id, version)
    if (restored === null) return null
    last.value = null
    said.value = `注文 ${orderNo} を元に戻しました。`
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (said.value = ''), UNDO_MS)
    return id
  }

  async function run(name: 'orders.delete' | 'orders.restore', id: number, seen: number): Promise<DeletedOrder | null> {
    if (busy.value) return null
    busy.value = true
    try {
      const done = await call(name, { id, seen })
      failure.value = null
      return done
    } catch (error) {
      failure.value = failureOf(error)
      return null
    } finally {
      busy.value = false
    }
  }

  return { asking, busy, failure, last, said, ask, cancel, confirm, undo, restore }
})
