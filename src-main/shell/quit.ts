import { app } from 'electron'
import type { EventMessage } from '../../src-shared/api.ts'

/** Knows from the core's events whether a bulk run goes on, so that the end of the program can be asked about. */
export interface BulkWatch {
  hear(event: EventMessage): void
  isRunning(): boolean
}

export function createBulkWatch(): BulkWatch {
  let running = false
  return {
    hear(event) {
      if (event.name === 'bulk.progress') running = event.payload.run?.state === 'running'
      // What ran in the core ended with it.
      if (event.name === 'core.stopped') running = false
    },
    isRunning: () => running,
  }
}

/**
 * Asks before the program ends while a run goes on; without one it ends at once, as the system expects of it. `stay` is
 * told when the person wants to go on: the last window may be closed already.
 */
export function askBeforeQuitting(watch: BulkWatch, ask: () => Promise<boolean>, stay: () => void): void {
  let agreed = false
  let asking = false
  // Whoever ends the process from outside asks no question and gets none.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      agreed = true
      app.quit()
    })
  }
  app.on('before-quit', (event) => {
    if (agreed || !watch.isRunning()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void ask().then((wanted) => {
      asking = false
      agreed = wanted
      if (wanted) app.quit()
      else stay()
    })
  })
}
