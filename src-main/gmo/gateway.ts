import type { Instant } from '../../src-shared/business-day.ts'
import { alterFields, amountFields } from './change.ts'
import type { AlterRequest, AmountRequest, Change } from './change.ts'
import {
  allowedOrigin,
  alterTran,
  changeTran,
  gatewayHosts,
  getLinkplusUrlPayment,
  searchTrade,
  searchTradeMulti,
} from './endpoints.ts'
import type { GatewayError } from './errors.ts'
import { createExchange } from './exchange.ts'
import type {
  GatewayCredentials,
  GatewayTimeouts,
  MaskedExchange,
  MayLeave,
  NotSent,
  Reply,
  Unknown,
} from './exchange.ts'
import { linkFields, readLink } from './payment-link.ts'
import type { PaymentLink, PaymentLinkRequest } from './payment-link.ts'
import { createSender } from './sender.ts'
import { createSlipCalls } from './slip-calls.ts'
import type { SlipCalls } from './slip-calls.ts'
import { readReceipt, readTrade } from './trade.ts'
import type { Receipt, Trade } from './trade.ts'
import { createTransport } from './transport.ts'
import type { Transport } from './transport.ts'
import { otherPayTypes } from './wire-words.ts'
import type { OtherKind } from './wire-words.ts'

export interface GatewayOptions extends ClientOptions {
  /** Origin of the gateway: one of `gatewayHosts`, or the sandbox on this machine. Anything else is a thrown bug. */
  readonly baseUrl: string
  /** PEM of the only trusted root: for tests with a local server. */
  readonly ca?: string
}

interface ClientOptions {
  /** Asked before every call, so that a changed password takes effect at once and none is kept here. */
  readonly credentials: () => Promise<GatewayCredentials>
  readonly now: () => Instant
  readonly timeouts?: GatewayTimeouts
  readonly onExchange?: (exchange: MaskedExchange) => void
}

export type Inquiry =
  | { readonly outcome: 'found'; readonly trade: Trade; readonly gatewayAt: Instant | null }
  /** The gateway knows no such trade. */
  | { readonly outcome: 'missing'; readonly errors: readonly GatewayError[] }
  /** The inquiry itself was refused: it says nothing about the trade. */
  | { readonly outcome: 'refused'; readonly errors: readonly GatewayError[] }
  | NotSent
  | Unknown

/** How a change of a card trade ended. */
export type Mutation = Change<Receipt>

/**
 * Everything this program may say to the gateway. There is no call that takes a card: EntryTran and ExecTran are left
 * out on purpose, for a trade made by a payment link is registered by the gateway's own page.
 *
 * Every call but the two inquiries is sent at most once and never repeated here. Where a call takes `mayLeave`, it is
 * asked right before the request leaves, however long that waited. A second one for the same order while
 * the first is under way is a thrown bug; an inquiry waits for its end, and the other way round.
 */
export interface Gateway extends SlipCalls {
  /** State of a card trade (SearchTrade). Changes nothing and may be repeated. */
  inquire(gatewayOrderId: string, signal?: AbortSignal): Promise<Inquiry>
  /** State of a convenience-store or Pay-easy trade (SearchTradeMulti). Changes nothing and may be repeated. */
  inquireOther(gatewayOrderId: string, kind: OtherKind, signal?: AbortSignal): Promise<Inquiry>
  /** Changes the state of a card trade (AlterTran). The gateway refuses what is already done. */
  alter(request: AlterRequest, mayLeave?: MayLeave): Promise<Mutation>
  /**
   * Changes the amount of a card trade (ChangeTran). Nothing at the gateway guards against a repetition: the same
   * amount again takes back and authorises again. After `unknown` only an inquiry and a person may decide.
   */
  changeAmount(request: AmountRequest, mayLeave?: MayLeave): Promise<Mutation>
  /** A page for the buyer to pay on (GetLinkplusUrlPayment). The trade exists once the buyer has used it. */
  createPaymentLink(request: PaymentLinkRequest, signal?: AbortSignal): Promise<Change<PaymentLink>>
  /** Gives up everything under way (its outcome says so) and refuses later calls. */
  close(): void
}

const defaultTimeouts: GatewayTimeouts = { connectMs: 10_000, mutationMs: 90_000, inquiryMs: 30_000 }

/** E01110002: no trade with this order id. M01004002: the same, from SearchTradeMulti. */
const missingCodes = ['E01110002', 'M01004002']

/** The program's side of the gateway's protocol. Never rejects for anything the network or the gateway does. */
export function createGateway(options: GatewayOptions): Gateway {
  const origin = allowedOrigin(options.baseUrl)
  const isRemote = Object.values(gatewayHosts).some((host) => host === origin.origin)
  if (isRemote && options.ca !== undefined) throw new Error('the trusted root of the real gateway cannot be replaced')
  return createGatewayOver(createTransport(origin, options.ca), options)
}

/** The same over any way of delivery. */
export function createGatewayOver(transport: Transport, options: ClientOptions): Gateway {
  const { credentials, now, onExchange, timeouts = defaultTimeouts } = options
  const { inquire, change } = createSender(createExchange({ transport, timeouts, credentials, now, onExchange }))

  return {
    inquire(gatewayOrderId, signal) {
      const call = { endpoint: searchTrade, gatewayOrderId, fields: { OrderID: gatewayOrderId }, signal }
      return inquire(call, (reply) => inquiryOf(reply, gatewayOrderId))
    },
    inquireOther(gatewayOrderId, kind, signal) {
      const fields = { OrderID: gatewayOrderId, PayType: otherPayTypes[kind] }
      const call = { endpoint: searchTradeMulti, gatewayOrderId, fields, signal }
      return inquire(call, (reply) => inquiryOf(reply, gatewayOrderId, kind))
    },
    async alter(request, mayLeave) {
      const { access } = request
      const { gatewayOrderId } = access
      const call = { endpoint: alterTran, gatewayOrderId, fields: alterFields(request), mayLeave }
      return change(call, (fields) => readReceipt(fields, access))
    },
    async changeAmount(request, mayLeave) {
      const { access } = request
      const { gatewayOrderId } = access
      const call = { endpoint: changeTran, gatewayOrderId, fields: amountFields(request), mayLeave }
      return change(call, (fields) => readReceipt(fields, access))
    },
    ...createSlipCalls(change),
    async createPaymentLink(request, signal) {
      const { gatewayOrderId } = request
      const call = { endpoint: getLinkplusUrlPayment, gatewayOrderId, fields: linkFields(request), signal }
      return change(call, (fields) => readLink(fields, gatewayOrderId))
    },
    close() {
      transport.close()
    },
  }
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
