import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Instant } from '../../src-shared/business-day.ts'
import { Gateway as SandboxGateway } from '../../src-main/sandbox/gateway.ts'
import type { SeedTrade } from '../../src-main/sandbox/seed-trade.ts'
import type { Gateway } from '../../src-main/gmo/gateway.ts'
import type { Delivery } from '../../src-main/gmo/transport.ts'
import type { Clock, Log } from '../../src-main/ports.ts'
import { lookedTwice, type Deeds } from './deeds.ts'
import { DeskProcess, shop } from './desk-process.ts'
import { createSimNetwork, type Fate, type NetworkWatch, type Shipment } from './sim-network.ts'
import { Timeline } from './timeline.ts'

/** Where data folders go: into memory where the system offers that. */
const roomFor = (name: string): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), name))

export const calm: Fate = { fault: null, outMs: 200, backMs: 200, lateMs: 0 }

export interface WorldOptions {
  readonly startAt: Instant
  readonly trades: readonly SeedTrade[]
  /** Puts the data file of the first life into its folder. */
  readonly fill: (dataDir: string) => void
  readonly durable?: boolean
  readonly tamper?: (gateway: Gateway) => Gateway
  /** Orders a bulk run may have under way; 1 when left out. */
  readonly atOnce?: number
}

/** The program, the gateway, the network between them and time: everything that can be told to fail. */
export class World {
  readonly timeline: Timeline
  readonly gateway: SandboxGateway
  readonly violations: string[] = []
  readonly lines: string[] = []
  readonly deeds = new Map<string, Deeds>()
  /** Trades that someone else changed, or a request after its operation had ended: only asking tells the desk. */
  readonly behindOurBack = new Set<string>()
  /** Those of the latter kind. */
  readonly late = new Set<string>()
  /** How far the desk's clock is from the gateway's. */
  skewMs = 0
  process: DeskProcess
  /** The data folder is gone: nothing can be asked of the program any more. */
  lost = false
  /** Waited for between two events while an operator waits: room for what needs real time. */
  between: () => Promise<void> = () => Promise.resolve()
  fateOf: (shipment: Shipment) => Fate = () => calm
  onStatement: (sql: string, count: number) => void = () => undefined
  onCommit: () => void = () => undefined
  onMoment: (moment: 'leaving' | 'arrived' | 'applied' | 'delivered', shipment: Shipment) => void = () => undefined
  onDelivery: (shipment: Shipment, delivery: Delivery) => void = () => undefined
  /** Inquiries that reached the gateway since someone set it to 0. */
  inquiries = new Map<string, number>()
  readonly #home = roomFor('juchu-faults-')
  readonly #options: WorldOptions
  readonly #operationOf = new WeakMap<Shipment, string>()
  #activity = 0
  #lives = 0

  constructor(options: WorldOptions) {
    this.#options = options
    this.timeline = new Timeline(options.startAt)
    this.gateway = new SandboxGateway({
      ledgerPath: ':memory:',
      ...shop,
      idSeed: 'faults',
      now: () => this.timeline.now,
    })
    this.gateway.ledger.seed(options.trades)
    this.process = this.#nextLife()
    options.fill(this.process.dataDir)
  }

  /** A data folder of its own inside the world's folder. */
  folder(name: string): string {
    return join(this.#home, name)
  }

  /** Starts the program over what the last life left behind. */
  async start(): Promise<void> {
    if (!this.process.alive) {
      await this.quiet()
      this.process.bury()
      this.process = this.#nextLife(this.process.remains)
    }
    await this.finish(this.process.start())
  }

  /** Starts the program over a folder whose last life was closed. */
  async startOver(dataDir: string): Promise<void> {
    this.process.bury()
    this.process = this.#nextLife(dataDir)
    await this.finish(this.process.start())
  }

  /** Kills the program now. */
  kill(): void {
    this.process.kill(this.folder(`life-${String(this.#lives + 1)}`))
  }

  /** Lets everything happen that needs no time. */
  async quiet(): Promise<void> {
    for (let still = 0; still < 2; still += 1) {
      const before = this.#activity
      await setImmediate()
      if (before !== this.#activity) still = 0
    }
  }

  /** Lets time pass up to `limit`. */
  async passUntil(limit: Instant): Promise<void> {
    await this.quiet()
    while (this.timeline.step(limit)) await this.quiet()
  }

  /** Lets time pass until `work` has ended, or the program is dead; then null. Throws what it throws, except death. */
  async finish<T>(work: Promise<T>): Promise<T | null> {
    const ends: ({ readonly value: T } | { readonly error: unknown })[] = []
    work.then(
      (value) => ends.push({ value }),
      (error: unknown) => ends.push({ error }),
    )
    const limit = this.timeline.now + 6 * 3_600_000
    await this.quiet()
    while (ends.length === 0 && this.process.alive && this.timeline.step(limit)) {
      await this.quiet()
      await this.between()
    }
    const [end] = ends
    if (!this.process.alive) return null
    if (end === undefined) throw new Error('nothing is planned any more, and the program still waits')
    if ('error' in end) throw end.error
    return end.value
  }

  /** Notes a broken rule; `rule` is one of I1–I13. */
  broken(rule: string, what: string): void {
    this.violations.push(`${rule}: ${what}`)
  }

  /** The passes of every trade: none may ever be found anywhere. */
  accessPasses(): readonly string[] {
    return this.#options.trades.map(({ orderId, kind }) => this.gateway.ledger.byOrder(orderId, kind)?.accessPass ?? '')
  }

  deedsOf(operationId: string): Deeds {
    const known = this.deeds.get(operationId) ?? { applied: 0, open: false, looks: [] }
    this.deeds.set(operationId, known)
    return known
  }

  /** Removes every trace. */
  async end(): Promise<void> {
    this.process.abandon()
    await this.quiet()
    this.process.bury()
    this.gateway.ledger.close()
    rmSync(this.#home, { recursive: true, force: true })
  }

  #nextLife(remains: string | null = null): DeskProcess {
    this.#lives += 1
    const folder = remains ?? this.folder(`life-${String(this.#lives)}`)
    return new DeskProcess(folder, {
      clock: this.#clock(),
      log: this.#log(),
      transport: createSimNetwork(this.timeline, this.gateway, this.#watch()),
      durable: this.#options.durable ?? false,
      atOnce: this.#options.atOnce ?? 1,
      tamper: this.#options.tamper ?? ((gateway) => gateway),
      onStatement: (sql, count) => {
        this.#activity += 1
        this.onStatement(sql, count)
      },
      onCommit: () => {
        this.onCommit()
      },
    })
  }

  #clock(): Clock {
    const begunAt = this.timeline.now
    return {
      now: () => this.timeline.now + this.skewMs,
      elapsed: () => this.timeline.now - begunAt,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          this.#activity += 1
          if (signal?.aborted === true) {
            resolve()
            return
          }
          const cancel = this.timeline.plan(ms, resolve)
          const early = () => {
            cancel()
            this.#activity += 1
            resolve()
          }
          signal?.addEventListener('abort', early, { once: true })
        }),
    }
  }

