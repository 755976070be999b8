import type { Instant } from '../../src-shared/business-day.ts'
import { parseAnswer } from './answer.ts'
import type { Answer, AnswerFields } from './answer.ts'
import { pathOf } from './endpoints.ts'
import type { Endpoint } from './endpoints.ts'
import { describeGatewayError } from './errors.ts'
import type { GatewayError } from './errors.ts'
import { encodeForm } from './form.ts'
import type { FormFields, UnencodableCharacter } from './form.ts'
import { encodeJson, parseJsonAnswer, refusalOnly } from './json-message.ts'
import { masked, repeatsSecret } from './secrecy.ts'
import type { Delivery, Transport } from './transport.ts'
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

/** One exchange for the log. Passes and personal data are masked; of the answer only its error codes are in it. */
export interface MaskedExchange {
  readonly endpoint: string
  readonly gatewayOrderId: string
  readonly startedAt: Instant
  readonly milliseconds: number
  readonly outcome: string
  readonly reason?: string
  readonly httpStatus?: number
  readonly codes: readonly string[]
  /** The gateway's clock, where it answered with one. */
  readonly gatewayAt?: Instant
  /** The fields sent, by the gateway's names; what is secret or personal reads `********`. */
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
  readonly mayLeave?: MayLeave | undefined
}

/**
 * Asked right before a request is handed over, after every wait for its turn: what was right when it was decided may not
 * be any more. On false nothing is sent, and the outcome is `not-sent`, `withheld`.
 */
export type MayLeave = () => boolean

/** What every outcome of the gateway has in common, as far as the log needs it. */
interface Outcome {
  readonly outcome: string
  readonly reason?: string
  readonly httpStatus?: number
  readonly errors?: readonly GatewayError[]
}

/** All that is sent, and what of it no answer may repeat. */
interface Message {
  readonly fields: FormFields
  readonly secrets: readonly string[]
}

type Delivered = Extract<Delivery, { outcome: 'answered' }>

export interface ExchangeOptions {
  readonly transport: Transport
  readonly timeouts: GatewayTimeouts
  readonly credentials: () => Promise<GatewayCredentials>
  readonly now: () => Instant
  readonly onExchange?: ((exchange: MaskedExchange) => void) | undefined
}

/** Makes one call and reads its reply with the function given. */
export type Exchange = <T extends Outcome>(call: Call, read: (reply: Reply) => T) => Promise<T>

/** Binds the steps of a call together: credentials, form, transport, answer, log. */
export function createExchange(options: ExchangeOptions): Exchange {
  return async (call, read) => {
    const startedAt = options.now()
    const startedTick = performance.now()
    const message = await withCredentials(call, options.credentials)
    const reply = message === null ? notSent('credentials') : await send(call, message, options)
    const result = read(reply)
    report(options.onExchange, {
      endpoint: call.endpoint.name,
      gatewayOrderId: call.gatewayOrderId,
      startedAt,
      milliseconds: Math.round(performance.now() - startedTick),
      outcome: result.outcome,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      ...(result.httpStatus === undefined ? {} : { httpStatus: result.httpStatus }),
      ...(reply.outcome === 'answered' && reply.gatewayAt !== null ? { gatewayAt: reply.gatewayAt } : {}),
      codes: result.errors?.map((error) => error.code) ?? [],
      sent: masked(message?.fields ?? call.fields),
    })
    return result
  }
}

/**
 * Whether a refused JSON call comes with status 200 or with this one is not recorded, so both are read. Anything but a
 * refusal under this status is never taken as done.
 */
const BAD_REQUEST = 400

async function send(call: Call, { fields, secrets }: Message, options: ExchangeOptions): Promise<Reply> {
  const { endpoint, signal } = call
  const encoded = endpoint.format === 'form' ? encodeForm(fields) : encodeJson(fields)
  if (!encoded.ok) return { ...notSent('unencodable'), unencodable: encoded.unencodable }
  if (call.mayLeave?.() === false) return notSent('withheld')
  const { connectMs, mutationMs, inquiryMs } = options.timeouts
  const delivery = await options.transport.send({
    path: pathOf(endpoint),
    contentType: contentTypes[endpoint.format],
    body: encoded.body,
    connectMs,
    totalMs: endpoint.purpose === 'mutation' ? mutationMs : inquiryMs,
    reuseConnection: endpoint.reuseConnection,
    otherStatuses: endpoint.format === 'json' ? [BAD_REQUEST] : [],
    signal,
  })
  if (delivery.outcome !== 'answered') return delivery
  const answer = answerIn(delivery, endpoint, secrets)
  if (answer.kind === 'unreadable') return { outcome: 'unknown', reason: 'unreadable' }
  if (answer.kind === 'errors') return { outcome: 'refused', errors: answer.codes.map(describeGatewayError) }
  return { outcome: 'answered', fields: answer.fields, gatewayAt: delivery.gatewayAt }
}

const contentTypes = { form: 'application/x-www-form-urlencoded', json: 'application/json;charset=UTF-8' }

function answerIn({ body, httpStatus }: Delivered, endpoint: Endpoint, secrets: readonly string[]): Answer {
  if (repeatsSecret(body, secrets)) return { kind: 'unreadable' }
  const answer = endpoint.format === 'form' ? parseAnswer(body, endpoint.addressKey) : parseJsonAnswer(body)
  return httpStatus === undefined ? answer : refusalOnly(answer)
}

/** Null when the key store fails or holds nothing; its error is dropped, for it could quote a secret. */
async function withCredentials(
  { endpoint, fields }: Call,
  credentials: () => Promise<GatewayCredentials>,
): Promise<Message | null> {
  try {
    const { shopId, shopPass } = await credentials()
    if (shopId === '' || shopPass === '') return null
    const secrets = [shopPass, fields['AccessPass'] ?? '']
    if (!endpoint.namesShop) return { fields, secrets }
    const group = endpoint.format === 'form' ? '' : 'geturlparam.'
    return { fields: { [`${group}ShopID`]: shopId, [`${group}ShopPass`]: shopPass, ...fields }, secrets }
  } catch {
    return null
  }
}

function notSent(reason: NotSentReason): NotSent {
  return { outcome: 'not-sent', reason }
}

/** A log that fails must not turn an operation that was carried out into a thrown error. */
function report(onExchange: ExchangeOptions['onExchange'], exchange: MaskedExchange): void {
  try {
    onExchange?.(exchange)
  } catch {
    return
  }
}
