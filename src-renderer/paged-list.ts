import { computed, ref, shallowRef } from 'vue'
import type { Failure } from '../src-shared/failure.ts'
import { failureOf } from './api.ts'

/** What the core answers. */
export interface Page<R> {
  readonly rows: readonly R[]
  readonly count: number
}

/**
 * A list that the core answers page by page, and where the operator is in it. `ask` brings one page; answers that come
 * after a newer question are dropped, and a failed one leaves what was there. When the list has become shorter than the
 * page asked for, its last page is asked for instead.
 */
export function createPagedList<R extends { readonly id: number }>(
  pageSize: number,
  ask: (page: number) => Promise<Page<R>>,
) {
  /** From 0. */
  const page = ref(0)
  const found = shallowRef<Page<R> | null>(null)
  /** The row that has or had the focus. */
  const place = ref<number | null>(null)
  const loading = ref(false)
  const failure = ref<Failure | null>(null)
  const pages = computed(() => Math.max(1, Math.ceil((found.value?.count ?? 0) / pageSize)))
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    loading.value = true
    try {
      const answer = await ask(page.value)
      if (mine !== turn) return
      const last = Math.max(0, Math.ceil(answer.count / pageSize) - 1)
      if (page.value > last) {
        page.value = last
        await load()
        return
      }
      found.value = answer
      failure.value = null
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  /** The list by what is chosen now, from its first page. */
  async function search(): Promise<void> {
    page.value = 0
    place.value = null
    await load()
  }

  async function goTo(next: number): Promise<void> {
    page.value = Math.min(Math.max(0, next), pages.value - 1)
    await load()
  }

  return { page, pages, found, place, loading, failure, load, search, goTo }
}
