import type { Charges, LineInput } from './order-input.ts'
import type { LineKind, OrderLine, OrderMoney } from './order.ts'
import { orderTotals, totalsProblem, type OrderTotals, type TotalsSettings } from './order-totals.ts'
import { MAX_YEN } from './yen.ts'

/** Limits of the cart's own form: 8 digits of price, 6 of quantity, 9 of charges (ec-cube-screens.md §0, §2). */
export const MAX_UNIT_PRICE_YEN = 99_999_999
export const MAX_QUANTITY = 999_999
export const MAX_CHARGE_YEN = 999_999_999
/** Letters of a product's texts as typed here; files may bring longer ones, which stay until they are changed. */
export const maxLineText = { productCode: 100, name: 200, class1: 200, class2: 200 } as const

/** The part of an order from which its sums follow. */
export interface MoneyParts {
  readonly lines: readonly OrderLine[]
  readonly money: OrderMoney
  /** As `Order.cartSums`. */
  readonly cartSums?: OrderMoney | null
}

/** Why an order cannot be stored as entered; `line` counts product lines from 1. */
export type MoneyProblem =
  | { readonly code: 'order.no-lines' }
  | { readonly code: 'order.line-without-name'; readonly line: number }
  | { readonly code: 'order.line-text-too-long'; readonly line: number; readonly max: number }
  | { readonly code: 'order.price-out-of-range' | 'order.quantity-out-of-range'; readonly line: number }
  | { readonly code: 'order.charge-out-of-range'; readonly field: keyof Charges }
  | { readonly code: 'order.total-negative'; readonly which: 'total' | 'payment'; readonly yen: number }
  | { readonly code: 'order.total-too-large' }

/** The lines that are goods; the others repeat what stands in 送料, 手数料, 値引 and ポイント. */
export function goodsOf(lines: readonly OrderLine[]): readonly OrderLine[] {
  return lines.filter((line) => line.kind === 'product')
}

/**
 * 値引, 送料, 手数料 and 使用ポイント of a stored order, so that 小計 − 値引 + 送料 + 手数料 − 使用ポイント is what is paid. EC-CUBE 4 counts
 * points into 値引 as well (order-calculation.md §3); here they count once.
 */
export function chargesOf({ subtotalYen, shippingYen, feeYen, usedPoints, paymentTotalYen }: OrderMoney): Charges {
  return {
    discountYen: subtotalYen + shippingYen + feeYen - usedPoints - paymentTotalYen,
    shippingYen,
    feeYen,
    usedPoints,
  }
}

/**
 * The sums of an order with these goods and charges. An order whose file brought no lines (EC-CUBE 2) has 小計, 消費税 and
 * 加算ポイント of the cart as long as, or again when, it has none; nothing is then known per rate. With the cart's own charges
 * its sums come back to the yen.
 */
export function countedTotals(
  goods: readonly LineInput[],
  charges: Charges,
  before: MoneyParts | null,
  settings: TotalsSettings,
): OrderTotals {
  if (goods.length > 0 || before === null) return orderTotals({ lines: goods, ...charges }, settings)
  const base = goodsOf(before.lines).length === 0 ? before.money : (before.cartSums ?? before.money)
  const cart = chargesOf(base)
  if (chargeFields.every((field) => cart[field] === charges[field])) return { ...base, lines: [], byRate: [] }
  const { subtotalYen, taxYen, addedPoints } = base
  const totalYen = subtotalYen - charges.discountYen + charges.shippingYen + charges.feeYen
  const paymentTotalYen = totalYen - charges.usedPoints
  return { ...charges, subtotalYen, taxYen, addedPoints, totalYen, paymentTotalYen, lines: [], byRate: [] }
}

/** The sums that are stored, out of everything that was counted. */
export function moneyOf({ lines: _lines, byRate: _byRate, ...money }: OrderTotals): OrderMoney {
  return money
}

/** True when both lists come to the same sums in the same way; names and codes may differ. */
export function sameAmounts(a: readonly LineInput[], b: readonly LineInput[]): boolean {
  return a.length === b.length && a.every((line, index) => sameAmount(line, b[index]))
}

/** The first reason against storing these goods and charges. What stood there `before` is not held against them. */
export function moneyProblem(
  goods: readonly LineInput[],
  charges: Charges,
  totals: OrderMoney,
  before: MoneyParts | null,
): MoneyProblem | null {
  const known = before === null ? [] : goodsOf(before.lines)
  const mayBeEmpty = before !== null && (known.length === 0 || (before.cartSums ?? null) !== null)
  if (goods.length === 0 && !mayBeEmpty) return { code: 'order.no-lines' }
  const was = before === null ? null : chargesOf(before.money)
  return lineProblem(goods, known) ?? chargeProblem(charges, was) ?? sumProblem(totals)
}

