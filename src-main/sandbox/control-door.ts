import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { instantSchema } from '../../src-shared/business-day.ts'
import { consoleAction, endSlip } from './console-actions.ts'
import { faultSchema } from './fault-table.ts'
import { networkFaults } from './network-faults.ts'
import { cancelLink } from './page/link-flow.ts'
import { standingOf } from './payment-link.ts'
import type { Gateway } from './gateway.ts'
import { readBody } from './request-body.ts'
import { sandboxRulesSchema } from './rules.ts'
import { seedTradeSchema } from './seed-trade.ts'
import { jobCds, tradeKinds } from './trade.ts'

type Action = (gateway: Gateway, body: unknown) => unknown

const slipSchema = z.strictObject({ orderId: z.string(), kind: z.enum(tradeKinds).default('convenience') })
const clockSchema = z.union([z.strictObject({ now: instantSchema }), z.strictObject({ advanceMs: z.int() })])
const consoleSchema = z.strictObject({
  orderId: z.string(),
  endpoint: z.enum(['AlterTran.idPass', 'ChangeTran.idPass']).default('AlterTran.idPass'),
  jobCd: z.enum(jobCds),
  amountYen: z.int().optional(),
  method: z.string().optional(),
})

/** Everything below `/_control/`, by method and name. */
const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['GET ledger', readLedger],
  ['POST ledger', (gateway, body) => gateway.ledger.seed(z.array(seedTradeSchema).parse(body))],
  ['GET requests', (gateway) => gateway.records()],
  ['GET clock', (gateway) => ({ now: gateway.clock.now() })],
  ['POST clock', moveClock],
  ['POST latency', setLatency],
  ['GET rules', (gateway) => gateway.rules],
  ['POST rules', setRules],
  ['GET faults', (gateway) => gateway.faults.list()],
  ['POST faults', addFaults],
  ['DELETE faults', clearFaults],
  ['GET fault-names', () => networkFaults],
  ['POST away', goAway],
  ['GET links', listLinks],
  ['POST links', cancelOpenLinks],
  ['POST pay', (gateway, body) => endSlip(gateway, slipSchema.parse(body), 'PAYSUCCESS')],
  ['POST expire', (gateway, body) => endSlip(gateway, slipSchema.parse(body), 'EXPIRED')],
  ['POST console', (gateway, body) => consoleAction(gateway, consoleSchema.parse(body))],
  ['POST tokens', issueToken],
])

/**
 * Serves `/_control/…` in JSON: 403 without the right `x-sandbox-token`, 404 for an unknown name, 400 for a body that
 * does not fit, 409 for something the ledger does not allow. `path` is the address without its query.
 */
export async function serveControl(
  gateway: Gateway,
  token: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request)
  if (!sameToken(request.headers['x-sandbox-token'], token)) {
    reply(response, 403, { error: 'forbidden' })
    return
  }
  const action = actions.get(`${request.method ?? ''} ${path.slice('/_control/'.length)}`)
  if (action === undefined) {
    reply(response, 404, { error: 'unknown' })
    return
  }
  try {
    reply(response, 200, action(gateway, parseJson(body)) ?? {})
  } catch (error) {
    const malformed = error instanceof z.ZodError || error instanceof SyntaxError
    reply(response, malformed ? 400 : 409, { error: error instanceof Error ? error.message : 'failed' })
  }
}

function readLedger(gateway: Gateway): unknown {
  const { ledger, clock } = gateway
  return { now: clock.now(), trades: ledger.trades(), mutations: ledger.mutations() }
}

function moveClock(gateway: Gateway, body: unknown): unknown {
  const move = clockSchema.parse(body)
  if ('now' in move) gateway.clock.set(move.now)
  else gateway.clock.advance(move.advanceMs)
  return { now: gateway.clock.now() }
}

function setLatency(gateway: Gateway, body: unknown): void {
  const { min, max } = z.strictObject({ min: z.int().min(0), max: z.int().min(0) }).parse(body)
  gateway.setLatency(min, max)
}

function setRules(gateway: Gateway, body: unknown): unknown {
  const given = sandboxRulesSchema.partial().parse(body)
  gateway.setRules(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  return gateway.rules
}

function addFaults(gateway: Gateway, body: unknown): unknown {
  for (const fault of z.array(faultSchema).parse(Array.isArray(body) ? body : [body])) gateway.faults.add(fault)
  return gateway.faults.list()
}

function clearFaults(gateway: Gateway): void {
  gateway.faults.clear()
}

/** Refuses every new connection for `ms`; this one is still answered. */
function goAway(gateway: Gateway, body: unknown): void {
  const { ms } = z.strictObject({ ms: z.int().min(1).max(600_000) }).parse(body)
  const { door } = gateway
  door?.goAway()
  // A sandbox that closes meanwhile stays away.
  void gateway.wait(ms).then(
    () => door?.comeBack(),
    () => undefined,
  )
}

/** Links without their tokens: who reads this list must not be able to pay or to see the page. */
function listLinks(gateway: Gateway): unknown {
  const now = gateway.clock.now()
  return gateway.ledger.links.all().map((link) => ({
    orderId: link.orderId,
    amountYen: link.amountYen,
    standing: standingOf(link, now),
    attempts: link.attempts,
    refusedWith: link.refusedWith,
    expiresAt: link.expiresAt,
  }))
}

/** Takes the open links of an order out of use. */
function cancelOpenLinks(gateway: Gateway, body: unknown): unknown {
  const { orderId } = z.strictObject({ orderId: z.string(), act: z.literal('cancel') }).parse(body)
  const links = gateway.ledger.links.all().filter((link) => link.orderId === orderId)
  const cancelled = links.filter((link) => cancelLink(gateway, link)).length
  if (cancelled === 0) throw new Error('The order has no open link')
  return { cancelled }
}

function issueToken(gateway: Gateway, body: unknown): unknown {
  const card = z.strictObject({ cardNo: z.string().regex(/^\d{10,16}$/), expire: z.string().regex(/^\d{4}$/) })
  const { cardNo, expire } = card.parse(body)
  return { token: gateway.tokens.issue(cardNo, expire) }
}

function parseJson(body: Buffer | undefined): unknown {
  return body === undefined || body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown)
}

/** Takes the same time whatever differs. */
function sameToken(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string') return false
  const a = Buffer.from(given)
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(JSON.stringify(value))
}
