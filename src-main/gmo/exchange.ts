import type { Instant } from '../../src-shared/business-day.ts'
import { parseAnswer } from './answer.ts'
import type { AnswerFields } from './answer.ts'
import { pathOf } from './endpoints.ts'
import type { Endpoint } from './endpoints.ts'
import { describeGatewayError } from './errors.ts'
import type { GatewayError } from './errors.ts'
import { encodeForm } from './form.ts'
import type { FormFields, UnencodableCharacter } from './form.ts'
import type { Transport } from './transport.ts'
import type { NotSentReason, UnknownReason } from './transport-errors.ts'

export interface GatewayCredentials {
  readonly shopId: string
  readonly shopPass: string
}

/** Longest waits in milliseconds: until connected, and until answered, by the purpose of the call. */
export interface GatewayTimeouts {
  readonly connectMs: number
  readonly mutationMs: number
  readonly inquiryMs: number
}

/** Proven not to have been sent. `unencodable` names the characters when they are the reason. */
export interface NotSent {
  readonly outcome: 'not-sent'
  readonly reason: NotSentReason
  readonly unencodable?: readonly UnencodableCharacter[]
}

/** Sent, and what became of it is open: only an inquiry can tell. */
export interface Unknown {
  readonly outcome: 'unknown'
  readonly reason: UnknownReason
  readonly httpStatus?: number
}

/** One exchange for the log. Every pass is masked; nothing of the answer but its error codes is in it. */
export interface MaskedExchange {
  readonly endpoint: string
  readonly gatewayOrderId: string
  readonly startedAt: Instant
  readonly milliseconds: number
  readonly outcome: string
  readonly reason?: string
  readonly httpStatus?: number
  readonly codes: readonly string[]
  /** The fields sent, by the gateway's names, passes as `********`. */
  readonly sent: Readonly<Record<string, string>>
}

/** What came back from one call, before it is read for what it says about a trade. */
export type Reply =
  | { readonly outcome: 'answered'; readonly fields: AnswerFields; readonly gatewayAt: Instant | null }
  | { readonly outcome: 'refused'; readonly errors: readonly GatewayError[] }
  | NotSent
  | Unknown

export interface Call {
  readonly endpoint: Endpoint
  readonly gatewayOrderId: string
  /** The fields besides the shop's id and password. */
  readonly fields: FormFields
  readonly signal?: AbortSignal | undefined
}

/** What every outcome of the gateway has in common, as far as the log needs it. */
interface Outcome {
  readonly outcome: string
  readonly reason?: string
  readonly httpStatus?: number
  readonly errors?: readonly GatewayError[]
}

export interface ExchangeOptions {
  readonly transport: Transport
  readonly timeouts: GatewayTimeouts
  readonly credentials: () => Promise<GatewayCredentials>
  readonly now: () => Instant
  readonly onExchange?: ((exchange: MaskedExchange) => void) | undefined
}

/** Makes one call and reads its reply with the function given. */
export type Exchange = <T extends Outcome>(call: Call, read: (reply: Reply) => T) => Promise<T>

const secretFields = ['ShopPass', 'AccessPass', 'SitePass']

/** Binds the steps of a call together: credentials, form, transport, answer, log. */
export function createExchange(options: ExchangeOptions): Exchange {
  return async (call, read) => {
    const startedAt = options.now()
    const startedTick = performance.now()
    const fields = await withCredentials(call.fields, options.credentials)
    const reply = fields === null ? notSent('credentials') : await send(call, fields, options)
    const result = read(reply)
    report(options.onExchange, {
      endpoint: call.endpoint.name,
      gatewayOrderId: call.gatewayOrderId,
      startedAt,
      milliseconds: Math.round(performance.now() - startedTick),
      outcome: result.outcome,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      ...(result.httpStatus === undefined ? {} : { httpStatus: result.httpStatus }),
      codes: result.errors?.map((error) => error.code) ?? [],
      sent: masked(fields ?? call.fields),
    })
    return result
  }
}

async function send(call: Call, fields: FormFields, options: ExchangeOptions): Promise<Reply> {
  const form = encodeForm(fields)
  if (!form.ok) return { ...notSent('unencodable'), unencodable: form.unencodable }
  const { connectMs, mutationMs, inquiryMs } = options.timeouts
  const delivery = await options.transport.send({
    path: pathOf(call.endpoint),
    contentType: 'application/x-www-form-urlencoded',
    body: form.body,
    connectMs,
    totalMs: call.endpoint.purpose === 'mutation' ? mutationMs : inquiryMs,
    reuseConnection: call.endpoint.reuseConnection,
    signal: call.signal,
  })
  if (delivery.outcome !== 'answered') return delivery
  const answer = parseAnswer(delivery.body)
  if (answer.kind === 'unreadable') return { outcome: 'unknown', reason: 'unreadable' }
  if (answer.kind === 'errors') return { outcome: 'refused', errors: answer.codes.map(describeGatewayError) }
  return { outcome: 'answered', fields: answer.fields, gatewayAt: delivery.gatewayAt }
}

/** Null when the key store fails or holds nothing; its error is dropped, for it could quote a secret. */
async function withCredentials(
  fields: FormFields,
  credentials: () => Promise<GatewayCredentials>,
): Promise<FormFields | null> {
  try {
    const { shopId, shopPass } = await credentials()
    return shopId === '' || shopPass === '' ? null : { ShopID: shopId, ShopPass: shopPass, ...fields }
  } catch {
    return null
  }
}

function notSent(reason: NotSentReason): NotSent {
  return { outcome: 'not-sent', reason }
}

function masked(fields: FormFields): Record<string, string> {
  const sent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return Object.fromEntries(sent.map(([name, value]) => [name, secretFields.includes(name) ? '********' : value]))
}

/** A log that fails must not turn an operation that was carried out into a thrown error. */
function report(onExchange: ExchangeOptions['onExchange'], exchange: MaskedExchange): void {
  try {
    onExchange?.(exchange)
  } catch {
    return
  }
}
