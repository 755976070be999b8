import type { Instant } from '../../src-shared/business-day.ts'
import { allowedOrigin, alterTran, gatewayHosts, searchTrade, searchTradeMulti } from './endpoints.ts'
import { leavesTradeUnknown } from './errors.ts'
import type { GatewayError } from './errors.ts'
import { createExchange } from './exchange.ts'
import type { Call, GatewayCredentials, GatewayTimeouts, MaskedExchange, NotSent, Reply, Unknown } from './exchange.ts'
import type { FormFields } from './form.ts'
import { readReceipt, readTrade } from './trade.ts'
import type { Receipt, Trade } from './trade.ts'
import { TradeAccess } from './trade-access.ts'
import { createTransport } from './transport.ts'
import { createTurns } from './turns.ts'
import { alterJobs, otherPayTypes, paymentMethods } from './wire-words.ts'
import type { AlterJob, OtherKind, PaymentMethod } from './wire-words.ts'

export interface GatewayOptions {
  /** Origin of the gateway: one of `gatewayHosts`, or the sandbox on this machine. Anything else is a thrown bug. */
  readonly baseUrl: string
  /** Asked before every call, so that a changed password takes effect at once and none is kept here. */
  readonly credentials: () => Promise<GatewayCredentials>
  readonly now: () => Instant
  readonly timeouts?: GatewayTimeouts
  readonly onExchange?: (exchange: MaskedExchange) => void
  /** PEM of the only trusted root: for tests with a local server. */
  readonly ca?: string
}

export interface AlterRequest {
  readonly access: TradeAccess
  readonly job: AlterJob
  /** Needed for `sales`, `authorised` and `captured`. */
  readonly amountYen?: number
  readonly taxYen?: number
  readonly method?: PaymentMethod
  readonly payTimes?: number
}

export type Inquiry =
  | { readonly outcome: 'found'; readonly trade: Trade; readonly gatewayAt: Instant | null }
  /** The gateway knows no such trade. */
  | { readonly outcome: 'missing'; readonly errors: readonly GatewayError[] }
  /** The inquiry itself was refused: it says nothing about the trade. */
  | { readonly outcome: 'refused'; readonly errors: readonly GatewayError[] }
  | NotSent
  | Unknown

export type Mutation =
  | { readonly outcome: 'applied'; readonly receipt: Receipt; readonly gatewayAt: Instant | null }
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

export interface Gateway {
  /** State of a card trade (SearchTrade). Changes nothing and may be repeated. */
  inquire(gatewayOrderId: string, signal?: AbortSignal): Promise<Inquiry>
  /** State of a convenience-store or Pay-easy trade (SearchTradeMulti). Changes nothing and may be repeated. */
  inquireOther(gatewayOrderId: string, kind: OtherKind, signal?: AbortSignal): Promise<Inquiry>
  /**
   * Changes a trade (AlterTran). Sent at most once, never repeated here. A second one for the same trade while the
   * first is under way is a thrown bug; an inquiry for that trade waits for its end, and the other way round.
   */
  alter(request: AlterRequest, signal?: AbortSignal): Promise<Mutation>
  /** Gives up everything under way (its outcome says so) and refuses later calls. */
  close(): void
}

const defaultTimeouts: GatewayTimeouts = { connectMs: 10_000, mutationMs: 90_000, inquiryMs: 30_000 }

/** E01110002: no trade with this order id. M01004002: the same, from SearchTradeMulti. */
const missingCodes = ['E01110002', 'M01004002']

/** Jobs that move money and therefore must name the amount. */
const jobsWithAmount: readonly AlterJob[] = ['sales', 'authorised', 'captured']

