import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Orders picked in 管理メイン or ステータス管理, so that 次の受注 on 受注編集 goes through them and not through the search. */
export const useWorkQueue = defineStore('work-queue', () => {
  const ids = ref<readonly number[]>([])

  function start(orders: readonly number[]): void {
    ids.value = [...new Set(orders)]
  }

  function clear(): void {
    ids.value = []
  }

  function holds(id: number): boolean {
    return ids.value.includes(id)
  }

  /** The order before (-1) or after (+1) `id`; null at either end. */
  function neighbour(id: number, step: -1 | 1): number | null {
    const at = ids.value.indexOf(id)
    return at < 0 ? null : (ids.value[at + step] ?? null)
  }

  return { start, clear, holds, neighbour }
})
