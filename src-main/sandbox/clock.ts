import type { Instant } from '../../src-shared/business-day.ts'

/** A clock that can be moved and then keeps running from there. */
export class MovableClock {
  readonly #base: () => Instant
  #shiftMs = 0

  constructor(base: () => Instant) {
    this.#base = base
  }

  now(): Instant {
    return this.#base() + this.#shiftMs
  }

  set(at: Instant): void {
    this.#shiftMs = at - this.#base()
  }

  advance(ms: number): void {
    this.#shiftMs += ms
  }
}
