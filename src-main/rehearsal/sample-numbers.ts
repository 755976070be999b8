import type { ImportedOrder } from '../orders/imported-order.ts'
import type { Random } from './random.ts'
import { foods, goods, guideProduct, smallProduct } from './sample-products.ts'

/** What a shop's cart knows beside its orders. */
export interface SampleNumbers {
  /** Stock by 商品コード; what is not named is not kept. */
  readonly stock: Readonly<Record<string, number>>
  /** Balances by 会員ID; what is not named is not known. */
  readonly points: Readonly<Record<string, number>>
}

/** Made to order, or without number: nobody counts them. */
const uncounted: ReadonlySet<string> = new Set(['W-101', 'W-101-9', 'N-570'])
/** Nearly sold out, so that a shortage can be seen. */
const scarce: Readonly<Record<string, number>> = { 'T-330': 1, 'N-530': 2, 'W-170': 0 }

/** Stocks of the products and balances of the members that order here; some of both are left open, as in any shop. */
export function inventNumbers(random: Random, orders: readonly ImportedOrder[]): SampleNumbers {
  const counted = [...foods, ...goods, guideProduct, smallProduct].filter(({ code }) => !uncounted.has(code))
  const members = [...new Set(orders.flatMap(({ customerNo }) => customerNo ?? []))].sort(
    (a, b) => Number(a) - Number(b),
  )
  const known = members.filter((_no, index) => index % 9 !== 8)
  return {
    stock: Object.fromEntries(counted.map(({ code }) => [code, scarce[code] ?? random.between(6, 60)])),
    points: Object.fromEntries(known.map((no) => [no, granted(orders, no) + random.between(20, 600)])),
  }
}

/** Points of sent orders: a balance holds at least what was granted last. */
function granted(orders: readonly ImportedOrder[], no: string): number {
  const sent = orders.filter(({ customerNo, status }) => customerNo === no && status === 'shipped')
  return sent.reduce((sum, { money }) => sum + (money.addedPoints ?? 0), 0)
}
