import { onEvent } from './api.ts'

/** A bulk run tells of every order on its own. */
const AT_MOST_EVERY_MS = 400

/**
 * Runs `work` when orders changed: at once, but then at most every 400 ms; what came meanwhile is answered by one more
 * run, so that the last change is never missed. Until the returned function is called.
 */
export function followOrders(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let isMissed = false
  const run = () => {
    isMissed = false
    timer = setTimeout(() => {
      timer = null
      if (isMissed) run()
    }, AT_MOST_EVERY_MS)
    work()
  }
  const stop = onEvent('orders.changed', () => {
    if (timer === null) run()
    else isMissed = true
  })
  return () => {
    stop()
    if (timer !== null) clearTimeout(timer)
  }
}
