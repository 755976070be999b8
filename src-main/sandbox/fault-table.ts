import { z } from 'zod'

const aim = {
  /** Such as `AlterTran.idPass`; left out: any. */
  endpoint: z.string().optional(),
  orderId: z.string().optional(),
  /** The how-manieth matching request from now on is hit first, counted from 1. */
  nth: z.int().min(1).default(1),
  /** How many matching requests are hit, starting with the nth. */
  times: z.int().min(1).default(1),
}

/** Something to go wrong with a request that is still to come. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reset-before'), ...aim }),
  z.strictObject({ kind: z.literal('reset-after-apply'), ...aim }),
  z.strictObject({
    kind: z.literal('delay'),
    ...aim,
    ms: z.int().min(0).max(600_000),
    when: z.enum(['before', 'after']).default('before'),
  }),
  z.strictObject({ kind: z.literal('http-500'), ...aim, applied: z.boolean().default(false) }),
  z.strictObject({
    kind: z.literal('errinfo'),
    ...aim,
    /** One ErrInfo or several joined by `|`. */
    code: z.string().regex(/^[0-9A-Z]{9}(\|[0-9A-Z]{9})*$/),
    applied: z.boolean().default(false),
  }),
])

export type Fault = z.output<typeof faultSchema>
/** A fault as it is ordered, with defaults left out. */
export type FaultOrder = z.input<typeof faultSchema>

/** What a fault does at one point of a request. */
export type FaultAct =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reset' }
  | { readonly do: 'http'; readonly status: number }
  | { readonly do: 'refuse'; readonly errInfos: readonly string[] }

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>
type Stages<Kind extends Fault['kind']> = {
  readonly before: (fault: FaultOf<Kind>) => FaultAct
  readonly after: (fault: FaultOf<Kind>) => FaultAct
}

const nothing: FaultAct = { do: 'nothing' }

/** Per kind: what happens before the change is applied and what after it. A new kind is one more row. */
const faultTable: { readonly [Kind in Fault['kind']]: Stages<Kind> } = {
  'reset-before': { before: () => ({ do: 'reset' }), after: () => nothing },
  'reset-after-apply': { before: () => nothing, after: () => ({ do: 'reset' }) },
  delay: {
    before: (fault) => (fault.when === 'before' ? { do: 'wait', ms: fault.ms } : nothing),
    after: (fault) => (fault.when === 'after' ? { do: 'wait', ms: fault.ms } : nothing),
  },
  'http-500': {
    before: (fault) => (fault.applied ? nothing : { do: 'http', status: 500 }),
    after: (fault) => (fault.applied ? { do: 'http', status: 500 } : nothing),
  },
  errinfo: {
    before: (fault) => (fault.applied ? nothing : { do: 'refuse', errInfos: fault.code.split('|') }),
    after: (fault) => (fault.applied ? { do: 'refuse', errInfos: fault.code.split('|') } : nothing),
  },
}

/** What `fault` does to its request at `stage`; no fault does nothing. */
export function faultAct(fault: Fault | undefined, stage: 'before' | 'after'): FaultAct {
  if (fault === undefined) return nothing
  // The row and the fault share the kind; the compiler cannot tie the two together across a union.
  const act = faultTable[fault.kind][stage] as (fault: Fault) => FaultAct
  return act(fault)
}

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

  /** Counts this request against every fault that fits it and returns the first that is due. */
  take(endpoint: string, orderId: string): Fault | undefined {
    let due: Fault | undefined
    for (const entry of this.#pending) {
      if (!fits(entry.fault, endpoint, orderId)) continue
      if (due !== undefined && entry.seen + 1 >= entry.fault.nth) continue
      entry.seen += 1
      if (entry.seen >= entry.fault.nth) due ??= entry.fault
    }
    this.#pending = this.#pending.filter((entry) => entry.seen < entry.fault.nth + entry.fault.times - 1)
    return due
  }
}

function fits(fault: Fault, endpoint: string, orderId: string): boolean {
  if (fault.endpoint !== undefined && fault.endpoint !== endpoint) return false
  return fault.orderId === undefined || fault.orderId === orderId
}
