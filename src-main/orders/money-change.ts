import { dayOf } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { LineInput, OrderChanges } from '../../src-shared/order-input.ts'
import {
  chargesOf,
  countedTotals,
  goodsOf,
  moneyOf,
  moneyProblem,
  sameAmounts,
  withChargeLines,
  type MoneyProblem,
} from '../../src-shared/order-money.ts'
import type { OrderLine, OrderMoney } from '../../src-shared/order.ts'
import { paymentKindOf } from '../../src-shared/payment-method.ts'
import { moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import { overlay } from './merge-rule.ts'
import type { OrderParts } from './order-fields.ts'

/** What the shop's settings and the order's trade say about a change. */
export interface ChangeTerms {
  readonly money: MoneySettings
  /** Null for methods without a trade. */
  readonly settlement: OrderSettlement | null
}

/** The terms for an order's changes: the shop's rules on the day that the order has after them. */
export function changeTerms(
  before: OrderParts,
  { orderedAt }: Pick<OrderChanges, 'orderedAt'>,
  shop: MoneySettings,
  settlement: OrderSettlement | null,
): ChangeTerms {
  return { money: moneySettingsOn(shop, dayOf(orderedAt ?? before.order.orderedAt)), settlement }
}

/**
 * The order with other goods and charges, its sums counted anew; the sums stay as they are where nothing that makes
 * them has moved. Refusals: those of `moneyProblem`, `order.money-locked`, `settlement.in-progress`.
 */
export function withMoney(before: OrderParts, changes: OrderChanges, terms: ChangeTerms): OrderParts {
  const { order } = before
  const parts = { lines: before.lines, money: order.money, cartSums: cartSumsOf(before) }
  const known = goodsOf(before.lines)
  const was = chargesOf(order.money)
  const goods = changes.lines === undefined ? known : asProductLines(changes.lines)
  const charges = overlay(was, changes.charges ?? {})
  const isSame = sameAmounts(goods, known) && JSON.stringify(charges) === JSON.stringify(was)
  const totals = isSame ? null : countedTotals(goods, charges, parts, terms.money)
  const money = totals === null ? order.money : moneyOf(totals)
  refuseMoney(moneyProblem(goods, charges, money, parts), order.orderNo)
  if (JSON.stringify(money) !== JSON.stringify(order.money)) refuseLocked(before, terms.settlement)
  const lines = withChargeLines(goods, parts, charges, terms.money.standardRatePercent)
  const isSameLines = JSON.stringify(lines) === JSON.stringify(before.lines)
  return { ...before, order: { ...order, money }, lines: isSameLines ? before.lines : lines }
}

/** The cart's sums of an order whose goods it never told; see `Order.cartSums`. */
export function cartSumsOf({ order, lines }: Pick<OrderParts, 'order' | 'lines'>): OrderMoney | null {
  if (order.source === 'desk') return null
  const said = order.cartContent ?? { lines, money: order.money }
  return goodsOf(said.lines).length === 0 ? said.money : null
}

/**
 * Refuses another お支払方法 where the gateway has a trade (`order.method-locked`) or may be about to have one
 * (`settlement.in-progress`). A method of the same kind under another name moves nothing there.
 */
export function refuseOtherMethod(before: OrderParts, methodName: string, settlement: OrderSettlement | null): void {
  const { orderNo, paymentMethodName } = before.order
  if (paymentKindOf(methodName) === paymentKindOf(paymentMethodName) || settlement === null) return
  if (settlement.underInquiry !== null) throw new Refusal('settlement.in-progress', { orderNo }, 'inquire')
  if (settlement.link.state === 'linked') throw new Refusal('order.method-locked', { orderNo })
}

/** The guide, p.13: what a buyer was told to pay at a store or a bank cannot be changed after the order. */
function refuseLocked({ order }: OrderParts, settlement: OrderSettlement | null): void {
  if (settlement === null) return
  const { orderNo } = order
  if (settlement.underInquiry !== null) throw new Refusal('settlement.in-progress', { orderNo }, 'inquire')
  const kind = paymentKindOf(order.paymentMethodName)
  if (settlement.link.state === 'linked' && (kind === 'convenience' || kind === 'payEasy'))
    throw new Refusal('order.money-locked', { orderNo })
}

/** Turns a problem of the sums into a refusal; null passes. */
export function refuseMoney(problem: MoneyProblem | null, orderNo = ''): void {
  if (problem === null) return
  const { code, ...params } = problem
  throw new Refusal(code, orderNo === '' ? params : { orderNo, ...params })
}

/** Lines as typed, as goods of an order; the key order is that of a stored line. */
export function asProductLines(lines: readonly LineInput[]): readonly OrderLine[] {
  return lines.map(
    ({ productCode, name, class1, class2, unitPriceYen, taxIncluded, quantity, taxRatePercent }): OrderLine => ({
      ...{ kind: 'product', productCode, name, class1, class2, unitPriceYen, taxIncluded, quantity, taxRatePercent },
    }),
  )
}
