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

/** False: the trade stays as it was. True: the change is in the ledger, only its answer suffers. */
const applied = (by: boolean) => z.boolean().default(by)

/** Ways in which an answer can arrive damaged. */
export const damages = [
  'headers-only',
  'truncated',
  'cut-short',
  'empty',
  'html',
  'wrong-charset',
  'too-long',
  'other-order',
] as const
export type Damage = (typeof damages)[number]

/** Something to go wrong with a request that is still to come. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** The connection is taken and broken before a byte of the request is read: nobody knows for whom it was. */
  z.strictObject({ kind: z.literal('reset-on-connect'), nth: aim.nth, times: aim.times }),
  /** The connection breaks once the head of the request is read. The order stands in the body, so it cannot be named. */
  z.strictObject({ kind: z.literal('reset-mid-request'), endpoint: aim.endpoint, nth: aim.nth, times: aim.times }),
  z.strictObject({ kind: z.literal('reset-before'), ...aim }),
  z.strictObject({ kind: z.literal('reset-after-apply'), ...aim }),
  /** Nothing is ever answered and the connection stays open, until the client has had enough. */
  z.strictObject({ kind: z.literal('silence'), ...aim, applied: applied(false) }),
  z.strictObject({
    kind: z.literal('delay'),
    ...aim,
    ms: z.int().min(0).max(600_000),
    when: z.enum(['before', 'after']).default('before'),
  }),
  /** The answer comes in single bytes that take `ms` together. */
  z.strictObject({ kind: z.literal('drip'), ...aim, ms: z.int().min(0).max(600_000) }),
  z.strictObject({ kind: z.literal('damage'), ...aim, how: z.enum(damages), applied: applied(true) }),
  z.strictObject({ kind: z.literal('http-500'), ...aim, applied: applied(false) }),
  z.strictObject({ kind: z.literal('http'), ...aim, status: z.int().min(300).max(599), applied: applied(false) }),
  z.strictObject({
    kind: z.literal('errinfo'),
    ...aim,
    /** One ErrInfo or several joined by `|`. */
    code: z.string().regex(/^[0-9A-Z]{9}(\|[0-9A-Z]{9})*$/),
    applied: applied(false),
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
  | { readonly do: 'silence' }
  | { readonly do: 'http'; readonly status: number }
  | { readonly do: 'refuse'; readonly errInfos: readonly string[] }
  | { readonly do: 'drip'; readonly ms: number }
  | { readonly do: 'damage'; readonly how: Damage }

/** Points of a request a fault can strike at, in their order. */
export type FaultStage = 'connect' | 'head' | 'before' | 'after'

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>
type Acts<Kind extends Fault['kind']> = Partial<Record<FaultStage, (fault: FaultOf<Kind>) => FaultAct>>

const nothing: FaultAct = { do: 'nothing' }
const reset: FaultAct = { do: 'reset' }

/** `act` before the change is applied or after it, as the fault says. */
function whenApplied<Kind extends Fault['kind']>(
  act: (fault: FaultOf<Kind>) => FaultAct,
  isApplied: (fault: FaultOf<Kind>) => boolean,
): Acts<Kind> {
  return {
    before: (fault) => (isApplied(fault) ? nothing : act(fault)),
    after: (fault) => (isApplied(fault) ? act(fault) : nothing),
  }
}

/** Per kind: what happens at which point. A new kind is one more row. */
const faultTable: { readonly [Kind in Fault['kind']]: Acts<Kind> } = {
  'reset-on-connect': { connect: () => reset },
  'reset-mid-request': { head: () => reset },
  'reset-before': { before: () => reset },
  'reset-after-apply': { after: () => reset },
  silence: whenApplied(
    () => ({ do: 'silence' }),
    (fault) => fault.applied,
  ),
  delay: whenApplied(
    (fault) => ({ do: 'wait', ms: fault.ms }),
    (fault) => fault.when === 'after',
  ),
  drip: { after: (fault) => ({ do: 'drip', ms: fault.ms }) },
  damage: whenApplied(
    (fault) => ({ do: 'damage', how: fault.how }),
    (fault) => fault.applied,
  ),
  'http-500': whenApplied(
    () => ({ do: 'http', status: 500 }),
    (fault) => fault.applied,
  ),
  http: whenApplied(
    (fault) => ({ do: 'http', status: fault.status }),
    (fault) => fault.applied,
  ),
  errinfo: whenApplied(
    (fault) => ({ do: 'refuse', errInfos: fault.code.split('|') }),
    (fault) => fault.applied,
  ),
}

/** What `fault` does to its request at `stage`; no fault does nothing. */
export function faultAct(fault: Fault | undefined, stage: FaultStage): FaultAct {
  if (fault === undefined) return nothing
  // The row and the fault share the kind; the compiler cannot tie the two together across a union.
  const act = faultTable[fault.kind][stage] as ((fault: Fault) => FaultAct) | undefined
  return act?.(fault) ?? nothing
}

/** The point at which a kind is counted: those that strike before the request is read are counted before it. */
export function countedAt(kind: Fault['kind']): 'connect' | 'head' | 'request' {
  if (kind === 'reset-on-connect') return 'connect'
  return kind === 'reset-mid-request' ? 'head' : 'request'
}
