import type { OrderLine, OrderMoney } from './order.ts'

/** 課税規則: 四捨五入 (half away from zero), 切り捨て (floor), 切り上げ (ceiling). */
export type RoundingRule = 'halfUp' | 'down' | 'up'

/**
 * What a shop decides about its sums (order-calculation.md §1, §2, §4).
 * `pointBase`: the price points are counted on. `usedPointsReduce`: EC-CUBE 2 takes the shop's share of used points
 * off the points that an order earns; the guide's cart does not.
 */
export interface TotalsSettings {
  readonly rounding: RoundingRule
  readonly standardRatePercent: number
  readonly pointBase: 'taxIncluded' | 'taxExcluded'
  readonly pointRatePercent: number
  readonly usedPointsReduce: boolean
}

/** A product line; `pointRatePercent` only where the product has a rate of its own. */
export interface CartLine extends Pick<OrderLine, 'unitPriceYen' | 'taxIncluded' | 'quantity' | 'taxRatePercent'> {
  readonly pointRatePercent?: number
}

/** What an operator enters: product lines, and charges in tax-included yen. One point is one yen. */
export interface Cart {
  readonly lines: readonly CartLine[]
  readonly discountYen: number
  readonly shippingYen: number
  readonly feeYen: number
  readonly usedPoints: number
}

/** 単価 with its tax, and 小計 of the line, in yen including tax. */
export interface LineTotal {
  readonly unitTaxYen: number
  readonly unitIncludedYen: number
  readonly subtotalYen: number
}

/** 「8%対象 N円 内消費税 M円」. `discountYen` is the rate's share of 値引き and points. */
export interface RateTotal {
  readonly ratePercent: number
  readonly discountYen: number
  readonly totalYen: number
  readonly taxYen: number
}

export interface OrderTotals extends OrderMoney {
  readonly lines: readonly LineTotal[]
  /** Ascending by rate; `totalYen` always sums to お支払い合計. */
  readonly byRate: readonly RateTotal[]
}

/** Tax-included sums per whole percent. */
type Buckets = ReadonlyMap<number, number>

/**
 * 計算結果の確認: every sum of an order in whole yen. Rounds once per unit, as EC-CUBE 2 does, so that 3 × 99 yen at
 * 10 % are 3 × 109. Charges carry no tax of their own in 消費税 but count towards the standard rate in `byRate`.
 * Computes negative sums too: ask `totalsProblem` before storing.
 */
export function orderTotals(cart: Cart, settings: TotalsSettings): OrderTotals {
  const lines = cart.lines.map((line) => lineTotal(line, settings.rounding))
  const subtotalYen = sum(lines.map((line) => line.subtotalYen))
  const totalYen = subtotalYen - cart.discountYen + cart.shippingYen + cart.feeYen
  return {
    lines,
    subtotalYen,
    discountYen: cart.discountYen,
    shippingYen: cart.shippingYen,
    feeYen: cart.feeYen,
    taxYen: sum(lines.map((line, index) => line.unitTaxYen * (cart.lines[index]?.quantity ?? 0))),
    totalYen,
    paymentTotalYen: totalYen - cart.usedPoints,
    usedPoints: cart.usedPoints,
    addedPoints: addedPoints(cart, lines, settings),
    byRate: rateTotals(bucketsOf(cart, lines, settings), cart.discountYen + cart.usedPoints, settings),
  }
}

/** Why an order with these sums may not be stored: 合計 or お支払い合計 below zero. Zero is fine. */
export function totalsProblem(
  totals: Pick<OrderTotals, 'totalYen' | 'paymentTotalYen'>,
): 'totalNegative' | 'paymentTotalNegative' | null {
  if (totals.totalYen < 0) return 'totalNegative'
  return totals.paymentTotalYen < 0 ? 'paymentTotalNegative' : null
}

/**
 * Shares a whole-order discount (値引き and points, yen) over tax-included sums per rate, and takes the tax out of each
 * rate once. What rounding leaves over goes to the standard rate, so that the totals always sum to what is claimed
 * (order-calculation.md §2, §5); to the largest bucket where nothing has that rate, or where it would leave the standard
 * rate with less than nothing or more than was sold under it.
 */
