import { daysBetween, type BusinessDay, type Instant } from '../../src-shared/business-day.ts'
import type { ImportedOrder } from '../orders/imported-order.ts'
import { buyingHours, momentOn, type Present } from './sample-calendar.ts'
import { inventOrder } from './sample-order.ts'
import { guidePerson, inventGuest, inventMembers, type SamplePerson } from './sample-people.ts'
import { inventNumbers, type SampleNumbers } from './sample-numbers.ts'
import { planOrders, type OrderPlan } from './sample-plan.ts'
import { plainPattern, processedAt, timedPattern, tradesOf, type SampleTrade } from './sample-trades.ts'
import { createRandom, type Random } from './random.ts'

/** From what a sample shop is made. `today` is the day in Japan of `now`. */
export interface SampleShopOptions extends Present {
  readonly seed: number
  /** Smallest 注文番号 to give out: above those that an older sample has left at the gateway. */
  readonly orderNoFrom?: number
}

export interface SampleShop {
  readonly shopName: string
  /** Ascending by 注文番号 and by date. */
  readonly orders: readonly ImportedOrder[]
  readonly trades: readonly SampleTrade[]
  /** How the shop's cart made the numbers of its trades: now, and in its first years. */
  readonly orderNoPatterns: readonly string[]
  readonly numbers: SampleNumbers
}

const orderCount = 300
const ordinaryMembers = 32
/** Every so many orders one goes to the next member, so that each of them has ordered at least once. */
const memberEvery = 6

/**
 * An invented shop with five years of orders up to now and the trades that belong to them. The same options give the
 * same shop; every age counts from `today`, so that it never gets stale. Pure: asks neither the clock nor the disk.
 */
export function createSampleShop(options: SampleShopOptions): SampleShop {
  const random = createRandom(options.seed)
  const dated = datePlans(options, random.branch(1))
  const firstNo = firstOrderNo(dated, options.orderNoFrom ?? 1001)
  const members = inventMembers(random.branch(2), ordinaryMembers, options.today)
  const made = dated.map(({ plan, orderedAt }, index) => {
    const own = random.branch(100 + index)
    const orderNo = String(firstNo + index)
    const person = buyerOf(own, plan, index, members, options.today)
    const processed = plan.trade === null ? null : processedAt(own, options, plan.trade, orderedAt)
    const order = inventOrder(own, options, { plan, orderNo, orderedAt, person, processedAt: processed })
    const traded = { orderNo, orderedAt, paymentTotalYen: order.money.paymentTotalYen }
    return { order, trades: tradesOf(own, options, plan, traded, processed) }
  })
  const orders = made.map(({ order }) => order)
  return {
    shopName: '和菓子とうつわ ためし堂',
    orders,
    trades: made.flatMap(({ trades }) => trades),
    orderNoPatterns: [timedPattern, plainPattern],
    numbers: inventNumbers(random.branch(3), orders),
  }
}

interface DatedPlan {
  readonly plan: OrderPlan
  readonly orderedAt: Instant
}

function datePlans(present: Present, random: Random): readonly DatedPlan[] {
  const monthAge = daysBetween(`${present.today.slice(0, 8)}01`, present.today)
  return planOrders(monthAge, orderCount, random)
    .map((plan) => ({ plan, orderedAt: momentOn(random, present, plan.age, 0, buyingHours) }))
    .sort((a, b) => a.orderedAt - b.orderedAt)
}

/** Chosen so that the order of the guide's page 4 gets a number that ends in 55, as it has there. */
function firstOrderNo(dated: readonly DatedPlan[], from: number): number {
  const index = dated.findIndex(({ plan }) => plan.guide === 'page4')
  return from + ((((55 - index - from) % 100) + 100) % 100)
}

function buyerOf(
  random: Random,
  plan: OrderPlan,
  index: number,
  members: readonly SamplePerson[],
  today: BusinessDay,
): SamplePerson {
  if (plan.guide !== undefined) return guidePerson
  const due = index % memberEvery === 0 ? members[index / memberEvery] : undefined
  if (due !== undefined) return due
  const regular = random.chance(50) ? members[random.between(0, 30)] : undefined
  return regular ?? inventGuest(random.branch(7), index, today)
}
