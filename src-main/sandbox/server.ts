import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Instant } from '../../src-shared/business-day.ts'
import { serveControl } from './control-door.ts'
import { consoleAction, endSlip } from './console-actions.ts'
import type { ConsoleOrder } from './console-actions.ts'
import { faultAct } from './fault-table.ts'
import type { FaultOrder } from './fault-table.ts'
import { Gateway } from './gateway.ts'
import type { SandboxLedger } from './ledger.ts'
import { isPagePath, servePage } from './page/page-door.ts'
import { servePayment } from './payment-door.ts'
import type { RequestRecord } from './request-record.ts'
import type { SandboxRules } from './rules.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import type { TradeKind } from './trade.ts'

export interface Sandbox {
  /**
   * `http://127.0.0.1:PORT`, with `tls` `https://…`; the endpoints are below `/payment/`, the hosted card page below
   * `/link/`, the control door below `/_control/`.
   */
  readonly url: string
  readonly controlToken: string
  readonly ledger: SandboxLedger
  /** The sandbox's time. */
  now(): Instant
  /** Moves the clock; it keeps running from there. */
  setNow(at: Instant): void
  advance(ms: number): void
  setLatency(leastMs: number, mostMs: number): void
  setRules(rules: Partial<SandboxRules>): void
  addFault(fault: FaultOrder): void
  clearFaults(): void
  /** A single-use card token, as the gateway's browser script would hand out. */
  issueToken(card: { readonly cardNo: string; readonly expire: string }): string
  /** The buyer pays; kind `convenience` when left out. Throws unless the trade waits for its payment. */
  pay(orderId: string, kind?: TradeKind): void
  /** The buyer lets the term pass. Throws like `pay`. */
  expire(orderId: string, kind?: TradeKind): void
  /** A person works in the gateway's own console. Throws when there is no such card trade. */
  console(order: ConsoleOrder): { ok: boolean; errInfos?: readonly string[] }
  /** Stops listening, as a gateway that is down: new connections are refused until `comeBack`. */
  goAway(): void
  /** Listens again, at the same address. */
  comeBack(): Promise<void>
  /** The last requests, oldest first. */
  requests(): readonly RequestRecord[]
  /** Stops listening, drops requests that are still waiting and closes the ledger. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Starts a gateway on 127.0.0.1 that answers like the real one and keeps its own ledger. Rejects when the port is
 * taken, the ledger cannot be opened or an option makes no sense. A bug inside the sandbox is answered with HTTP 500 and
 * then left unhandled, so that no test can overlook it.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const gateway = new Gateway(options)
  const controlToken = options.controlToken ?? randomBytes(24).toString('hex')
  const open = new Set<Promise<void>>()
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const served = route(gateway, controlToken, request, response)
    open.add(served)
    void served.finally(() => open.delete(served))
  }
  const server = makeServer(gateway, options.tls, serve)
  try {
    await listen(server, options.port ?? 0)
  } catch (error) {
    gateway.ledger.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  const url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  gateway.baseUrl = url
  const door = {
    goAway: () => void server.close(),
    comeBack: () => listen(server, port),
  }
  gateway.door = door
  let shutting: Promise<void> | undefined
  return { url, controlToken, ...handles(gateway), ...door, close: () => (shutting ??= shut(server, gateway, open)) }
}

function makeServer(
  gateway: Gateway,
  tls: SandboxOptions['tls'],
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = tls === undefined ? createServer(serve) : createTlsServer(tlsOptions(tls), serve)
  server.on('connection', (socket: Socket) => {
    if (faultAct(gateway.faults.takeConnection(), 'connect').do === 'reset') socket.resetAndDestroy()
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
  return server
}

/** A gateway that is to look outdated must be allowed to speak what today's defaults forbid. */
function tlsOptions(tls: NonNullable<SandboxOptions['tls']>): ServerOptions {
  const outdated = tls.maxVersion === 'TLSv1.1'
  return { ...tls, ...(outdated ? { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } : {}) }
}

function route(gateway: Gateway, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/s, '')
  if (path.startsWith('/_control/')) return serveControl(gateway, token, path, request, response)
  if (isPagePath(path)) return servePage(gateway, request, response)
  return servePayment(gateway, path, request, response)
}

function handles(gateway: Gateway): Omit<Sandbox, 'url' | 'controlToken' | 'goAway' | 'comeBack' | 'close'> {
  const { clock, ledger, faults, tokens } = gateway
  return {
    ledger,
    now: () => clock.now(),
    setNow: (at) => {
      clock.set(at)
    },
    advance: (ms) => {
      clock.advance(ms)
    },
    setLatency: (leastMs, mostMs) => {
      gateway.setLatency(leastMs, mostMs)
    },
    setRules: (rules) => {
      gateway.setRules(rules)
    },
    addFault: (fault) => {
      faults.add(fault)
    },
    clearFaults: () => {
      faults.clear()
    },
    issueToken: ({ cardNo, expire }) => tokens.issue(cardNo, expire),
    pay: (orderId, kind = 'convenience') => {
      endSlip(gateway, { orderId, kind }, 'PAYSUCCESS')
    },
    expire: (orderId, kind = 'convenience') => {
      endSlip(gateway, { orderId, kind }, 'EXPIRED')
    },
    console: (order) => consoleAction(gateway, order),
    requests: () => gateway.records(),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function shut(server: Server, gateway: Gateway, open: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  gateway.abort()
  server.closeAllConnections()
  await Promise.allSettled([...open, closed])
  gateway.ledger.close()
}
