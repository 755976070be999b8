import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { MAX_PICKED, type ExportPick } from '../../src-shared/order-export.ts'
import { call, failureOf, onEvent } from '../api.ts'
import { useOrderList } from './order-list.ts'

/** Which orders of the result are ticked. Ticks outlive pages and trips to other screens; a new search clears them. */
export const useOrderTicks = defineStore('order-ticks', () => {
  const list = useOrderList()
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  const count = computed(() => ids.value.size)
  const pageIsTicked = computed(() => {
    const rows = list.rows ?? []
    return rows.length > 0 && rows.every(({ id }) => ids.value.has(id))
  })
  const allAreTicked = computed(() => count.value > 0 && count.value === list.count)

  function set(changed: readonly number[], on: boolean): void {
    const next = new Set(ids.value)
    for (const id of changed) {
      if (on) next.add(id)
      else next.delete(id)
    }
    ids.value = next
  }

  function toggle(id: number): void {
    set([id], !ids.value.has(id))
  }

  /** Every row of the page that is shown. */
  function togglePage(): void {
    set(
      (list.rows ?? []).map(({ id }) => id),
      !pageIsTicked.value,
    )
  }

  function clear(): void {
    ids.value = new Set()
  }

  /** 全て選択 over all pages: asks the core for every id, so that the number is exact. */
  async function tickAll(): Promise<void> {
    await ask((found) => {
      ids.value = new Set(found)
    })
  }

  /** After orders changed: what no longer belongs to the result is no longer ticked. */
  async function recheck(): Promise<void> {
    if (ids.value.size === 0) return
    await ask((found) => {
      ids.value = new Set(found.filter((id) => ids.value.has(id)))
    })
  }

  async function ask(take: (found: readonly number[]) => void): Promise<void> {
    const { applied, sort } = list
    busy.value = true
    try {
      const found = await call('orders.ids', { conditions: applied, sort })
      // Another search may have begun meanwhile: these ids are not of its result.
      if (list.applied === applied) take(found)
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    } finally {
      busy.value = false
    }
  }

  /** The ticked orders as an export takes them: by name, or by those that are left out when these are fewer. */
  async function pick(): Promise<ExportPick> {
    const whole = { conditions: list.applied, sort: list.sort }
    if (allAreTicked.value) return whole
    if (count.value <= MAX_PICKED) return { ...whole, only: [...ids.value] }
    const found = await call('orders.ids', whole)
    return { ...whole, except: found.filter((id) => !ids.value.has(id)) }
  }

  watch(
    () => JSON.stringify(list.applied),
    () => clear(),
  )
  onEvent('orders.changed', () => void recheck())

  return { ids, busy, failure, count, pageIsTicked, allAreTicked, toggle, togglePage, tickAll, clear, recheck, pick }
})
