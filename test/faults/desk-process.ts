import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Operator } from '../../src-shared/operator.ts'
import { createAudit, type Audit } from '../../src-main/audit/audit-service.ts'
import { takeLease } from '../../src-main/db/lease.ts'
import { createDatabase, type Database } from '../../src-main/db/database.ts'
import { shopFile } from '../../src-main/db/shop-file.ts'
import { createGatewayOver, type Gateway } from '../../src-main/gmo/gateway.ts'
import type { Transport } from '../../src-main/gmo/transport.ts'
import { createOrderService, type OrderService } from '../../src-main/orders/order-service.ts'
import type { Clock, Log } from '../../src-main/ports.ts'
import { createSettlementService, type SettlementService } from '../../src-main/settlement/settlement-service.ts'
import { JournalView } from './journal-view.ts'
import { moneySettings, terms } from './contract.ts'
import { connectWatched, Killed, type WatchedConnection } from './disk.ts'

export const owner: Operator = { id: 'owner', name: '店主', role: 'owner' }

/** The shop at the gateway; its pass must never be seen anywhere but in a request. */
export const shop = { shopId: 'tshop00000077', shopPass: 'CANARYpw7' }

/** What one life of the program is given by the world. */
export interface Surroundings {
  readonly clock: Clock
  readonly transport: Transport
  readonly log: Log
  /** Told of every statement before it runs, with how many there were in this life. */
  readonly onStatement: (sql: string, count: number) => void
  readonly onCommit: () => void
  /** True: the data file is written as durably as the program wants; false: fast. */
  readonly durable: boolean
  /** Orders a bulk run may have under way; the contract's number when left out. */
  readonly atOnce?: number
  /** Puts something else in the place of the client: for a program that is wrong on purpose. */
  readonly tamper?: (gateway: Gateway) => Gateway
  readonly timeouts?: { readonly connectMs: number; readonly mutationMs: number; readonly inquiryMs: number }
}

/** One life of the program's core over a data folder, from its start to its end or its death. */
export class DeskProcess {
  readonly dataDir: string
  readonly file: string
  /** What this life has written, seen from outside. */
  readonly journal: JournalView
  alive = true
  statements = 0
  /** Where the data lies that this life left behind when it was killed. */
  remains: string | null = null
  db!: Database
  orders!: OrderService
  audit!: Audit
  gateway!: Gateway
  settlement!: SettlementService
  readonly #world: Surroundings
  #connection: WatchedConnection | null = null

  constructor(dataDir: string, world: Surroundings) {
    this.dataDir = dataDir
    this.file = shopFile(dataDir)
    this.journal = new JournalView(this.file)
    this.#world = world
  }

  /** Opens the file and starts what asks by itself. Rejects with `Killed` when it dies on the way. */
  async start(): Promise<void> {
    const { clock, transport, log, onStatement, onCommit, durable, atOnce, timeouts } = this.#world
    const watch = {
      before: (sql: string) => {
        if (!this.alive) throw new Killed()
        this.statements += 1
        onStatement(sql, this.statements)
        // The watcher may have killed us just now: then this statement never runs.
        this.#stopHereIfDead()
      },
      after: (sql: string) => {
        if (sql.startsWith('COMMIT')) onCommit()
        this.#stopHereIfDead()
      },
    }
    this.#connection = connectWatched(this.file, watch, durable)
    const { knex } = this.#connection
    this.db = createDatabase(knex, this.file, () => undefined, await takeLease(knex))
    this.audit = createAudit(this.db)
    this.orders = createOrderService({
      ...{ db: this.db, clock: this.#mortalClock(clock), audit: this.audit, moneySettings },
    })
    this.gateway = createGatewayOver(this.#mortalTransport(transport), {
      credentials: () => Promise.resolve(shop),
      now: () => clock.now(),
      ...(timeouts === undefined ? {} : { timeouts }),
      onExchange: ({ endpoint, gatewayOrderId, outcome, reason, codes, sent }) => {
        log.info('gateway', {
          ...{ endpoint, gatewayOrderId, outcome, reason, codes: codes.join('|') },
          sent: JSON.stringify(sent),
        })
      },
    })
    const { db, orders, audit } = this
    const gateway = this.#world.tamper?.(this.gateway) ?? this.gateway
    this.settlement = await createSettlementService({
      ...{ db, orders, audit, gateway, log, clock: this.#mortalClock(clock), dataDir: this.dataDir },
      events: { send: () => undefined },
      terms: async () => ({ ...(await terms()), ...(atOnce === undefined ? {} : { bulkAtOnce: atOnce }) }),
      sweepSchedule: () => Promise.resolve({ when: 'off' }),
      swept: () => undefined,
    })
  }

  /** Ends this life at once: the data file is what lies on the disk now, copied to `folder` before anything moves on. */
  kill(folder: string): void {
    if (!this.alive) return
    this.alive = false
    this.remains = folder
    copyData(this.dataDir, folder)
  }

  /** Killed, not closed. */
  isDead(): boolean {
    return this.remains !== null
  }

  /** Ends this life without a thought for what it leaves behind. */
  abandon(): void {
    this.alive = false
    this.remains ??= ''
  }

  /** Lets go of the files of a dead program, once nothing of it moves any more. */
  bury(): void {
    this.journal.close()
    this.#connection?.drop()
    this.#connection = null
  }

  /** Ends this life as the operator does by closing the program. */
  async close(): Promise<void> {
    this.journal.close()
    const stopped = this.settlement.close()
    this.gateway.close()
    await stopped
    await this.db.close()
    this.alive = false
  }

  #stopHereIfDead(): void {
    if (!this.alive) throw new Killed()
  }

  #mortalClock(clock: Clock): Clock {
    const never = new Promise<void>(() => undefined)
    return {
      now: () => clock.now(),
      elapsed: () => clock.elapsed?.() ?? clock.now(),
      sleep: async (ms, signal) => {
        if (this.alive) await clock.sleep(ms, signal)
        if (this.isDead()) await never
      },
    }
  }

  /** A dead program sends nothing, and no answer reaches it. */
  #mortalTransport(transport: Transport): Transport {
    const never = new Promise<never>(() => undefined)
    return {
      send: async (parcel) => {
        if (this.isDead()) return never
        const delivery = await transport.send(parcel)
        return this.isDead() ? never : delivery
      },
      close: () => {
        transport.close()
      },
    }
  }
}

/** Copies a data file with its log as they lie on the disk. */
export function copyData(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const suffix of ['', '-wal']) {
    const file = shopFile(from) + suffix
    if (existsSync(file)) copyFileSync(file, join(to, `shop.sqlite${suffix}`))
  }
  for (const name of readdirSync(from).filter((one) => one.startsWith('journal-'))) {
    copyFileSync(join(from, name), join(to, name))
  }
}