function lineProblem(goods: readonly LineInput[], known: readonly OrderLine[]): MoneyProblem | null {
  for (const [index, line] of goods.entries()) {
    const at = index + 1
    const max = tooLongText(line, known)
    if (max !== null) return { code: 'order.line-text-too-long', line: at, max }
    if (known.some((old) => old.name.trim() === line.name && sameAmount(old, line))) continue
    if (line.name === '') return { code: 'order.line-without-name', line: at }
    if (line.unitPriceYen < 0 || line.unitPriceYen > MAX_UNIT_PRICE_YEN)
      return { code: 'order.price-out-of-range', line: at }
    if (line.quantity < 1 || line.quantity > MAX_QUANTITY) return { code: 'order.quantity-out-of-range', line: at }
  }
  return null
}

/** The limit that a text of the line breaks, unless some line has had the very same text before; null when none. */
function tooLongText(line: LineInput, known: readonly OrderLine[]): number | null {
  for (const field of ['productCode', 'name', 'class1', 'class2'] as const) {
    const max = maxLineText[field]
    if (line[field].length > max && known.every((old) => old[field].trim() !== line[field])) return max
  }
  return null
}

function chargeProblem(charges: Charges, was: Charges | null): MoneyProblem | null {
  for (const field of chargeFields) {
    const yen = charges[field]
    if (yen !== was?.[field] && (yen < 0 || yen > MAX_CHARGE_YEN)) return { code: 'order.charge-out-of-range', field }
  }
  return null
}

function sumProblem(totals: OrderMoney): MoneyProblem | null {
  const problem = totalsProblem(totals)
  if (problem === 'totalNegative') return { code: 'order.total-negative', which: 'total', yen: totals.totalYen }
  if (problem !== null) return { code: 'order.total-negative', which: 'payment', yen: totals.paymentTotalYen }
  return Math.max(totals.subtotalYen, totals.totalYen) > MAX_YEN ? { code: 'order.total-too-large' } : null
}

function sameAmount(a: LineInput, b: LineInput | undefined): boolean {
  return (
    b !== undefined &&
    a.unitPriceYen === b.unitPriceYen &&
    a.taxIncluded === b.taxIncluded &&
    a.quantity === b.quantity &&
    a.taxRatePercent === b.taxRatePercent
  )
}

export const chargeFields = ['discountYen', 'shippingYen', 'feeYen', 'usedPoints'] as const

/** Which line of EC-CUBE 4 repeats a charge, and with which sign. */
const chargeLines: readonly (readonly [LineKind, keyof Charges, sign: 1 | -1, name: string])[] = [
  ['shipping', 'shippingYen', 1, '送料'],
  ['fee', 'feeYen', 1, '手数料'],
  ['discount', 'discountYen', -1, '割引'],
  ['points', 'usedPoints', -1, 'ポイント'],
]

/**
 * All lines after a change: the goods, then the lines that repeat charges. Where a charge moved, its lines become one
 * with the new amount, or none, so that lines which sum to what is paid still do; an order without any such line gets
 * none.
 */
export function withChargeLines(
  goods: readonly OrderLine[],
  before: MoneyParts,
  after: Charges,
  standardRatePercent: number,
): readonly OrderLine[] {
  const was = chargesOf(before.money)
  const others = before.lines.filter((line) => line.kind !== 'product')
  const kept = others.flatMap((line, index) => {
    const rule = chargeLines.find(([kind]) => kind === line.kind)
    if (rule === undefined || was[rule[1]] === after[rule[1]]) return [line]
    const isFirst = others.findIndex((other) => other.kind === line.kind) === index
    const yen = after[rule[1]] * rule[2]
    const taxRatePercent = line.kind === 'points' ? 0 : line.taxRatePercent || standardRatePercent
    return isFirst && yen !== 0 ? [{ ...line, unitPriceYen: yen, quantity: 1, taxIncluded: true, taxRatePercent }] : []
  })
  const added = chargeLines.flatMap(([kind, charge, sign, name]) => {
    const isMissing = others.length > 0 && others.every((line) => line.kind !== kind)
    if (!isMissing || was[charge] === after[charge] || after[charge] === 0) return []
    const taxRatePercent = kind === 'points' ? 0 : standardRatePercent
    const texts = { kind, productCode: '', name, class1: '', class2: '' }
    return [{ ...texts, unitPriceYen: after[charge] * sign, taxIncluded: true, quantity: 1, taxRatePercent }]
  })
  return [...goods, ...kept, ...added]
}
