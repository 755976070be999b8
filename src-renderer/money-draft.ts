import type { Failure } from '../src-shared/failure.ts'
import { failureSentence } from '../src-shared/failure-text.ts'
import type { Charges, LineInput } from '../src-shared/order-input.ts'
import {
  chargeFields,
  chargesOf,
  countedTotals,
  goodsOf,
  moneyProblem,
  sameAmounts,
} from '../src-shared/order-money.ts'
import type { OrderTotals } from '../src-shared/order-totals.ts'
import type { Order, OrderLine } from '../src-shared/order.ts'
import type { KnownProduct } from '../src-shared/product.ts'
import { rateOfProduct, type MoneySettings } from '../src-shared/money-settings.ts'

/** A product line as typed. `key` tells rows apart while they come and go; that of an empty new row begins with `blank`. */
export interface LineDraft {
  readonly key: string
  productCode: string
  name: string
  class1: string
  class2: string
  unitPriceYen: string
  taxIncluded: boolean
  quantity: string
  taxRatePercent: number
}

/** 値引, 送料, 手数料 and 使用ポイント as typed. */
export type ChargesDraft = Record<keyof Charges, string>

/** What belongs to an order's sums, as typed. */
export interface MoneyDraft {
  lines: LineDraft[]
  charges: ChargesDraft
}

/** By field key (`charges.feeYen`, `lines.l0.quantity`, `total`) what has to be corrected. */
export type Problems = Record<string, string>

type MoneyOrder = Pick<Order, 'lines' | 'money' | 'cartSums'>

/** What was typed, understood, and the sums that follow from it. */
export interface ReadMoney {
  readonly lines: readonly LineInput[]
  readonly charges: Charges
  /** Null while something is not a number. */
  readonly totals: OrderTotals | null
  /** False while the sums are those of the stored order. */
  readonly moved: boolean
  readonly problems: Readonly<Problems>
}

/** Sums of an order nobody has touched. */
export function moneyDraftOf({ lines, money }: MoneyOrder): MoneyDraft {
  return {
    lines: goodsOf(lines).map((line, index) => lineDraft(line, `l${index}`)),
    charges: chargesDraft(chargesOf(money)),
  }
}

/** The cart's own sums, without goods; null where the cart told its goods. */
export function cartMoneyDraft({ cartSums }: MoneyOrder): MoneyDraft | null {
  return cartSums === null ? null : { lines: [], charges: chargesDraft(chargesOf(cartSums)) }
}

/** The sums of an order that begins. */
export function emptyMoneyDraft(): MoneyDraft {
  return { lines: [], charges: chargesDraft({ discountYen: 0, shippingYen: 0, feeYen: 0, usedPoints: 0 }) }
}

let added = 0

/** A new row: of a known product, or empty with the usual rate of the order's day and the shop's way of pricing. */
export function newLine(product: KnownProduct | null, settings: MoneySettings): LineDraft {
  added += 1
  const empty = {
    ...{ productCode: '', name: '', class1: '', class2: '' },
    taxIncluded: settings.pricesIncludeTax,
    taxRatePercent: settings.standardRatePercent,
  }
  const line = lineDraft(
    product === null
      ? { ...empty, unitPriceYen: 0, quantity: 1 }
      : { ...product, taxRatePercent: rateOfProduct(product, settings), quantity: 1 },
    `${product === null ? 'blank' : 'n'}${added}`,
  )
  return product === null ? { ...line, unitPriceYen: '' } : line
}

/** The rows with one more of a product: a row with the same product and price counts one up (ec-cube-screens.md §2). */
export function withProduct(lines: readonly LineDraft[], line: LineDraft): LineDraft[] {
  const same = lines.find((one) => line.productCode !== '' && variantOf(one) === variantOf(line))
  const quantity = same && readNumber(same.quantity)
  if (!same || quantity === undefined) return [...lines, line]
  return lines.map((one) => (one === same ? { ...one, quantity: String(quantity + 1) } : one))
}

