/**
 * A second calculation of order sums, written from the rules in words and sharing nothing with the program's: exact
 * fractions instead of integer division, one ledger of entries instead of steps. Slow, and only for tests.
 */
type Rule = 'halfUp' | 'down' | 'up'

/** An exact number: `top / bottom`, with a positive bottom. */
interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

/** One kind of goods in a basket. */
export interface Entry {
  readonly price: number
  readonly withTax: boolean
  readonly count: number
  readonly percent: number
  /** 商品別ポイント付与率, where there is one. */
  readonly pointPercent?: number
}

/** A basket, its charges, and how the shop counts. */
export interface Basket {
  readonly entries: readonly Entry[]
  readonly discount: number
  readonly shipping: number
  readonly fee: number
  readonly points: number
  readonly rule: Rule
  readonly standardPercent: number
  readonly pointPercent: number
  readonly pointsOnTaxIncluded: boolean
  readonly usedPointsReduce: boolean
}

/** What comes out, each value in whole yen. */
export interface Outcome {
  readonly units: readonly { readonly tax: number; readonly included: number; readonly line: number }[]
  readonly subtotal: number
  readonly tax: number
  readonly total: number
  readonly payment: number
  readonly addPoints: number
  readonly rates: readonly {
    readonly percent: number
    readonly discount: number
    readonly total: number
    readonly tax: number
  }[]
}

const fraction = (top: bigint, bottom: bigint): Fraction =>
  bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom }

/** The whole number that is next below, or the fraction itself when it is whole. */
function below({ top, bottom }: Fraction): bigint {
  const cut = top / bottom
  return top < 0n && cut * bottom !== top ? cut - 1n : cut
}

/** 切り捨て goes down, 切り上げ up, 四捨五入 to the nearer one and from the middle away from zero. */
export function rounded(value: Fraction, rule: Rule): bigint {
  const low = below(value)
  const isWhole = low * value.bottom === value.top
  if (isWhole || rule === 'down') return low
  if (rule === 'up') return low + 1n
  const middle = fraction(2n * low + 1n, 2n)
  const difference = value.top * middle.bottom - middle.top * value.bottom
  if (difference === 0n) return value.top < 0n ? low : low + 1n
  return difference > 0n ? low + 1n : low
}

const taxOn = (price: number, percent: number, rule: Rule) =>
  rounded(fraction(BigInt(price) * BigInt(percent), 100n), rule)
/** The tax inside a tax-included amount. */
export const taxIn = (amount: bigint, percent: number, rule: Rule) =>
  rounded(fraction(amount * BigInt(percent), 100n + BigInt(percent)), rule)

/** Everything at once. */
export function secondCalculation(basket: Basket): Outcome {
  const { rule, entries } = basket
  const units = entries.map(({ price, withTax, count, percent }) => {
    const tax = withTax ? taxIn(BigInt(price), percent, rule) : taxOn(price, percent, rule)
    const net = withTax ? BigInt(price) - tax : BigInt(price)
    return { tax, net, included: net + tax, count: BigInt(count), percent }
  })
  let subtotal = 0n
  let tax = 0n
  for (const unit of units) {
    subtotal += unit.included * unit.count
    tax += unit.tax * unit.count
  }
  const total = subtotal - BigInt(basket.discount) + BigInt(basket.shipping) + BigInt(basket.fee)
  const payment = total - BigInt(basket.points)
  const ledger = new Map<number, bigint>()
  for (const unit of units) ledger.set(unit.percent, (ledger.get(unit.percent) ?? 0n) + unit.included * unit.count)
  return {
    units: units.map((unit) => ({
      tax: Number(unit.tax),
      included: Number(unit.included),
      line: Number(unit.included * unit.count),
    })),
    subtotal: Number(subtotal),
    tax: Number(tax),
    total: Number(total),
    payment: Number(payment),
    addPoints: pointsFor(basket, units),
    rates: ratesOf(ledger, basket, payment),
  }
}

function pointsFor(basket: Basket, units: readonly { net: bigint; included: bigint; count: bigint }[]): number {
  let earned = 0n
  units.forEach((unit, index) => {
    const base = basket.pointsOnTaxIncluded ? unit.included : unit.net
    const percent = BigInt(basket.entries[index]?.pointPercent ?? basket.pointPercent)
    earned += below(fraction(base * percent, 100n)) * unit.count
  })
  if (basket.usedPointsReduce) earned -= below(fraction(BigInt(basket.points) * BigInt(basket.pointPercent), 100n))
  return earned < 0n ? 0 : Number(earned)
}

/** Neither beyond nothing nor beyond everything. */
const isPartOf = (yen: bigint, everything: bigint) =>
  everything < 0n ? yen <= 0n && yen >= everything : yen >= 0n && yen <= everything

/**
 * What is claimed under each rate. Charges are of the standard rate. Every rate but one carries its half-up share of what
 * comes off; that one, the standard rate or else the largest (of equal ones the higher rate), carries whatever is then
 * missing from what is paid. The standard rate only while it ends between nothing and what was sold under it.
 */
function ratesOf(ledger: Map<number, bigint>, basket: Basket, payment: bigint): Outcome['rates'] {
  const { standardPercent } = basket
  const charges = BigInt(basket.shipping + basket.fee)
  const off = BigInt(basket.discount) + BigInt(basket.points)
  if (charges !== 0n || (ledger.size === 0 && off !== 0n))
    ledger.set(standardPercent, (ledger.get(standardPercent) ?? 0n) + charges)
  const percents = [...ledger.keys()].sort((a, b) => a - b)
  const gross = (percent: number) => ledger.get(percent) ?? 0n
  const whole = percents.reduce((sum, percent) => sum + gross(percent), 0n)
  /** Claims per rate when `last` is the one that carries the rest. */
  const claimsWith = (last: number): Map<number, bigint> => {
    let rest = payment
    const claims = new Map<number, bigint>()
    for (const percent of percents) {
      if (percent === last) continue
      const share = whole === 0n ? 0n : rounded(fraction(off * gross(percent), whole), 'halfUp')
      claims.set(percent, gross(percent) - share)
      rest -= gross(percent) - share
    }
    if (percents.includes(last)) claims.set(last, rest)
    return claims
  }
  let largest = percents.at(-1) ?? standardPercent
  for (const percent of percents) if (gross(percent) >= gross(largest)) largest = percent
  const claims = claimsWith(standardPercent)
  const standard = claims.get(standardPercent)
  const sold = gross(standardPercent)
  const isAbsurd = standard === undefined || !isPartOf(standard, sold)
  if (isAbsurd) claimsWith(largest).forEach((yen, percent) => claims.set(percent, yen))
  return percents.map((percent) => {
    const total = claims.get(percent) ?? 0n
    const tax = taxIn(total, percent, basket.rule)
    return { percent, discount: Number(gross(percent) - total), total: Number(total), tax: Number(tax) }
  })
}
