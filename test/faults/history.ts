import { createRandom, type Random } from '../../src-main/rehearsal/random.ts'
import { consoleAction } from '../../src-main/sandbox/console-actions.ts'
import { networkFaults } from '../../src-main/sandbox/network-faults.ts'
import { healAndCheck } from './heal.ts'
import { isExpected, settle } from './operator.ts'
import { filledAt, mixedShops, type ShopItem } from './shop-items.ts'
import { openWorld } from './template.ts'
import type { World } from './world.ts'
import { diskFull } from './disk.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const faultNames = networkFaults.map(({ name }) => name)

/** One invented story: what the operator, the console, the network, the disk and the power do to a few orders. */
class History {
  readonly #world: World
  readonly #random: Random
  readonly #cast: readonly ShopItem[]
  readonly #endsAt: number
  #restartAt = 0
  #fullUntil = 0
  #killAtStatement = Infinity

  constructor(world: World, shop: readonly ShopItem[], random: Random) {
    this.#world = world
    this.#random = random
    this.#cast = shop.slice(0, random.between(1, shop.length))
    this.#endsAt = world.timeline.now + random.between(3, 20) * MINUTE_MS
  }

  async run(): Promise<void> {
    const world = this.#world
    this.#installFate()
    this.#installPower()
    this.#planActs()
    while (world.timeline.now < this.#endsAt) {
      const limit = world.process.alive ? this.#endsAt : Math.min(this.#endsAt, this.#restartAt)
      if (!world.timeline.step(limit) && !world.process.alive) await this.#restart()
      await world.quiet()
    }
    this.#fullUntil = 0
  }

  /** A program that cannot start because the disk is full says so and ends; somebody tries again in a minute. */
  async #restart(): Promise<void> {
    const world = this.#world
    try {
      await world.start()
    } catch (error) {
      if (!isExpected(error)) throw error
      world.kill()
      this.#restartAt = world.timeline.now + MINUTE_MS
    }
  }

  /** Every request draws its fate: half of the stories have a bad line, the others a good one. */
  #installFate(): void {
    const random = this.#random.branch(1)
    const badness = random.pick([0, 5, 30, 70])
    this.#world.fateOf = () => {
      const fault = random.chance(badness) ? (faultNames[random.between(0, faultNames.length - 1)] ?? null) : null
      const slow = random.chance(5)
      return {
        fault,
        outMs: random.between(5, slow ? 45_000 : 800),
        backMs: random.between(5, slow ? 20_000 : 800),
        lateMs: random.between(1_000, 105_000),
      }
    }
  }

  /** The power goes at a statement, at a moment of a request, or just so; the disk is full for a while. */
  #installPower(): void {
    const random = this.#random.branch(2)
    const world = this.#world
    const deaths = random.pick([0, 0, 1, 1, 2])
    for (let death = 0; death < deaths; death += 1) this.#planDeath(random)
    if (random.chance(10)) {
      const from = random.between(0, this.#endsAt - world.timeline.now)
      world.timeline.plan(from, () => {
        this.#fullUntil = world.timeline.now + random.between(1_000, 3 * MINUTE_MS)
      })
    }
    world.onStatement = (sql, count) => {
      if (count >= this.#killAtStatement) this.#die(random)
      if (world.timeline.now < this.#fullUntil && /^(insert|update|commit)/i.test(sql)) throw diskFull()
    }
  }

  #planDeath(random: Random): void {
    const world = this.#world
    const when = random.between(0, this.#endsAt - world.timeline.now)
    const how = random.pick(['statement', 'moment', 'now'])
    world.timeline.plan(when, () => {
      if (how === 'now') this.#die(random)
      if (how === 'statement') this.#killAtStatement = world.process.statements + random.between(1, 90)
      if (how !== 'moment') return
      const moment = random.pick(['leaving', 'arrived', 'applied', 'delivered'])
      world.onMoment = (reached) => {
        if (reached !== moment) return
        world.onMoment = () => undefined
        this.#die(random)
      }
    })
  }

  #die(random: Random): void {
    const world = this.#world
    if (!world.process.alive) return
    world.kill()
    this.#killAtStatement = Infinity
    this.#restartAt = world.timeline.now + random.between(500, random.chance(50) ? 5_000 : 5 * MINUTE_MS)
  }

  #planActs(): void {
    const random = this.#random.branch(3)
    const { timeline } = this.#world
    const length = this.#endsAt - timeline.now
    for (let act = random.between(1, 4); act > 0; act -= 1) {
      const item = this.#cast[random.between(0, this.#cast.length - 1)]
      if (item === undefined) continue
      const mine = random.branch(act)
      timeline.plan(random.between(0, Math.floor(length * 0.7)), () => {
        this.#act(item, mine)
      })
    }
  }

  #act({ order, trade }: ShopItem, random: Random): void {
    const world = this.#world
    const what = random.between(1, 100)
    if (what <= 62) {
      settle(world, { orderNo: order.orderNo, choice: random.between(0, 9), times: random.chance(12) ? 2 : 1 })
    } else if (what <= 74) this.#ask(order.orderNo)
    else if (what <= 80) this.#sweep()
    else if (what <= 86) world.skewMs = random.between(-900_000, 900_000)
    else if (trade.kind === 'card') this.#console(trade.orderId, random)
  }

  #ask(orderNo: string): void {
    const { process } = this.#world
    if (!process.alive) return
    void process.orders
      .byOrderNos([orderNo])
      .then((found) => process.settlement.inquire(found.get(orderNo)?.id ?? 0))
      .catch((error: unknown) => {
        this.#expected(error)
      })
  }

  #sweep(): void {
    const { process } = this.#world
    if (!process.alive) return
    void process.settlement.sweep.start().catch((error: unknown) => {
      this.#expected(error)
    })
  }

  #console(orderId: string, random: Random): void {
    const { gateway } = this.#world
    const jobCd = random.pick(['SALES', 'VOID', 'RETURN', 'RETURNX', 'AUTH', 'CAPTURE'] as const)
    const change = random.chance(30) && (jobCd === 'AUTH' || jobCd === 'CAPTURE')
    const endpoint = change ? 'ChangeTran.idPass' : 'AlterTran.idPass'
    const amountYen = change ? random.between(1, 9_000) : undefined
    consoleAction(gateway, { orderId, endpoint, jobCd, amountYen })
  }

  #expected(error: unknown): void {
    if (this.#world.process.alive && !isExpected(error)) this.#world.broken('I4', `the program threw ${String(error)}`)
  }
}

/** Plays the history of `seed` and answers what it broke. The same seed is the same history on every machine. */
export async function playHistory(seed: number): Promise<readonly string[]> {
  const random = createRandom(seed)
  const startAt = filledAt + random.between(0, random.chance(70) ? DAY_MS : 30 * DAY_MS)
  const shop = mixedShops[random.between(0, mixedShops.length - 1)] ?? []
  const world = await openWorld(shop, startAt)
  try {
    await new History(world, shop, random.branch(0)).run()
    // Reading every file for passes takes as long as the rest of the checks: one history in eight is enough of that.
    await healAndCheck(world, { secrets: seed % 8 === 0 })
  } catch (error) {
    world.broken('I9', `the world came to a stop: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  } finally {
    await world.end()
  }
  return world.violations
}
