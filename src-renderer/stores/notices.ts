import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'

/** Something the operator has to hear about outside the screen's own flow. */
export interface Notice {
  readonly id: number
  readonly failure: Failure
  readonly at: number
  /** How often the same failure came: repeated ones do not pile up. */
  readonly times: number
}

/** Failures that no screen has a place for: bugs, and a core that stopped. */
export const useNotices = defineStore('notices', () => {
  const list = ref<Notice[]>([])
  let last = 0

  /** Shows a failure; the same code and call again only counts up. */
  function report(failure: Failure): void {
    const key = keyOf(failure)
    const known = list.value.find((notice) => keyOf(notice.failure) === key)
    if (known) {
      list.value = list.value.map((one) => (one === known ? { ...one, times: one.times + 1, at: Date.now() } : one))
      return
    }
    last += 1
    list.value = [...list.value, { id: last, failure, at: Date.now(), times: 1 }]
  }

  function dismiss(id: number): void {
    list.value = list.value.filter((notice) => notice.id !== id)
  }

  return { list, report, dismiss }
})

function keyOf(failure: Failure): string {
  return `${failure.code} ${String(failure.params['call'] ?? '')}`
}