/** Reads everything that makes the sums. `order` is what is stored, null for an order that begins. */
export function readMoney(draft: MoneyDraft, order: MoneyOrder | null, settings: MoneySettings): ReadMoney {
  const problems: Problems = {}
  const lines = draft.lines.map((line) => readLine(line, problems))
  const charges = readCharges(draft.charges, problems)
  const was = order && { goods: goodsOf(order.lines), charges: chargesOf(order.money) }
  const moved =
    was === null ||
    !sameAmounts(lines, was.goods) ||
    chargeFields.some((field) => charges[field] !== was.charges[field])
  if (Object.keys(problems).length > 0) return { lines, charges, totals: null, moved, problems }
  const counted = countedTotals(lines, charges, order, settings)
  const totals = moved || order === null ? counted : asStored(counted, order)
  const problem = moneyProblem(lines, charges, totals, order)
  if (problem !== null) {
    const { code, ...params } = problem
    problems[problemKey(draft, params)] = sentence({ code, params })
  }
  return { lines, charges, totals, moved, problems }
}

/** An untouched order shows its own sums; those per rate only where they belong to them. */
function asStored(counted: OrderTotals, { money }: MoneyOrder): OrderTotals {
  const byRate = counted.paymentTotalYen === money.paymentTotalYen ? counted.byRate : []
  return { ...counted, ...money, ...chargesOf(money), byRate }
}

/** One line for people, as a conflict shows it. */
export function lineText(line: LineDraft): string {
  const { productCode, name, class1, class2, unitPriceYen, quantity, taxRatePercent } = line
  const price = `${unitPriceYen}円(${line.taxIncluded ? '税込' : '税抜'} ${taxRatePercent}%)`
  return [productCode, name, class1, class2, price, `× ${quantity}`].filter((text) => text !== '').join(' ')
}

/** A whole number as operators type it: `5,250`, `５２５０`, `5250円`. Undefined when it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,円]/g, '')
  return /^-?\d{1,10}$/.test(plain) ? Number(plain) : undefined
}

function readLine(line: LineDraft, problems: Problems): LineInput {
  const { key, unitPriceYen: price, quantity: count, ...rest } = line
  const unitPriceYen = readNumber(price)
  const quantity = readNumber(count)
  if (unitPriceYen === undefined) problems[`lines.${key}.unitPriceYen`] = '単価を数字で入力してください。'
  if (quantity === undefined) problems[`lines.${key}.quantity`] = '数量を数字で入力してください。'
  return {
    ...rest,
    productCode: line.productCode.trim(),
    name: line.name.trim(),
    class1: line.class1.trim(),
    class2: line.class2.trim(),
    unitPriceYen: unitPriceYen ?? 0,
    quantity: quantity ?? 0,
  }
}

const chargeNames: Readonly<Record<keyof Charges, string>> = {
  discountYen: '値引',
  shippingYen: '送料',
  feeYen: '手数料',
  usedPoints: '使用ポイント',
}

function readCharges(draft: ChargesDraft, problems: Problems): Charges {
  const read = (field: keyof Charges): number => {
    const text = draft[field].trim()
    const yen = text === '' ? 0 : readNumber(text)
    if (yen === undefined) problems[`charges.${field}`] = `${chargeNames[field]}を数字で入力してください。`
    return yen ?? 0
  }
  return {
    discountYen: read('discountYen'),
    shippingYen: read('shippingYen'),
    feeYen: read('feeYen'),
    usedPoints: read('usedPoints'),
  }
}

/** The field in which a problem of the sums is put right. */
function problemKey(draft: MoneyDraft, params: Readonly<Record<string, string | number>>): string {
  if (typeof params['field'] === 'string') return `charges.${params['field']}`
  const line = draft.lines[Number(params['line'] ?? 0) - 1]
  return line ? `lines.${line.key}` : 'total'
}

function sentence(failure: Failure): string {
  const { what, then } = failureSentence(failure)
  return `${what}${then}`
}

function lineDraft(line: Omit<OrderLine, 'kind'>, key: string): LineDraft {
  const { productCode, name, class1, class2, unitPriceYen, taxIncluded, quantity, taxRatePercent } = line
  const numbers = { unitPriceYen: String(unitPriceYen), taxIncluded, quantity: String(quantity), taxRatePercent }
  return { key, productCode, name, class1, class2, ...numbers }
}

function chargesDraft(charges: Charges): ChargesDraft {
  const { discountYen, shippingYen, feeYen, usedPoints } = charges
  return {
    discountYen: String(discountYen),
    shippingYen: String(shippingYen),
    feeYen: String(feeYen),
    usedPoints: String(usedPoints),
  }
}

function variantOf({ productCode, class1, class2, unitPriceYen, taxIncluded, taxRatePercent }: LineDraft): string {
  return JSON.stringify([productCode, class1, class2, unitPriceYen, taxIncluded, taxRatePercent])
}
