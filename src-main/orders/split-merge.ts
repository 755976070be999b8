import { isSplit, sameGoods, settledSplit, splitProblem } from '../../src-shared/delivery-split.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import type { ImportedOrder } from './imported-order.ts'
import type { OrderParts } from './order-fields.ts'
import type { StoredDelivery } from './stored-order.ts'

/**
 * What goes to which delivery after a file was read. `deliveries` are the merged ones, still with our numbers, the cart's
 * beside them. The numbers of all deliveries are one thing, as they only make sense together, and belong to the goods
 * they count: the side that has moved since the cart spoke last wins, when both did the file if it is newer; what does not
 * fit the order's goods and deliveries any more gives way to the other side's, else to "nobody has said".
 */
export function mergeSplit(
  before: OrderParts,
  imported: ImportedOrder,
  lines: readonly OrderLine[],
  deliveries: readonly StoredDelivery[],
  fileIsNewer: boolean,
): readonly StoredDelivery[] {
  const goods = goodsOf(lines)
  const ours = deliveries
  const fits = (one: readonly StoredDelivery[]) => isSplit(one) && splitProblem(goods, one) === null
  const theirs = deliveries.map((delivery) => ({ ...delivery, goods: delivery.cart.goods }))
  const isOfFile = isSplit(theirs) && sameLines(goods, goodsOf(imported.lines ?? []))
  const oursMoved = !sameSplit(before.deliveries, settledSplit(goodsOf(before.lines), asCartSaid(before.deliveries)))
  const cartMoved = theirs.some((delivery) => !sameGoods(delivery.goods, saidBefore(before, delivery.id)))
  const fileWins = isOfFile && (!oursMoved || (cartMoved && fileIsNewer))
  // 「数量の指定をやめる」 is a word of the desk as well.
  if (oursMoved && !fileWins && !isSplit(ours)) return settledSplit(goods, ours)
  const other = isOfFile ? theirs : ours
  const [first, second] = fileWins ? [theirs, ours] : [ours, other]
  return settledSplit(goods, chosen(fits, first, second))
}

/** The first that fits, or the first of both. */
function chosen<T>(fits: (one: T) => boolean, first: T, second: T): T {
  return fits(first) || !fits(second) ? first : second
}

/** What goes where in an order that a file brings for the first time. */
export function firstSplit(
  lines: readonly OrderLine[],
  deliveries: readonly StoredDelivery[],
): readonly StoredDelivery[] {
  return settledSplit(goodsOf(lines), asCartSaid(deliveries))
}

function asCartSaid(deliveries: readonly StoredDelivery[]): readonly StoredDelivery[] {
  return deliveries.map((delivery) => ({ ...delivery, goods: delivery.cart.goods }))
}

function sameSplit(a: readonly StoredDelivery[], b: readonly StoredDelivery[]): boolean {
  return a.every(({ goods }, at) => sameGoods(goods, b[at]?.goods ?? []))
}

function saidBefore({ deliveries }: OrderParts, id: number): readonly number[] {
  return id === 0 ? [] : (deliveries.find((one) => one.id === id)?.cart.goods ?? [])
}

/** The numbers of a file count its own lines. */
function sameLines(a: readonly OrderLine[], b: readonly OrderLine[]): boolean {
  const text = ({ productCode, name, class1, class2, quantity }: OrderLine) =>
    JSON.stringify([productCode, name, class1, class2, quantity])
  return a.length === b.length && a.every((line, at) => text(line) === text(b[at] ?? line))
}