export function rateTotals(
  buckets: Buckets,
  discountYen: number,
  settings: Pick<TotalsSettings, 'rounding' | 'standardRatePercent'>,
): readonly RateTotal[] {
  const filled = buckets.size === 0 && discountYen !== 0 ? new Map([[settings.standardRatePercent, 0]]) : buckets
  const whole = sum([...filled.values()])
  const shares = new Map([...filled].map(([rate, yen]) => [rate, shareOf(discountYen, yen, whole)]))
  const left = discountYen - sum([...shares.values()])
  const standard = filled.get(settings.standardRatePercent)
  const standardRest = (standard ?? 0) - (shares.get(settings.standardRatePercent) ?? 0) - left
  const bearsIt = standard !== undefined && isWithin(standardRest, standard)
  const taker = bearsIt ? settings.standardRatePercent : largestRate(filled)
  return [...filled]
    .sort(([a], [b]) => a - b)
    .map(([ratePercent, yen]) => {
      const share = (shares.get(ratePercent) ?? 0) + (ratePercent === taker ? left : 0)
      const totalYen = yen - share
      return {
        ratePercent,
        discountYen: share,
        totalYen,
        taxYen: divide(totalYen * ratePercent, 100 + ratePercent, settings.rounding),
      }
    })
}

function lineTotal(line: CartLine, rounding: RoundingRule): LineTotal {
  const rate = line.taxRatePercent
  const unitTaxYen = divide(line.unitPriceYen * rate, line.taxIncluded ? 100 + rate : 100, rounding)
  const unitIncludedYen = line.taxIncluded ? line.unitPriceYen : line.unitPriceYen + unitTaxYen
  return { unitTaxYen, unitIncludedYen, subtotalYen: unitIncludedYen * line.quantity }
}

function addedPoints(cart: Cart, lines: readonly LineTotal[], settings: TotalsSettings): number {
  const earned = cart.lines.map((line, index) => {
    const included = lines[index]?.unitIncludedYen ?? 0
    const base = settings.pointBase === 'taxIncluded' ? included : included - (lines[index]?.unitTaxYen ?? 0)
    return divide(base * (line.pointRatePercent ?? settings.pointRatePercent), 100, 'down') * line.quantity
  })
  const reduced = settings.usedPointsReduce ? divide(cart.usedPoints * settings.pointRatePercent, 100, 'down') : 0
  return Math.max(0, sum(earned) - reduced)
}

function bucketsOf(cart: Cart, lines: readonly LineTotal[], settings: TotalsSettings): Buckets {
  const buckets = new Map<number, number>()
  const add = (rate: number, yen: number): void => void buckets.set(rate, (buckets.get(rate) ?? 0) + yen)
  cart.lines.forEach((line, index) => add(line.taxRatePercent, lines[index]?.subtotalYen ?? 0))
  const charges = cart.shippingYen + cart.feeYen
  if (charges !== 0) add(settings.standardRatePercent, charges)
  return buckets
}

/** Half-up share. The product of two sums can pass 2^53, hence the big integers. */
function shareOf(discountYen: number, bucketYen: number, wholeYen: number): number {
  if (wholeYen === 0) return 0
  const twice = BigInt(discountYen) * BigInt(bucketYen) * 2n
  const whole = BigInt(wholeYen)
  const sign = twice < 0n !== whole < 0n ? -1n : 1n
  const magnitude = (absolute(twice) + absolute(whole)) / (absolute(whole) * 2n)
  return Number(sign * magnitude)
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** True from nothing to all of `whole`, which is negative for returned goods. */
function isWithin(part: number, whole: number): boolean {
  return whole < 0 ? part <= 0 && part >= whole : part >= 0 && part <= whole
}

/** The rate with the largest sum; of equal ones the higher, so that the order of lines decides nothing. */
function largestRate(buckets: Buckets): number | undefined {
  const [largest] = [...buckets].sort(([a, x], [b, y]) => y - x || b - a)
  return largest?.[0]
}

/** Quotient of integers in whole yen; `by` is positive. Integer arithmetic, so no fraction is ever misread. */
function divide(value: number, by: number, rounding: RoundingRule): number {
  const rest = ((value % by) + by) % by
  const floor = (value - rest) / by
  if (rest === 0 || rounding === 'down') return floor
  if (rounding === 'up') return floor + 1
  const up = value < 0 ? rest * 2 > by : rest * 2 >= by
  return up ? floor + 1 : floor
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
