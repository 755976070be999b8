import http from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Instant } from '../../src-shared/business-day.ts'
import { notSentReasonOf, unknownReasonOf } from './transport-errors.ts'
import type { NotSentReason, UnknownReason } from './transport-errors.ts'

/** How one request ended, judged only by what is proven. */
export type Delivery =
  | {
      readonly outcome: 'answered'
      readonly body: Buffer
      readonly gatewayAt: Instant | null
      /** Only when it is not 200: one of the parcel's `otherStatuses`. */
      readonly httpStatus?: number
    }
  /** Proven: the request stayed here. It was never handed to an open connection. */
  | { readonly outcome: 'not-sent'; readonly reason: NotSentReason }
  /** The request was handed to the connection, and no complete answer of an expected status came back. */
  | { readonly outcome: 'unknown'; readonly reason: UnknownReason; readonly httpStatus?: number }

export interface Parcel {
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
  /** Milliseconds until the connection, TLS included, must stand. */
  readonly connectMs: number
  /** Milliseconds until the whole answer must be here, counted from the call. */
  readonly totalMs: number
  readonly reuseConnection: boolean
  /** Statuses besides 200 that carry an answer. */
  readonly otherStatuses?: readonly number[]
  readonly signal?: AbortSignal | undefined
}

export interface Transport {
  /** Sends once, never again; never rejects. */
  send(parcel: Parcel): Promise<Delivery>
  /** Gives up every request under way and refuses later ones. */
  close(): void
}

/** An answer is a few hundred bytes; more than this is not one, and is not read to its end. */
const MAX_ANSWER_BYTES = 65_536
/** A connection idle for longer is dropped rather than used again: the server may be about to close it. */
const IDLE_MS = 4_000

/**
 * The one way out to the gateway. TLS certificates are always verified: the option is set here, so no environment
 * variable can switch it off. `ca` (PEM) replaces the trusted roots and is for tests with a local server.
 */
export function createTransport(origin: URL, ca?: string): Transport {
  const secure = origin.protocol === 'https:'
  const trust = { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) }
  const { Agent, request: open } = secure ? https : http
  const shared = new Agent({ keepAlive: true, timeout: IDLE_MS, ...(secure ? trust : {}) })
  const closing = new AbortController()

  return {
    send(parcel) {
      const headers = {
        'Content-Type': parcel.contentType,
        'Content-Length': parcel.body.length,
        Accept: '*/*',
      }
      return deliver(parcel, { secure, closed: closing.signal }, () => {
        const agent = parcel.reuseConnection ? shared : new Agent({ keepAlive: false, ...(secure ? trust : {}) })
        return open(new URL(parcel.path, origin), { method: 'POST', agent, headers })
      })
    },
    close() {
      closing.abort()
      shared.destroy()
    },
  }
}

/** Reports an end without an answer; what it means depends only on whether the request had been handed over. */
type Fail = (before: NotSentReason, after: UnknownReason, httpStatus?: number) => void

function deliver(
  parcel: Parcel,
  { secure, closed }: { secure: boolean; closed: AbortSignal },
  start: () => ClientRequest,
): Promise<Delivery> {
  const signals = [closed, ...(parcel.signal ? [parcel.signal] : [])]
  if (signals.some((signal) => signal.aborted)) return Promise.resolve({ outcome: 'not-sent', reason: 'aborted' })
  return new Promise((resolve) => {
    const request = start()
    let connected = false
    let sent = false
    let answering = false
    let done = false

    const finish = (delivery: Delivery) => {
      if (done) return
      done = true
      clearTimeout(connectTimer)
      clearTimeout(totalTimer)
      for (const signal of signals) signal.removeEventListener('abort', abort)
      if (delivery.outcome !== 'answered') request.destroy()
      resolve(delivery)
    }
    const fail: Fail = (before, after, httpStatus) => {
      if (!sent) finish({ outcome: 'not-sent', reason: before })
      else finish({ outcome: 'unknown', reason: after, ...(httpStatus === undefined ? {} : { httpStatus }) })
    }
    const abort = () => fail('aborted', 'aborted')
    const connectTimer = setTimeout(() => fail('connectTimeout', 'timeout'), parcel.connectMs)
    const totalTimer = setTimeout(() => fail('connectTimeout', 'timeout'), parcel.totalMs)
    for (const signal of signals) signal.addEventListener('abort', abort, { once: true })

    /** The border between `not-sent` and `unknown`: nothing is written before this, not even a header. */
    const handOver = () => {
      if (done) return
      clearTimeout(connectTimer)
      sent = true
      request.end(parcel.body)
    }
    request.once('socket', (socket) => {
      socket.once('connect', () => (connected = true))
      if (request.reusedSocket) handOver()
      else socket.once(secure ? 'secureConnect' : 'connect', handOver)
    })
    request.on('error', (error) => {
      fail(notSentReasonOf(error, secure && connected), unknownReasonOf(error, answering))
    })
    request.once('close', () => fail('connection', answering ? 'truncated' : 'reset'))
    request.once('response', (response) => {
      answering = true
      readAnswer(response, { fail, finish, otherStatuses: parcel.otherStatuses ?? [] })
    })
  })
}

interface Reader {
  readonly fail: Fail
  readonly finish: (delivery: Delivery) => void
  readonly otherStatuses: readonly number[]
}

function readAnswer(response: IncomingMessage, { fail, finish, otherStatuses }: Reader): void {
  const status = response.statusCode ?? 0
  if (status !== 200 && !otherStatuses.includes(status)) {
    fail('connection', 'httpStatus', status)
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) fail('connection', 'tooLarge')
    else chunks.push(chunk)
  })
  response.once('end', () => {
    const gatewayAt = instantOfDateHeader(response.headers.date)
    const unusual = status === 200 ? {} : { httpStatus: status }
    if (response.complete) finish({ outcome: 'answered', body: Buffer.concat(chunks), gatewayAt, ...unusual })
    else fail('connection', 'truncated')
  })
  response.once('error', () => fail('connection', 'truncated'))
  response.once('close', () => fail('connection', 'truncated'))
}

/** The server's clock, null when the header is missing or no HTTP date. Whole seconds. */
function instantOfDateHeader(date: string | undefined): Instant | null {
  if (date === undefined || !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)) return null
  const at = Date.parse(date)
  return Number.isNaN(at) ? null : at
}