/** The program's side of the gateway's form protocol. Never rejects for anything the network or the gateway does. */
export function createGateway(options: GatewayOptions): Gateway {
  const origin = allowedOrigin(options.baseUrl)
  const isRemote = Object.values(gatewayHosts).some((host) => host === origin.origin)
  if (isRemote && options.ca !== undefined) throw new Error('the trusted root of the real gateway cannot be replaced')
  const transport = createTransport(origin, options.ca)
  const { credentials, now, onExchange, timeouts = defaultTimeouts } = options
  const exchange = createExchange({ transport, timeouts, credentials, now, onExchange })
  const turns = createTurns()
  const altering = new Set<string>()

  async function inTurn<T extends Inquiry | Mutation>(call: Call, read: (reply: Reply) => T): Promise<T> {
    const release = await turns.take(call.gatewayOrderId)
    try {
      return await exchange(call, read)
    } finally {
      release()
    }
  }

  return {
    inquire(gatewayOrderId, signal) {
      const fields = { OrderID: gatewayOrderId }
      return inTurn({ endpoint: searchTrade, gatewayOrderId, fields, signal }, (reply) =>
        inquiryOf(reply, gatewayOrderId),
      )
    },
    inquireOther(gatewayOrderId, kind, signal) {
      const fields = { OrderID: gatewayOrderId, PayType: otherPayTypes[kind] }
      return inTurn({ endpoint: searchTradeMulti, gatewayOrderId, fields, signal }, (reply) =>
        inquiryOf(reply, gatewayOrderId, kind),
      )
    },
    async alter(request, signal) {
      const { gatewayOrderId } = request.access
      const fields = alterFields(request)
      if (altering.has(gatewayOrderId)) throw new Error(`trade ${gatewayOrderId} is already being changed`)
      altering.add(gatewayOrderId)
      try {
        return await inTurn({ endpoint: alterTran, gatewayOrderId, fields, signal }, (reply) =>
          mutationOf(reply, request.access),
        )
      } finally {
        altering.delete(gatewayOrderId)
      }
    },
    close() {
      transport.close()
    },
  }
}

function alterFields({ access, job, amountYen, taxYen, method, payTimes }: AlterRequest): FormFields {
  if (jobsWithAmount.includes(job) && amountYen === undefined) throw new Error(`${job} needs an amount`)
  return {
    AccessID: access.id,
    AccessPass: TradeAccess.revealPass(access),
    JobCd: alterJobs[job],
    Amount: digitsOf(amountYen),
    Tax: digitsOf(taxYen),
    Method: method === undefined ? undefined : paymentMethods[method],
    PayTimes: digitsOf(payTimes),
  }
}

/** The gateway takes amounts of up to seven digits. */
function digitsOf(value: number | undefined): string | undefined {
  if (value === undefined) return undefined
  if (!Number.isInteger(value) || value < 0 || value > 9_999_999)
    throw new RangeError(`not a sendable number: ${String(value)}`)
  return String(value)
}

function inquiryOf(reply: Reply, gatewayOrderId: string, kind?: OtherKind): Inquiry {
  if (reply.outcome === 'refused') {
    const missing = reply.errors.every((error) => missingCodes.includes(error.code))
    return { outcome: missing ? 'missing' : 'refused', errors: reply.errors }
  }
  if (reply.outcome !== 'answered') return reply
  const reading = readTrade(reply.fields, gatewayOrderId, kind)
  if (!reading.ok) return { outcome: 'unknown', reason: reading.reason }
  return { outcome: 'found', trade: reading.value, gatewayAt: reply.gatewayAt }
}

function mutationOf(reply: Reply, access: TradeAccess): Mutation {
  if (reply.outcome === 'refused') {
    return {
      outcome: 'refused',
      errors: reply.errors,
      state: leavesTradeUnknown(reply.errors) ? 'unknown' : 'nothing',
      busy: reply.errors.some((error) => error.kind === 'busy'),
    }
  }
  if (reply.outcome !== 'answered') return reply
  const reading = readReceipt(reply.fields, access)
  if (!reading.ok) return { outcome: 'unknown', reason: reading.reason }
  return { outcome: 'applied', receipt: reading.value, gatewayAt: reply.gatewayAt }
}
