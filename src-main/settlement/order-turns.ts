import { Refusal } from '../../src-shared/failure.ts'
import type { EventSink } from '../events.ts'

/** One request at a time per order: a second one, also from a double click, is refused while the first runs. */
export interface OrderTurns {
  isBusy(orderId: number): boolean
  /** Resolves when nothing is under way on the order. */
  free(orderId: number): Promise<void>
  /** Runs `work` as the only one on its order; the order is read again by everyone afterwards. */
  take<T>(orderId: number, work: () => Promise<T>): Promise<T>
  /** The same for work that may change nothing: the order is read again only when it answers true, or failed. */
  look(orderId: number, work: () => Promise<boolean>): Promise<void>
  /**
   * A look that nobody asked for about this order: waits until nothing is under way on it, and whoever wants the order's
   * turn meanwhile waits for its end instead of being refused.
   */
  lookAside<T>(orderId: number, work: () => Promise<T>): Promise<T>
  /** Resolves when everything under way has ended, well or badly. */
  ended(): Promise<void>
}

export function createOrderTurns(events: EventSink): OrderTurns {
  const busy = new Map<number, Promise<unknown>>()
  const aside = new Map<number, Promise<unknown>>()

  async function run<T>(orderId: number, work: () => Promise<T>, isNews: (result: T) => boolean): Promise<T> {
    while (aside.has(orderId)) await Promise.allSettled([aside.get(orderId)])
    if (busy.has(orderId)) throw new Refusal('settlement.in-progress', { orderId })
    const running = work()
    busy.set(orderId, running)
    let news = true
    try {
      const result = await running
      news = isNews(result)
      return result
    } finally {
      busy.delete(orderId)
      if (news) events.send('orders.changed', { ids: [orderId] })
    }
  }

  return {
    isBusy: (orderId) => busy.has(orderId),
    async free(orderId) {
      while (busy.has(orderId)) await Promise.allSettled([busy.get(orderId)])
    },
    async lookAside(orderId, work) {
      while (busy.has(orderId) || aside.has(orderId)) {
        await Promise.allSettled([busy.get(orderId), aside.get(orderId)])
      }
      const looking = work()
      aside.set(orderId, looking)
      try {
        return await looking
      } finally {
        aside.delete(orderId)
      }
    },
    take: (orderId, work) => run(orderId, work, () => true),
    async look(orderId, work) {
      await run(orderId, work, (changed) => changed)
    },
    async ended() {
      await Promise.allSettled([...busy.values(), ...aside.values()])
    },
  }
}
