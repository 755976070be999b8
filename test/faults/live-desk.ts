import { setTimeout as sleep } from 'node:timers/promises'
import { createAudit, type Audit } from '../../src-main/audit/audit-service.ts'
import { openDatabase } from '../../src-main/db/open.ts'
import { createGateway } from '../../src-main/gmo/gateway.ts'
import { createOrderService, type OrderService } from '../../src-main/orders/order-service.ts'
import type { Clock } from '../../src-main/ports.ts'
import { createRandom, type Random } from '../../src-main/rehearsal/random.ts'
import { storageFailure } from '../../src-main/storage-failure.ts'
import { createSettlementService, type SettlementService } from '../../src-main/settlement/settlement-service.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { isCancel } from '../../src-shared/settlement-rules.ts'
import { moneySettings, terms } from './contract.ts'
import { owner, shop } from './desk-process.ts'
import { kindShop } from './kinds.ts'
import { filledAt } from './shop-items.ts'

/** Time runs this much faster for a program that is going to be killed: a minute's wait is a fifth of a second. */
export const HASTE = 300

/** The hurried time of a world that began at `beganAt` of the machine's clock. */
export function hurriedNow(beganAt: number): number {
  return filledAt + (Date.now() - beganAt) * HASTE
}

const LONGEST_LIFE_MS = 90_000

function hurriedClock(beganAt: number): Clock {
  return {
    now: () => hurriedNow(beganAt),
    sleep: (ms, signal) => sleep(ms / HASTE, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  }
}

/** What the parent hands to a life. `calm`: ask what is open, settle nothing new, and end when nothing is open. */
export interface Life {
  readonly dataDir: string
  readonly url: string
  readonly beganAt: number
  readonly seed: number
  readonly calm: boolean
  /** Presses after which it ends by itself; left out, it goes on until it is killed. */
  readonly presses?: number
  /** Starts a bulk run of 実売上 over these orders, or goes on with the one that is not over, and ends with it. */
  readonly run?: readonly string[]
}

/** A whole life of the program in a process of its own: real file, real fsync, real sockets. Says when it has started and each time it presses a button. */
export async function live({ dataDir, url, beganAt, seed, calm, presses = Infinity, run }: Life): Promise<void> {
  // A child whose parent is gone must not live on.
  setTimeout(() => process.exit(3), LONGEST_LIFE_MS).unref()
  const clock = hurriedClock(beganAt)
  const db = await openDatabase({ dataDir })
  const audit = createAudit(db)
  const orders = createOrderService({ db, clock, audit, moneySettings })
  const gateway = createGateway({ baseUrl: url, credentials: () => Promise.resolve(shop), now: () => clock.now() })
  const silent = () => undefined
  const settlement = await createSettlementService({
    ...{ db, orders, audit, gateway, clock, dataDir },
    log: { info: silent, warn: silent, error: silent },
    events: { send: silent },
    terms,
    sweepSchedule: () => Promise.resolve({ when: 'off' }),
    swept: silent,
  })
  process.stdout.write('started\n')
  if (run !== undefined) await runAll(settlement, orders, run)
  if (calm) await sayQuiet(settlement, audit)
  if (calm || run !== undefined) process.exit(0)
  await pressOn(settlement, orders, createRandom(seed), presses)
  process.exit(0)
}

/** Presses buttons the desk offers, one after the other, as often as was asked for. */
async function pressOn(
  settlement: SettlementService,
  orders: OrderService,
  random: Random,
  presses: number,
): Promise<void> {
  const found = [...(await orders.byOrderNos(kindShop.map(({ order }) => order.orderNo))).values()]
  for (let pressed = 0; pressed < presses;) {
    const id = found[random.between(0, found.length - 1)]?.id ?? 0
    const allowed = (await settlement.offered(id)).filter((one) => one.allowed)
    const action = allowed[random.between(0, allowed.length - 1)]?.action
    if (action === undefined) {
      await sleep(1)
      continue
    }
    const { version } = await orders.open(id)
    process.stdout.write(`${action}\n`)
    pressed += 1
    const thenStatus = action === 'sales' ? ('paid' as const) : null
    await settlement
      .change({ id, seen: version, action, thenStatus: isCancel(action) ? null : thenStatus, reason: '試験' }, owner)
      .catch((error: unknown) => {
        if (!(error instanceof Refusal) && storageFailure(error) === null) throw error
      })
  }
}

/** Waits until the timer has settled everything, and decides what is for a person by adopting what the gateway shows. */
async function comeToRest(settlement: SettlementService): Promise<void> {
  for (let round = 0; round < 4_000; round += 1) {
    const open = await settlement.attention()
    if (open.length === 0) return
    for (const { orderId, state } of open)
      if (state === 'conflict' && orderId !== null) await settlement.adopt(orderId, owner)
    await sleep(5)
  }
}

/** One bulk run from its preview, or from where the last life left it, to its end. */
async function runAll(settlement: SettlementService, orders: OrderService, orderNos: readonly string[]): Promise<void> {
  const { bulk } = settlement
  // What was open when the last life ended is known before the run goes on.
  await comeToRest(settlement)
  const open = await bulk.state()
  if (open !== null) await bulk.hold(open.id, 'resume', owner)
  else if ((await bulk.list()).length === 0) {
    const found = await orders.byOrderNos([...orderNos])
    const ids = orderNos.map((orderNo) => found.get(orderNo)?.id ?? 0)
    const { digest } = await bulk.preview({ ids }, 'sales')
    await bulk.start(digest, 'paid', owner)
  }
  process.stdout.write('running\n')
  while ((await bulk.state()) !== null) await sleep(2)
}

/** Comes to rest and says so, or that the history is broken. */
async function sayQuiet(settlement: SettlementService, audit: Audit): Promise<void> {
  await comeToRest(settlement)
  const broken = await audit.firstBroken()
  process.stdout.write(broken === null ? 'quiet\n' : `I7: the history is broken at entry ${String(broken)}\n`)
}
