import type { Ref } from 'vue'
import type { Failure } from '../src-shared/failure.ts'
import { failureOf } from './api.ts'

/** Does one thing; null when it failed, or when nobody waits for it any more. */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T | null>

/**
 * For a form that asks the core: what goes wrong becomes `failure`. After `forget`, when another form is open or none,
 * neither answers nor failures of what was begun before reach anybody.
 */
export function attempting(failure: Ref<Failure | null>): { readonly attempt: Attempt; readonly forget: () => void } {
  let turn = 0

  function forget(): void {
    turn += 1
    failure.value = null
  }

  const attempt: Attempt = async (work) => {
    const mine = turn
    failure.value = null
    try {
      const answer = await work()
      return mine === turn ? answer : null
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
      return null
    }
  }
  return { attempt, forget }
}
