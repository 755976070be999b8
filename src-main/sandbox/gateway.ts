import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { MovableClock } from './clock.ts'
import { endpoints } from './endpoint-table.ts'
import type { Endpoint } from './endpoint-table.ts'
import { FaultQueue } from './fault-queue.ts'
import type { Fields } from './fields.ts'
import type { Answer, Shop } from './gateway-request.ts'
import { Ledger } from './ledger.ts'
import type { RequestRecord } from './request-record.ts'
import { defaultRules, sandboxRulesSchema } from './rules.ts'
import type { SandboxRules } from './rules.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import { TokenBox } from './token-box.ts'
import type { MutationOrigin } from './trade.ts'

/** Requests kept for looking at; older ones are forgotten. */
const MOST_RECORDS = 10_000

/** The sandbox without its HTTP doors: one shop, its ledger, its clock and everything that can be set about it. */
export class Gateway {
  readonly clock: MovableClock
  readonly ledger: Ledger
  readonly faults = new FaultQueue()
  readonly tokens = new TokenBox()
  readonly shop: Shop
  /** Where the doors are; known once they are open. */
  baseUrl = ''
  /** Closes and opens the listening port; set by the server. */
  door: { readonly goAway: () => void; readonly comeBack: () => Promise<void> } | null = null
  readonly #closing = new AbortController()
  readonly #running = new Set<number>()
  readonly #onRequest: (record: RequestRecord) => void
  readonly #boot = randomBytes(4).toString('hex')
  #rules: SandboxRules
  #latencyMs: readonly [number, number]
  #handled = 0
  #inside = 0
  #records: RequestRecord[] = []

  constructor(options: SandboxOptions) {
    this.clock = new MovableClock(options.now ?? Date.now)
    const { shopId, shopPass, siteId = 'tsite00000001', sitePass = 'sandbox01' } = options
    this.shop = { shopId, shopPass, siteId, sitePass }
    this.#rules = sandboxRulesSchema.parse({ ...defaultRules, ...options.rules })
    this.#latencyMs = checkedLatency(options.latencyMs ?? [0, 0])
    this.#onRequest = options.onRequest ?? (() => undefined)
    const idSeed = options.idSeed ?? randomBytes(16).toString('hex')
    this.ledger = new Ledger(options.ledgerPath, idSeed, () => this.clock.now())
  }

  get rules(): SandboxRules {
    return this.#rules
  }

  setRules(rules: Partial<SandboxRules>): void {
    this.#rules = sandboxRulesSchema.parse({ ...this.#rules, ...rules })
  }

  setLatency(leastMs: number, mostMs: number): void {
    this.#latencyMs = checkedLatency([leastMs, mostMs])
  }

  nextRequestId(): string {
    this.#handled += 1
    return `${this.#boot}-${this.#handled}`
  }

  /** The order a request is about, for faults and records: named, or found by its access keys. */
  orderOf(fields: Fields): string {
    const named = fields.get('OrderID')
    if (named !== '') return named
    return this.ledger.byAccess(fields.get('AccessID'), fields.get('AccessPass'))?.orderId ?? ''
  }

  /**
   * Lets a request in: the function with which it leaves again, or the ErrInfo that turns it away (E92000001 too many
   * at once; E90010001 another request for the same trade still runs).
   */
  enter(endpoint: Endpoint, fields: Fields): (() => void) | string {
    const limit = this.#rules.maxConcurrent
    if (limit !== null && this.#inside >= limit) return 'E92000001'
    const trade = endpoint.exclusive
      ? this.ledger.byAccess(fields.get('AccessID'), fields.get('AccessPass'))
      : undefined
    if (trade !== undefined && this.#running.has(trade.id)) return 'E90010001'
    this.#inside += 1
    if (trade !== undefined) this.#running.add(trade.id)
    return () => {
      this.#inside -= 1
      if (trade !== undefined) this.#running.delete(trade.id)
    }
  }

  /** Takes as long as the setting says. Rejects when the sandbox closes meanwhile. */
  async lag(): Promise<void> {
    const [least, most] = this.#latencyMs
    if (most > 0) await this.wait(least === most ? least : randomInt(least, most + 1))
  }

  /** Rejects when the sandbox closes meanwhile. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal })
  }

  /** Runs one endpoint as one durable step: what it changed is on disk when this returns. */
  process(name: string, fields: Fields, origin: MutationOrigin, requestId: string): Answer {
    const endpoint = endpoints.get(name)
    if (endpoint === undefined) throw new Error('An endpoint was processed that is not in the table')
    const { clock, ledger, shop, tokens, rules, baseUrl } = this
    ledger.expireDue()
    const place = { shop, rules, ledger, tokens, baseUrl }
    const request = { endpoint: name, requestId, origin, fields, at: clock.now(), ...place }
    return ledger.transact(() => endpoint.handle(request))
  }

  record(record: RequestRecord): void {
    this.#records.push(record)
    if (this.#records.length > 2 * MOST_RECORDS) this.#records = this.#records.slice(-MOST_RECORDS)
    this.#onRequest(record)
  }

  records(): readonly RequestRecord[] {
    return this.#records.slice(-MOST_RECORDS)
  }

  /** Ends every wait: those requests are dropped as if the gateway had gone down. */
  abort(): void {
    this.#closing.abort()
  }
}

function checkedLatency(latency: readonly [number, number]): readonly [number, number] {
  const [least, most] = latency
  if (!(Number.isInteger(least) && Number.isInteger(most) && least >= 0 && most >= least)) {
    throw new RangeError('Latency is two whole numbers of milliseconds, the smaller one first')
  }
  return latency
}
