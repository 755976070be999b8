import { countedAt, faultSchema } from './fault-table.ts'
import type { Fault, FaultOrder } from './fault-table.ts'

/** Faults still to come, in the order they were set. */
export class FaultQueue {
  #pending: { readonly fault: Fault; seen: number }[] = []

  /** Sets a fault. It is used up after `nth + times - 1` matching requests. */
  add(order: FaultOrder): void {
    this.#pending.push({ fault: faultSchema.parse(order), seen: 0 })
  }

  clear(): void {
    this.#pending = []
  }

  list(): Fault[] {
    return this.#pending.map((entry) => entry.fault)
  }

  /** Counts a new connection and returns the fault that is due for it. */
  takeConnection(): Fault | undefined {
    return this.#take((fault) => countedAt(fault.kind) === 'connect')
  }

  /** Counts a request of which only the head is known. */
  takeHead(endpoint: string): Fault | undefined {
    return this.#take((fault) => countedAt(fault.kind) === 'head' && aimsAt(fault, endpoint))
  }

  /** Counts this request against every fault that fits it and returns the first that is due. */
  take(endpoint: string, orderId: string): Fault | undefined {
    return this.#take((fault) => countedAt(fault.kind) === 'request' && aimsAt(fault, endpoint, orderId))
  }

  #take(fits: (fault: Fault) => boolean): Fault | undefined {
    let due: Fault | undefined
    for (const entry of this.#pending) {
      if (!fits(entry.fault)) continue
      if (due !== undefined && entry.seen + 1 >= entry.fault.nth) continue
      entry.seen += 1
      if (entry.seen >= entry.fault.nth) due ??= entry.fault
    }
    this.#pending = this.#pending.filter((entry) => entry.seen < entry.fault.nth + entry.fault.times - 1)
    return due
  }
}

function aimsAt(fault: Fault, endpoint: string, orderId?: string): boolean {
  if ('endpoint' in fault && fault.endpoint !== undefined && fault.endpoint !== endpoint) return false
  return !('orderId' in fault) || fault.orderId === undefined || fault.orderId === orderId
}
