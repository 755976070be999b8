import type { IncomingMessage, ServerResponse } from 'node:http'
import { faultAct } from './fault-table.ts'
import type { FaultAct } from './fault-table.ts'
import type { Gateway } from './gateway.ts'
import { endpointName, openRequest, speaksJson } from './payment-request.ts'
import type { OpenedRequest, RawRequest } from './payment-request.ts'
import { sendReply } from './reply.ts'
import type { Reply } from './reply.ts'
import { readBody } from './request-body.ts'
import { checkDigitHolds } from './test-cards.ts'
import { jobCds } from './trade.ts'

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
  if (faultAct(gateway.faults.takeHead(endpointName(path)), 'head').do === 'reset') {
    request.socket.resetAndDestroy()
    return
  }
  const { accept, 'content-type': contentType } = request.headers
  const raw = { method: request.method ?? '', path, accept, contentType, body: await readBody(request) }
  try {
    await sendReply(gateway, request.socket, response, await handlePayment(gateway, raw))
  } catch (error) {
    // A bug must neither look like an answer nor be overlooked.
    await sendReply(gateway, request.socket, response, { kind: 'http', status: 500 })
    throw error
  }
}

/** What is answered to `raw`, with everything that happens to the ledger, the record and the faults on the way. */
export async function handlePayment(gateway: Gateway, raw: RawRequest): Promise<Reply> {
  const requestId = gateway.nextRequestId()
  const at = gateway.clock.now()
  const opened = openRequest(raw)
  const { name, jobCd, orderId } = describe(gateway, opened)
  const note = (outcome: string) => {
    gateway.record({ requestId, at, endpoint: name, jobCd, orderId, outcome })
  }
  try {
    const reply: Reply = typeof opened === 'string' ? refusal(opened) : await handle(gateway, opened, requestId)
    note(outcomeOf(reply))
    return speaksJson(raw.path) && reply.kind === 'answer' ? { ...reply, json: true } : reply
  } catch (error) {
    // A closing sandbox drops its waiting requests; anything else is a bug.
    const dropped = error instanceof Error && error.name === 'AbortError'
    note(dropped ? 'dropped' : 'bug')
    if (dropped) return { kind: 'reset' }
    throw error
  }
}

/** What may be remembered of a request. Free text is left out: a record must never carry a card number or a pass. */
function describe(gateway: Gateway, opened: OpenedRequest | string): { name: string; jobCd: string; orderId: string } {
  if (typeof opened === 'string') return { name: '', jobCd: '', orderId: '' }
  const jobCd = jobCds.find((known) => known === opened.fields.get('JobCd')) ?? ''
  return { name: opened.name, jobCd, orderId: safeOrderId(gateway, gateway.orderOf(opened.fields)) }
}

/** An order number for the record. A card number or a pass typed into the wrong field must not get in this way. */
function safeOrderId({ shop }: Gateway, orderId: string): string {
  if (!/^[A-Za-z0-9-]{1,27}$/.test(orderId)) return ''
  if (orderId === shop.shopPass || orderId === shop.sitePass) return ''
  const digits = orderId.replaceAll('-', '')
  return /^\d{14,16}$/.test(digits) && checkDigitHolds(digits) ? `****${digits.slice(-4)}` : orderId
}

async function handle(gateway: Gateway, opened: OpenedRequest, requestId: string): Promise<Reply> {
  const { name, endpoint, fields } = opened
  const fault = gateway.faults.take(name, gateway.orderOf(fields))
  const leave = gateway.enter(endpoint, fields)
  if (typeof leave === 'string') return refusal(leave)
  try {
    await gateway.lag()
    const before = await strike(gateway, faultAct(fault, 'before'))
    if (before !== undefined) return before
    const answer = gateway.process(name, fields, 'api', requestId)
    const reply: Reply = { kind: 'answer', answer }
    return (await strike(gateway, faultAct(fault, 'after'), reply)) ?? reply
  } finally {
    leave()
  }
}

/** Does what a fault says, to the answer when there is one already; undefined when the request goes on. */
async function strike(gateway: Gateway, act: FaultAct, answered?: Reply): Promise<Reply | undefined> {
  switch (act.do) {
    case 'nothing':
      return undefined
    case 'wait':
      await gateway.wait(act.ms)
      return undefined
    case 'reset':
    case 'silence':
      return { kind: act.do }
    case 'http':
      return { kind: 'http', status: act.status }
    case 'refuse':
      return refusal(...act.errInfos)
    case 'drip':
      return { ...spoilable(answered), dripMs: act.ms }
    case 'damage':
      return { ...spoilable(answered), damage: act.how }
  }
}

/** The answer a fault spoils; before there is one, what a gateway in trouble would say. */
function spoilable(answered: Reply | undefined): Reply & { kind: 'answer' } {
  return answered?.kind === 'answer' ? answered : refusal('E91099999')
}

function refusal(...errInfos: readonly string[]): Reply & { kind: 'answer' } {
  return { kind: 'answer', answer: { ok: false, errInfos } }
}

function outcomeOf(reply: Reply): string {
  if (reply.kind === 'reset' || reply.kind === 'silence') return 'dropped'
  if (reply.kind === 'http') return `http ${reply.status}`
  return reply.answer.ok ? 'ok' : reply.answer.errInfos.join('|')
}