  #log(): Log {
    const write =
      (level: string) =>
      (event: string, fields: object = {}) => {
        this.lines.push(`${level} ${event} ${JSON.stringify(fields)}`)
      }
    return { info: write('info'), warn: write('warn'), error: write('error') }
  }

  #watch(): NetworkWatch {
    return {
      fate: (shipment) => {
        this.#activity += 1
        return this.fateOf(shipment)
      },
      leaving: (shipment) => {
        if (shipment.isMutation) this.#checkIntent(shipment)
        this.onMoment('leaving', shipment)
      },
      arrived: (shipment, late) => {
        this.#activity += 1
        return this.#onArrival(shipment, late)
      },
      delivered: (shipment, delivery) => {
        this.#activity += 1
        this.onMoment('delivered', shipment)
        this.onDelivery(shipment, delivery)
        if (!this.process.alive) return
        if (shipment.isMutation) {
          const id = this.#operationOf.get(shipment)
          if (id !== undefined && delivery.outcome !== 'unknown') this.deedsOf(id).open = false
        } else if (delivery.outcome === 'answered') this.#looked(shipment.orderId)
      },
    }
  }

  /** False when the operation has come to an end in the journal. */
  #isOpen(id: string): boolean {
    const operation = this.process.journal.operations().find((one) => one.id === id)
    return operation?.state === 'intended' || operation?.state === 'unknown'
  }

  /** I1 and I5: what has to be true at the moment a request that changes something leaves. */
  #checkIntent(shipment: Shipment): void {
    const id = this.process.journal.intended(shipment.orderId)
    if (id === null) {
      this.broken('I1', `a request for ${shipment.orderId} left without its intent on the disk`)
      return
    }
    this.#operationOf.set(shipment, id)
    const deeds = this.deedsOf(id)
    if (deeds.open && !lookedTwice(deeds)) {
      this.broken('I5', `operation ${id} was sent again after ${deeds.looks.length} looks since its outcome was open`)
    }
    deeds.open = true
    deeds.looks = []
  }

  #looked(orderId: string): void {
    if (![...this.deeds.values()].some(({ open }) => open)) return
    for (const { id, gatewayOrderNo } of this.process.journal.operations()) {
      if (gatewayOrderNo === orderId)
        this.deeds.get(id)?.looks.push({ at: this.timeline.now, shownAt: this.timeline.now + this.skewMs })
    }
  }

  #onArrival(shipment: Shipment, late: boolean): () => void {
    const { ledger } = this.gateway
    const { orderId } = shipment
    this.onMoment('arrived', shipment)
    if (!shipment.isMutation) {
      this.inquiries.set(orderId, (this.inquiries.get(orderId) ?? 0) + 1)
      return () => undefined
    }
    const before = ledger.mutations(orderId).length
    return () => {
      const made = ledger.mutations(orderId).length - before
      const id = this.#operationOf.get(shipment)
      if (id !== undefined) {
        const deeds = this.deedsOf(id)
        deeds.applied += made
        if (deeds.applied > 1) this.broken('I2', `operation ${id} was applied ${String(deeds.applied)} times`)
      }
      if (late && made > 0 && !this.#isOpen(id ?? '')) {
        this.behindOurBack.add(orderId)
        this.late.add(orderId)
      }
      if (made > 0) this.onMoment('applied', shipment)
    }
  }
}
