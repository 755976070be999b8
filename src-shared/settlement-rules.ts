import { dayOf, type BusinessDay, type Instant } from './business-day.ts'
import type { Failure } from './failure.ts'
import type { OrderStatus } from './order.ts'
import type { PaymentKind } from './payment-method.ts'
import {
  cancelWord,
  daysLeft,
  defaultCancelRules,
  type CancelAction,
  type CancelRules,
  type CancelWord,
} from './settlement-deadline.ts'
import type { OfferedAction } from './api.ts'
import type { OrderSettlement, SettlementAction, SettlementStatus } from './settlement.ts'

/** What an operation leaves a trade in. One table for what is offered, what is expected and what is judged. */
export const statusAfter: Readonly<Record<SettlementAction, SettlementStatus>> = {
  sales: 'sales',
  voided: 'voided',
  returned: 'returned',
  returnedLater: 'returnedLater',
  cancelled: 'cancelled',
}

/** From which status an operation can start at all, whatever the day (gmo-protocol.md §4.1). */
export const startsFrom: Readonly<Record<SettlementAction, readonly SettlementStatus[]>> = {
  sales: ['authorised'],
  voided: ['authorised', 'simpleAuthorised', 'sales', 'captured'],
  returned: ['authorised', 'simpleAuthorised', 'sales', 'captured'],
  returnedLater: ['sales', 'captured'],
  cancelled: ['authorised', 'sales', 'captured'],
}

/**
 * Why an operation is not possible, as the parameter `why` of `settlement.not-allowed`.
 * `status`: the trade is not in a state it could start from. `otherWord`: another cancel word is the right one today.
 * `orderCancelled`: 対応状況 is キャンセル, and nothing is charged for a cancelled order. `clock`: this machine's clock is
 * behind the gateway's. `midnight`: too close to the change of day. `method`: not a card order.
 */
export type NotAllowedWhy = 'status' | 'otherWord' | 'orderCancelled' | 'clock' | 'midnight' | 'method' | 'conflict'

/** Everything the rules look at. The window and the core fill it from the same order. */
export interface SettlementFacts {
  readonly orderNo: string
  readonly orderStatus: OrderStatus
  readonly paymentKind: PaymentKind
  /** お支払い合計, whole yen. */
  readonly paymentTotalYen: number
  readonly settlement: OrderSettlement | null
}

/**
 * The pull-down カード決済状況変更 for an order at `now`: every operation, allowed or with the reason why not, the right
 * cancel word marked as suggested. Empty for orders without a card trade. The core refuses exactly what this refuses.
 */
export function offeredActions(
  facts: SettlementFacts,
  now: Instant,
  rules: CancelRules = defaultCancelRules,
): readonly OfferedAction[] {
  if (facts.paymentKind !== 'card') return []
  const cancels: readonly CancelAction[] = rules.singleCancel ? ['cancelled'] : ['voided', 'returned', 'returnedLater']
  const word = wordFor(facts, dayOf(now), rules)
  return (['sales', ...cancels] as const).map((action) => {
    const reason = refusalOf(action, facts, now, word)
    return { action, allowed: reason === null, suggested: reason === null && action === word?.action, reason }
  })
}

function wordFor(facts: SettlementFacts, today: BusinessDay, rules: CancelRules): CancelWord | null {
  const { settlement } = facts
  if (settlement?.status == null || settlement.processedAt === null) return null
  const authorisedOn = settlement.authorisedAt === null ? null : dayOf(settlement.authorisedAt)
  return cancelWord(settlement.status, today, authorisedOn, dayOf(settlement.processedAt), rules)
}

/** Why `action` cannot be done now, or null when it can. Order of the checks = what the operator should learn first. */
function refusalOf(
  action: SettlementAction,
  facts: SettlementFacts,
  now: Instant,
  word: CancelWord | null,
): Failure | null {
  const { settlement, orderNo } = facts
  if (settlement === null || settlement.link.state === 'unlinked' || settlement.status === null) {
    return { code: 'settlement.not-linked', params: { orderNo }, next: 'inquire' }
  }
  if (settlement.underInquiry !== null) return { code: 'settlement.in-progress', params: { orderNo }, next: 'inquire' }
  if (!startsFrom[action].includes(settlement.status)) return notAllowed(facts, action, 'status')
  if (nearMidnight(now)) return notAllowed(facts, action, 'midnight')
  return action === 'sales' ? refusalOfSales(facts, dayOf(now)) : refusalOfCancel(action, facts, word)
}

/** 実売上 charges the buyer: in time, for the amount that was authorised, and never for a cancelled order. */
function refusalOfSales(facts: SettlementFacts, today: BusinessDay): Failure | null {
  const { settlement, orderNo } = facts
  if (facts.orderStatus === 'cancelled') return notAllowed(facts, 'sales', 'orderCancelled')
  if (settlement?.settleBy != null && daysLeft(today, settlement.settleBy) < 0) {
    return { code: 'settlement.too-late', params: { orderNo, settleBy: settlement.settleBy } }
  }
  if (settlement?.amountYen !== facts.paymentTotalYen) {
    return {
      code: 'settlement.amount-differs',
      params: { orderNo, orderYen: facts.paymentTotalYen, gatewayYen: settlement?.amountYen ?? 0 },
    }
  }
  return null
}

function refusalOfCancel(action: CancelAction, facts: SettlementFacts, word: CancelWord | null): Failure | null {
  if (word === null || word.action === null) {
    if (word?.reason === 'tooLate') return { code: 'settlement.too-late', params: { orderNo: facts.orderNo } }
    return notAllowed(facts, action, word?.reason === 'clockBehind' ? 'clock' : 'status')
  }
  return word.action === action ? null : notAllowed(facts, action, 'otherWord', word)
}

function notAllowed(
  facts: SettlementFacts,
  action: SettlementAction,
  why: NotAllowedWhy,
  word?: Extract<CancelWord, { action: CancelAction }>,
): Failure {
  const params = { orderNo: facts.orderNo, action, why, status: facts.settlement?.status ?? '' }
  return {
    code: 'settlement.not-allowed',
    params: word === undefined ? params : { ...params, instead: word.action, because: word.reason },
  }
}

/**
 * True from 23:59:30 to 00:00:30 in Japan: the day decides which word is right, and the gateway's clock may already be
 * on the other side (settlement.md R11).
 */
export function nearMidnight(now: Instant): boolean {
  const DAY_MS = 86_400_000
  const sinceMidnight = (((now + 9 * 3_600_000) % DAY_MS) + DAY_MS) % DAY_MS
  return sinceMidnight < 30_000 || sinceMidnight >= DAY_MS - 30_000
}
