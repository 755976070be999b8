/** Gives out turns: at most one holder for each key at a time, in the order they asked. */
export interface Turns {
  /** Resolves to the release function once every earlier turn for `key` has been released. */
  take(key: string): Promise<() => void>
}

/** A fresh set of turns; keys without a holder are forgotten. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(key) {
      const before = last.get(key)
      let release = () => {}
      const mine = new Promise<void>((resolve) => {
        release = () => {
          if (last.get(key) === mine) last.delete(key)
          resolve()
        }
      })
      last.set(key, mine)
      await before
      return release
    },
  }
}
