import type { Gateway } from '../gmo/gateway.ts'

/** Runs `work` as soon as a slot is free, in the order in which it was asked for. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>

/** At most `limit()` pieces of work at a time; a limit that falls takes effect as those under way end. */
export function createSlots(limit: () => number): Slots {
  const waiting: (() => void)[] = []
  let taken = 0

  function next(): void {
    while (taken < limit()) {
      const begin = waiting.shift()
      if (begin === undefined) return
      taken += 1
      begin()
    }
  }

  return async (work) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      next()
    })
    try {
      return await work()
    } finally {
      taken -= 1
      next()
    }
  }
}

/**
 * The same gateway, with every request through `slots`: the contract's number counts requests, and while they wait for
 * their answers the journal of another order can be written. What may change a trade asks `prove` once its slot is free:
 * another program may have taken the data file over while it waited (R12), and then nothing is sent.
 */
export function throughSlots(gateway: Gateway, slots: Slots, prove: () => Promise<void>): Gateway {
  const proved = <T>(work: () => Promise<T>): Promise<T> =>
    slots(async () => {
      await prove()
      return work()
    })
  return {
    ...gateway,
    inquire: (...asked) => slots(() => gateway.inquire(...asked)),
    inquireOther: (...asked) => slots(() => gateway.inquireOther(...asked)),
    alter: (...asked) => proved(() => gateway.alter(...asked)),
    cancelConvenience: (...asked) => proved(() => gateway.cancelConvenience(...asked)),
    cancelPayEasy: (...asked) => proved(() => gateway.cancelPayEasy(...asked)),
  }
}
