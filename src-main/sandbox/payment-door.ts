import type { IncomingMessage, ServerResponse } from 'node:http'
import { endpoints } from './endpoint-table.ts'
import type { Endpoint } from './endpoint-table.ts'
import { faultAct } from './fault-table.ts'
import type { FaultAct } from './fault-table.ts'
import { readForm, readMultipart, writePairs } from './fields.ts'
import type { Fields } from './fields.ts'
import type { Gateway } from './gateway.ts'
import { errorPairs } from './gateway-request.ts'
import type { Answer } from './gateway-request.ts'
import { readBody } from './request-body.ts'
import { jobCds } from './trade.ts'

/** A request that names an endpoint and could be read. */
interface Opened {
  readonly name: string
  readonly endpoint: Endpoint
  readonly fields: Fields
}

/** What goes back over the wire; `reset` breaks the connection instead. */
type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'reset' }

const FOLDER = '/payment/'
const NO_SUCH_ENDPOINT = 'E91099997'
const NOT_POST = 'E00000001'
const NOT_ACCEPTABLE = 'E00000002'
const WRONG_TYPE = 'E00000003'
const UNREADABLE = 'E00000010'

/**
 * Serves `/payment/…`. Mistakes of the request itself come back in the body too, with HTTP 200 (gmo-protocol.md §1).
 * `path` is the address without its query.
 */
export async function servePayment(
  gateway: Gateway,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = gateway.nextRequestId()
  const at = gateway.clock.now()
  const body = await readBody(request)
  const opened = open(path, request, body)
  const { name, jobCd, orderId } = describe(gateway, opened)
  const note = (outcome: string) => {
    gateway.record({ requestId, at, endpoint: name, jobCd, orderId, outcome })
  }
  try {
    const reply: Reply =
      typeof opened === 'string' ? refusal(opened) : await handle(gateway, opened, orderId, requestId)
    note(outcomeOf(reply))
    send(gateway, request, response, reply)
  } catch (error) {
    // A closing sandbox drops its waiting requests; anything else is a bug, which must not look like an answer.
    const dropped = error instanceof Error && error.name === 'AbortError'
    note(dropped ? 'dropped' : 'bug')
    send(gateway, request, response, dropped ? { kind: 'reset' } : { kind: 'http', status: 500 })
    if (!dropped) throw error
  }
}

function open(path: string, request: IncomingMessage, body: Buffer | undefined): Opened | string {
  const name = path.startsWith(FOLDER) ? path.slice(FOLDER.length) : ''
  const endpoint = endpoints.get(name)
  if (endpoint === undefined) return NO_SUCH_ENDPOINT
  if (request.method !== 'POST') return NOT_POST
  if (!acceptsText(request.headers.accept)) return NOT_ACCEPTABLE
  const type = request.headers['content-type'] ?? ''
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)
  if (!isForm && !/^multipart\/form-data\s*;/i.test(type)) return WRONG_TYPE
  if (body === undefined) return UNREADABLE
  const fields = isForm ? readForm(body) : readMultipart(body, type)
  return fields === undefined ? UNREADABLE : { name, endpoint, fields }
}

function acceptsText(accept: string | undefined): boolean {
  return accept === undefined || accept === '' || /\*\/\*|text\/(?:\*|plain)/i.test(accept)
}

/** What may be remembered of a request. Free text is left out: a record must never carry a card number or a pass. */
function describe(gateway: Gateway, opened: Opened | string): { name: string; jobCd: string; orderId: string } {
  if (typeof opened === 'string') return { name: '', jobCd: '', orderId: '' }
  const orderId = gateway.orderOf(opened.fields)
  const jobCd = jobCds.find((known) => known === opened.fields.get('JobCd')) ?? ''
  return { name: opened.name, jobCd, orderId: /^[A-Za-z0-9-]{1,27}$/.test(orderId) ? orderId : '' }
}

async function handle(gateway: Gateway, opened: Opened, orderId: string, requestId: string): Promise<Reply> {
  const { name, endpoint, fields } = opened
  const fault = gateway.faults.take(name, orderId)
  const leave = gateway.enter(endpoint, fields)
  if (typeof leave === 'string') return refusal(leave)
  try {
    await gateway.lag()
    const before = await act(gateway, faultAct(fault, 'before'))
    if (before !== undefined) return before
    const answer = gateway.process(name, fields, 'api', requestId)
    return (await act(gateway, faultAct(fault, 'after'))) ?? { kind: 'answer', answer }
  } finally {
    leave()
  }
}

/** Does what a fault says; undefined when the request goes on. */
async function act(gateway: Gateway, what: FaultAct): Promise<Reply | undefined> {
  switch (what.do) {
    case 'nothing':
      return undefined
    case 'wait':
      await gateway.wait(what.ms)
      return undefined
    case 'reset':
      return { kind: 'reset' }
    case 'http':
      return { kind: 'http', status: what.status }
    case 'refuse':
      return refusal(...what.errInfos)
  }
}

function refusal(...errInfos: readonly string[]): Reply {
  return { kind: 'answer', answer: { ok: false, errInfos } }
}

function outcomeOf(reply: Reply): string {
  if (reply.kind === 'reset') return 'dropped'
  if (reply.kind === 'http') return `http ${reply.status}`
  return reply.answer.ok ? 'ok' : reply.answer.errInfos.join('|')
}

function send(gateway: Gateway, request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  response.sendDate = false
  response.setHeader('Server', 'nginx')
  response.setHeader('Date', new Date(gateway.clock.now()).toUTCString())
  response.setHeader('Connection', 'close')
  if (reply.kind === 'http') {
    response.writeHead(reply.status, { 'Content-Type': 'text/html' }).end('<html><body>Error</body></html>')
    return
  }
  const { answer } = reply
  response
    .writeHead(200, { 'Content-Type': 'text/plain;charset=Windows-31J', 'Transfer-Encoding': 'chunked' })
    .end(writePairs(answer.ok ? answer.pairs : errorPairs(answer.errInfos)))
}
