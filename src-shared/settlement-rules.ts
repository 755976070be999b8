import { dayOf, daysBetween, type BusinessDay, type Instant } from './business-day.ts'
import type { Failure } from './failure.ts'
import type { OrderStatus } from './order.ts'
import { isGatewayKind, type PaymentKind } from './payment-method.ts'
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
  amountAuthorised: 'authorised',
  amountCaptured: 'captured',
  reauthorised: 'authorised',
  recaptured: 'captured',
}

const ended: readonly SettlementStatus[] = ['voided', 'returned', 'returnedLater', 'cancelled']
const held: readonly SettlementStatus[] = ['authorised', 'sales', 'captured']

/** From which status an operation can start at all, whatever the day (gmo-protocol.md §4.1, §4.4; `requested` §3.7). */
export const startsFrom: Readonly<Record<SettlementAction, readonly SettlementStatus[]>> = {
  sales: ['authorised'],
  voided: ['authorised', 'simpleAuthorised', 'sales', 'captured'],
  returned: ['authorised', 'simpleAuthorised', 'sales', 'captured'],
  returnedLater: ['sales', 'captured'],
  cancelled: ['authorised', 'sales', 'captured', 'requested'],
  amountAuthorised: held,
  amountCaptured: held,
  reauthorised: ended,
  recaptured: ended,
}

/**
 * How far the gateway itself protects from a repetition (settlement.md §1). S1: it refuses what is already done.
 * S2: 金額変更 is a cancel and a new authorisation inside the gateway, and the same amount again hits the card again.
 */
export const safetyOf: Readonly<Record<SettlementAction, 'S1' | 'S2'>> = {
  sales: 'S1',
  voided: 'S1',
  returned: 'S1',
  returnedLater: 'S1',
  cancelled: 'S1',
  amountAuthorised: 'S2',
  amountCaptured: 'S2',
  reauthorised: 'S1',
  recaptured: 'S1',
}

/** Operations that ask the card anew without its holder: they pass no 3-D Secure, so a reason is written down. */
export function needsReason(action: SettlementAction): boolean {
  return changesAmount(action) || action === 'reauthorised' || action === 'recaptured'
}

/** 金額変更, whatever the trade is afterwards. */
export function changesAmount(action: SettlementAction): boolean {
  return safetyOf[action] === 'S2'
}

/** 取消, 返品, 月跨返品 and キャンセル: operations that give the money back. */
export function isCancel(action: SettlementAction): action is CancelAction {
  return statusAfter[action] === action && action !== 'sales'
}

/** 対応状況 that fits what the operation brings about; none for a 仮売上, which still waits for its 実売上. */
export function statusThen(action: SettlementAction): OrderStatus | null {
  if (isCancel(action)) return 'cancelled'
  return statusAfter[action] === 'authorised' ? null : 'paid'
}

/**
 * What the trade amounts to after `action`, in whole yen (R13): what asks the card anew takes the order's お支払い合計,
 * everything else leaves what the gateway reports.
 */
export function amountAfter(action: SettlementAction, paymentTotalYen: number, gatewayYen: number): number {
  return needsReason(action) ? paymentTotalYen : gatewayYen
}

/** Largest amount a card trade can have: seven digits (gmo-protocol.md §1.2). */
export const MAX_CARD_YEN = 9_999_999

/**
 * Why an operation is not possible, as the parameter `why` of `settlement.not-allowed`.
 * `status`: the trade is not in a state it could start from. `otherWord`: another cancel word is the right one today.
 * `wordsRefused`: the gateway has refused every word for this state. `orderCancelled`: 対応状況 is キャンセル, and nothing is
 * charged for a cancelled order. `clock`: this machine's clock is behind the gateway's. `midnight`: too close to the
 * change of day. `method`: the payment method has no such operation. `slipAmount`: the amount of コンビニ and Pay-easy
 * cannot be changed after the order. `dayTurned`: the day turned while a bulk run's request waited for its turn.
 */
export type NotAllowedWhy =
  | 'status'
  | 'otherWord'
  | 'wordsRefused'
  | 'orderCancelled'
  | 'clock'
  | 'midnight'
  | 'dayTurned'
  | 'method'
  | 'slipAmount'

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
 * The pull-down カード決済状況変更 for an order at `now`: what could follow its status, each allowed or with the reason why
 * not. Suggested are the right cancel word, and of each pair the one that keeps a charged order charged. Empty for
 * orders without a trade at the gateway. The core refuses exactly what this refuses.
 */
export function offeredActions(
  facts: SettlementFacts,
  now: Instant,
  rules: CancelRules = defaultCancelRules,
): readonly OfferedAction[] {
  if (!isGatewayKind(facts.paymentKind)) return []
  const look: Look = { facts, now, today: dayOf(now), rules, word: wordFor(facts, dayOf(now), rules) }
  return candidates(facts, rules).map((action) => {
    const reason = refusalOf(action, look)
    return { action, allowed: reason === null, suggested: reason === null && isSuggested(action, look), reason }
  })
}

