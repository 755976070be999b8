import type { Instant } from '../../src-shared/business-day.ts'

interface Entry {
  readonly at: Instant
  readonly order: number
  readonly run: () => void
}

/** Virtual time: what is planned happens in its order, and between two events no time passes at all. */
export class Timeline {
  /** True time of the world; a machine's own clock may show another. */
  now: Instant
  #entries: Entry[] = []
  #planned = 0

  constructor(start: Instant) {
    this.now = start
  }

  /** Plans `run` in `ms`; the function answered takes it out again. */
  plan(ms: number, run: () => void): () => void {
    const entry = { at: this.now + Math.max(0, Math.round(ms)), order: (this.#planned += 1), run }
    this.#entries.push(entry)
    return () => {
      this.#entries = this.#entries.filter((one) => one !== entry)
    }
  }

  /** When the next event is due; null when nothing is planned. */
  next(): Instant | null {
    return this.#first()?.at ?? null
  }

  /** Moves to the next event and lets it happen. False when there is none until `limit`, which is then the time. */
  step(limit: Instant): boolean {
    const entry = this.#first()
    if (entry === undefined || entry.at > limit) {
      this.now = Math.max(this.now, limit)
      return false
    }
    this.#entries = this.#entries.filter((one) => one !== entry)
    this.now = Math.max(this.now, entry.at)
    entry.run()
    return true
  }

  #first(): Entry | undefined {
    let first: Entry | undefined
    for (const entry of this.#entries) {
      if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order)) {
        first = entry
      }
    }
    return first
  }
}
