import type { Instant } from '../../src-shared/business-day.ts'
import type { AnswerFields } from './answer.ts'
import { leavesTradeUnknown } from './errors.ts'
import type { GatewayError } from './errors.ts'
import type { NotSent, Reply, Unknown } from './exchange.ts'
import type { FormFields } from './form.ts'
import type { Reading } from './trade.ts'
import { TradeAccess } from './trade-access.ts'
import { alterJobs, digitsOf, paymentMethods } from './wire-words.ts'
import type { AlterJob, PaymentMethod } from './wire-words.ts'

/** How a call ended that may change something at the gateway. `T` is what the gateway says of what it has done. */
export type Change<T> =
  | { readonly outcome: 'applied'; readonly receipt: T; readonly gatewayAt: Instant | null }
  | {
      readonly outcome: 'refused'
      readonly errors: readonly GatewayError[]
      /** `unknown`: the gateway itself cannot say whether it was carried out. */
      readonly state: 'nothing' | 'unknown'
      /** Too many calls at once; the same call may be made again later. */
      readonly busy: boolean
    }
  | NotSent
  | Unknown

export interface AlterRequest {
  readonly access: TradeAccess
  readonly job: AlterJob
  /** Needed for `sales`, `authorised` and `captured`. */
  readonly amountYen?: number
  readonly taxYen?: number
  readonly method?: PaymentMethod
  readonly payTimes?: number
}

/** A new amount for a card trade, and whether it shall be 仮売上 or 即時売上 afterwards (gmo-protocol.md §4.4). */
export interface AmountRequest {
  readonly access: TradeAccess
  readonly job: 'authorised' | 'captured'
  /** At least 1: to take everything back is another operation. */
  readonly amountYen: number
  /** Left out, a tax the trade had before becomes part of the amount. */
  readonly taxYen?: number
}

/** Jobs that move money and therefore must name the amount. */
const jobsWithAmount: readonly AlterJob[] = ['sales', 'authorised', 'captured']

/** Fields of AlterTran. An amount that is missing or not sendable is a thrown bug. */
export function alterFields({ access, job, amountYen, taxYen, method, payTimes }: AlterRequest): FormFields {
  if (jobsWithAmount.includes(job) && amountYen === undefined) throw new Error(`${job} needs an amount`)
  return {
    ...keysOf(access),
    JobCd: alterJobs[job],
    Amount: digitsOf(amountYen),
    Tax: digitsOf(taxYen),
    Method: method === undefined ? undefined : paymentMethods[method],
    PayTimes: digitsOf(payTimes, 2),
  }
}

/** Fields of ChangeTran. An amount that is not sendable is a thrown bug. */
export function amountFields({ access, job, amountYen, taxYen }: AmountRequest): FormFields {
  if (amountYen < 1) throw new RangeError(`not an amount to change to: ${String(amountYen)}`)
  return { ...keysOf(access), JobCd: alterJobs[job], Amount: digitsOf(amountYen), Tax: digitsOf(taxYen) }
}

/** The two fields that open a trade. */
export function keysOf(access: TradeAccess): FormFields {
  return { AccessID: access.id, AccessPass: TradeAccess.revealPass(access) }
}

/** The outcome in a reply, read by `read`. What cannot be read is unknown, never applied. */
export function changeOf<T>(reply: Reply, read: (fields: AnswerFields) => Reading<T>): Change<T> {
  if (reply.outcome === 'refused') {
    return {
      outcome: 'refused',
      errors: reply.errors,
      state: leavesTradeUnknown(reply.errors) ? 'unknown' : 'nothing',
      busy: reply.errors.some((error) => error.kind === 'busy'),
    }
  }
  if (reply.outcome !== 'answered') return reply
  const reading = read(reply.fields)
  if (!reading.ok) return { outcome: 'unknown', reason: reading.reason }
  return { outcome: 'applied', receipt: reading.value, gatewayAt: reply.gatewayAt }
}