/** What one look at an order sees; handed from rule to rule. */
interface Look {
  readonly facts: SettlementFacts
  readonly now: Instant
  readonly today: BusinessDay
  readonly rules: CancelRules
  readonly word: CancelWord | null
}

function candidates({ paymentKind, settlement }: SettlementFacts, rules: CancelRules): readonly SettlementAction[] {
  if (paymentKind !== 'card') return ['cancelled', 'amountAuthorised']
  if (settlement?.status != null && ended.includes(settlement.status)) return ['reauthorised', 'recaptured']
  const cancels: readonly CancelAction[] = rules.singleCancel ? ['cancelled'] : ['voided', 'returned', 'returnedLater']
  return ['sales', ...cancels, 'amountAuthorised', 'amountCaptured']
}

function isSuggested(action: SettlementAction, { facts, word }: Look): boolean {
  if (isCancel(action)) return action === word?.action
  const charged = facts.settlement?.status === 'sales' || facts.settlement?.status === 'captured'
  if (changesAmount(action)) return (action === 'amountCaptured') === charged
  return action === 'reauthorised'
}

function wordFor({ settlement }: SettlementFacts, today: BusinessDay, rules: CancelRules): CancelWord | null {
  if (settlement?.status == null || settlement.processedAt === null) return null
  const authorisedOn = settlement.authorisedAt === null ? null : dayOf(settlement.authorisedAt)
  const { status, processedAt, refusedWords } = settlement
  return cancelWord(status, today, authorisedOn, dayOf(processedAt), rules, refusedWords)
}

/** Why `action` cannot be done now, or null when it can. Order of the checks = what the operator should learn first. */
function refusalOf(action: SettlementAction, look: Look): Failure | null {
  const { facts, now } = look
  const { settlement, orderNo, paymentKind } = facts
  if (paymentKind !== 'card' && action !== 'cancelled') return notAllowed(facts, action, 'slipAmount')
  if (settlement === null || settlement.link.state === 'unlinked' || settlement.status === null) {
    return { code: 'settlement.not-linked', params: { orderNo }, next: 'inquire' }
  }
  if (settlement.underInquiry !== null) return { code: 'settlement.in-progress', params: { orderNo }, next: 'inquire' }
  if (!canStart(action, settlement.status, paymentKind)) return notAllowed(facts, action, 'status')
  if (nearMidnight(now)) return notAllowed(facts, action, 'midnight')
  if (action === 'sales') return refusalOfSales(look)
  return isCancel(action) ? refusalOfCancel(action, look) : refusalOfAsking(action, look)
}

/** A number for コンビニ or Pay-easy can only be taken back while nobody has paid with it. */
function canStart(action: SettlementAction, status: SettlementStatus, kind: PaymentKind): boolean {
  return startsFrom[action].includes(status) && (kind === 'card') !== (status === 'requested')
}

/** 実売上 charges the buyer: in time, for the amount that was authorised, and never for a cancelled order. */
function refusalOfSales({ facts, today }: Look): Failure | null {
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

function refusalOfCancel(action: CancelAction, { facts, word }: Look): Failure | null {
  if (word === null || word.action === null) {
    if (word?.reason === 'tooLate') return { code: 'settlement.too-late', params: { orderNo: facts.orderNo } }
    const why = word?.reason === 'clockBehind' ? 'clock' : word?.reason === 'allRefused' ? 'wordsRefused' : 'status'
    return notAllowed(facts, action, why)
  }
  return word.action === action ? null : notAllowed(facts, action, 'otherWord', word)
}

/** 金額変更 and 再オーソリ ask the card anew for the order's お支払い合計 (the guide p.9, p.10; settlement.md §3). */
function refusalOfAsking(action: SettlementAction, { facts, today, rules }: Look): Failure | null {
  const { settlement, orderNo, paymentTotalYen } = facts
  if (facts.orderStatus === 'cancelled') return notAllowed(facts, action, 'orderCancelled')
  const age = settlement?.processedAt == null ? 0 : daysBetween(dayOf(settlement.processedAt), today)
  if (age < 0) return notAllowed(facts, action, 'clock')
  if (age > rules.cancelDays) return { code: 'settlement.too-late', params: { orderNo } }
  if (paymentTotalYen < 1 || paymentTotalYen > MAX_CARD_YEN) {
    return { code: 'settlement.amount-out-of-range', params: { orderNo, orderYen: paymentTotalYen } }
  }
  if (changesAmount(action) && settlement?.amountYen === paymentTotalYen) {
    return { code: 'settlement.amount-same', params: { orderNo, orderYen: paymentTotalYen } }
  }
  return null
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
