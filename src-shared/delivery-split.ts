/** A product line as far as it is divided over deliveries. */
interface SplitLine {
  readonly quantity: number
}

/** What of the goods goes to a delivery: a number for each product line in its order; empty while nobody has said. */
interface SplitDelivery {
  readonly goods: readonly number[]
}

/** A product line (counted from 1) of which the deliveries together get another number than was ordered. */
export interface SplitProblem {
  readonly code: 'order.split-mismatch'
  readonly line: number
  readonly ordered: number
  readonly split: number
}

/** True when it was said what goes where. */
export function isSplit(deliveries: readonly SplitDelivery[]): boolean {
  return deliveries.some(({ goods }) => goods.some((quantity) => quantity !== 0))
}

/**
 * The first product line whose numbers do not sum up to what was ordered; null when all do, when nobody has said what
 * goes where, and for a single delivery, which gets everything.
 */
export function splitProblem(lines: readonly SplitLine[], deliveries: readonly SplitDelivery[]): SplitProblem | null {
  if (deliveries.length < 2 || !isSplit(deliveries)) return null
  const longest = Math.max(lines.length, ...deliveries.map(({ goods }) => goods.length))
  for (let at = 0; at < longest; at += 1) {
    const ordered = lines[at]?.quantity ?? 0
    const split = deliveries.reduce((sum, { goods }) => sum + (goods[at] ?? 0), 0)
    if (split !== ordered) return { code: 'order.split-mismatch', line: at + 1, ordered, split }
  }
  return null
}

/**
 * Deliveries as they are kept: a number for every product line where the goods are split, none where they are not, where
 * one delivery gets everything, or where the numbers do not fit the order. The same object where nothing changes.
 */
export function settledSplit<T extends SplitDelivery>(
  lines: readonly SplitLine[],
  deliveries: readonly T[],
): readonly T[] {
  const isKept = deliveries.length > 1 && isSplit(deliveries) && splitProblem(lines, deliveries) === null
  const settled = deliveries.map((delivery) => {
    const goods = isKept ? lines.map((_line, at) => delivery.goods[at] ?? 0) : []
    return sameGoods(delivery.goods, goods) ? delivery : { ...delivery, goods }
  })
  return settled.every((delivery, at) => delivery === deliveries[at]) ? deliveries : settled
}

/** True when both say the same. */
export function sameGoods(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((quantity, at) => quantity === b[at])
}
