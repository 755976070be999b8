import { addDays, dayOf, endOfDay, startOfDay, type Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { SeedTrade } from '../sandbox/seed-trade.ts'
import { gatewayNumbers } from '../settlement/gateway-number.ts'
import { momentOn, officeHours, soonAfter, type Present } from './sample-calendar.ts'
import type { OrderPlan, TradePlan } from './sample-plan.ts'
import type { Random } from './random.ts'

/** A trade that belongs to an order of the sample shop, in the desk's words. */
export interface SampleTrade {
  readonly orderNo: string
  readonly gatewayOrderNo: string
  readonly kind: 'card' | 'convenience' | 'payEasy'
  readonly status: SettlementStatus
  readonly amountYen: number
  readonly processedAt: Instant
  /** 仮売上 of a card; null for the other kinds and before it. */
  readonly authorisedAt: Instant | null
  /** Convenience store and Pay-easy: last second in which the buyer may pay. */
  readonly termAt: Instant | null
  readonly storeCode: string
}

/** What a trade takes from its order. */
export interface TradedOrder {
  readonly orderNo: string
  readonly orderedAt: Instant
  readonly paymentTotalYen: number
}

/** The shop numbered its trades plainly until it changed its cart module this many days ago. */
const plainNumbersUntilAge = 900
const termDays = 10

export const timedPattern = '{no}-{ddHHmmss}'
export const plainPattern = '{no}'

const storeCodes = ['00007', '10001', '10002', '10005', '10008'] as const

/** When the trade of a plan was last processed. */
export function processedAt(random: Random, present: Present, plan: TradePlan, orderedAt: Instant): Instant {
  const made = soonAfter(present, orderedAt, 4)
  switch (plan.status) {
    case 'authorised':
    case 'captured':
    case 'unprocessed':
    case 'requested':
      return made
    case 'expired':
      return startOfDay(addDays(dayOf(orderedAt), termDays + 1))
    default:
      return momentOn(random, present, plan.age, made, officeHours)
  }
}

/** The trades of one order: none, one, or two where the buyer was authorised twice. */
export function tradesOf(
  random: Random,
  present: Present,
  plan: OrderPlan,
  order: TradedOrder,
  processed: Instant | null,
): readonly SampleTrade[] {
  if (plan.trade === null || processed === null) return []
  const kind = kindOf(plan)
  const card = kind === 'card'
  const trade = {
    orderNo: order.orderNo,
    kind,
    status: plan.trade.status,
    amountYen: order.paymentTotalYen + (plan.trade.offsetYen ?? 0),
    processedAt: processed,
    authorisedAt: card && plan.trade.status !== 'unprocessed' ? soonAfter(present, order.orderedAt, 4) : null,
    termAt: card ? null : endOfDay(addDays(dayOf(order.orderedAt), termDays)) - 999,
    storeCode: kind === 'convenience' ? random.pick(storeCodes) : '',
  }
  return numbersOf(random, plan, order).map((gatewayOrderNo) => ({ ...trade, gatewayOrderNo }))
}

function kindOf(plan: OrderPlan): SampleTrade['kind'] {
  if (plan.method === 'convenience') return 'convenience'
  return plan.method === 'card' ? 'card' : 'payEasy'
}

function numbersOf(random: Random, plan: OrderPlan, order: TradedOrder): readonly string[] {
  const [timed = order.orderNo] = gatewayNumbers(order.orderNo, order.orderedAt, [timedPattern])
  if (plan.trade?.registered === 'twice') return [timed, order.orderNo]
  if (plan.trade?.registered === 'retried') return [`${timed}-2`]
  const plain = plan.age > plainNumbersUntilAge || random.chance(8)
  return [plain ? order.orderNo : timed]
}

/** The sandbox's own words; the only place outside the two gateway folders that speaks them, because it fills its ledger. */
const cardWords = {
  unprocessed: 'UNPROCESSED',
  authorised: 'AUTH',
  sales: 'SALES',
  captured: 'CAPTURE',
  voided: 'VOID',
  returned: 'RETURN',
  returnedLater: 'RETURNX',
} as const satisfies Partial<Record<SettlementStatus, (SeedTrade & { kind: 'card' })['status']>>

const slipWords = {
  requested: 'REQSUCCESS',
  paid: 'PAYSUCCESS',
  expired: 'EXPIRED',
  cancelled: 'CANCEL',
} as const satisfies Partial<Record<SettlementStatus, (SeedTrade & { kind: 'payEasy' })['status']>>

/** The trade as the sandbox's ledger takes it. A status that its kind cannot have is a bug and thrown. */
export function seedOf(trade: SampleTrade): SeedTrade {
  const { gatewayOrderNo: orderId, amountYen, processedAt: at } = trade
  const told = { orderId, amountYen, processedAt: at }
  if (trade.kind === 'card') {
    const authorisedAt = trade.authorisedAt === null ? {} : { authorisedAt: trade.authorisedAt }
    return { kind: 'card', ...told, ...authorisedAt, status: wordOf(cardWords, trade.status) }
  }
  const slip = {
    ...told,
    status: wordOf(slipWords, trade.status),
    ...(trade.termAt === null ? {} : { termAt: trade.termAt }),
  }
  return trade.kind === 'convenience'
    ? { kind: 'convenience', ...slip, convenience: trade.storeCode }
    : { kind: 'payEasy', ...slip }
}

function wordOf<T extends string>(words: Readonly<Partial<Record<SettlementStatus, T>>>, status: SettlementStatus): T {
  const word = words[status]
  if (word === undefined) throw new Error(`no trade of the sample shop can be ${status}`)
  return word
}
