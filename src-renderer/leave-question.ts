import { ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

/** What a screen asks before what was typed on it is lost; `LeaveDialog` puts the question. */
interface LeaveQuestion {
  /** True while the question stands. */
  readonly isAsked: boolean
  readonly answer: (leave: boolean) => void
  /** The same question for steps that lose what was typed without leaving the screen. */
  readonly mayLeave: () => boolean | Promise<boolean>
}

/**
 * Keeps the screen's route until nothing holds it, or the operator lets go. `hold`: `typed` when leaving would lose
 * something typed, `busy` when the screen must not be left now, else null.
 */
export function useLeaveQuestion(hold: () => 'typed' | 'busy' | null): LeaveQuestion {
  const isAsked = ref(false)
  let resolve: (leave: boolean) => void = () => undefined

  function answer(leave: boolean): void {
    isAsked.value = false
    resolve(leave)
  }

  function mayLeave(): boolean | Promise<boolean> {
    const held = hold()
    if (held !== 'typed') return held === null
    // A way that was asked about before and not answered is not gone.
    answer(false)
    isAsked.value = true
    return new Promise((decide) => {
      resolve = decide
    })
  }

  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate(mayLeave)
  return {
    get isAsked() {
      return isAsked.value
    },
    answer,
    mayLeave,
  }
}
