import type { LineKind, OrderStatus } from './order.ts'

/**
 * What an order holds of the shop's stock and of its member's points, and what it should hold. Effects are never kept as
 * steps but as the difference between the two: the same change applied again finds nothing left to move.
 */

/** Pieces by 商品コード; every number is above 0. */
export type Pieces = Readonly<Record<string, number>>

/** What is taken for an order, and what was granted for it. */
export interface Holding {
  readonly pieces: Pieces
  /** 会員ID whose points are meant; null for a guest, with whom no points move. */
  readonly customerNo: string | null
  readonly usedPoints: number
  readonly addedPoints: number
}

/** What of an order decides about its holding. */
export interface EffectState {
  readonly status: OrderStatus
  readonly customerNo: string | null
  readonly usedPoints: number
  readonly addedPoints: number
  /** Of `goodsPieces`. */
  readonly goods: Pieces
  /** The cart never told the goods (EC-CUBE 2): it took some, and nobody here knows which. */
  readonly goodsUnknown?: boolean
}

/** Whether the stock follows the order, or stays as it is. */
export const stockChoices = ['follow', 'keep'] as const
export type StockChoice = (typeof stockChoices)[number]

/** An order for which nothing is taken and nothing was granted. */
export const nothingHeld: Holding = { pieces: {}, customerNo: null, usedPoints: 0, addedPoints: 0 }

/**
 * Pieces of goods by 商品コード: lines of one product add up, over all お届け先. Lines without a code are no product of the
 * shop, and goods that came back (a negative sum) are no sale: neither takes anything.
 */
export function goodsPieces(
  lines: readonly { readonly kind: LineKind; readonly productCode: string; readonly quantity: number }[],
): Pieces {
  const sums = new Map<string, number>()
  for (const { kind, productCode, quantity } of lines) {
    if (kind === 'product' && productCode !== '') sums.set(productCode, (sums.get(productCode) ?? 0) + quantity)
  }
  return Object.fromEntries([...sums].filter(([, pieces]) => pieces > 0))
}

/** キャンセル and 返品 give used points back (ec-cube-screens.md §3: EC-CUBE 2 the first, EC-CUBE 4 both). */
export function isEnded(status: OrderStatus): boolean {
  return status === 'cancelled' || status === 'returned'
}

/** True when the goods of an order in this 対応状況 have left the house. */
export function isSent(status: OrderStatus): boolean {
  return status === 'shipped' || status === 'returned'
}

function pointsHeld({
  status,
  customerNo,
  usedPoints,
  addedPoints,
}: EffectState): Pick<Holding, 'customerNo' | 'usedPoints' | 'addedPoints'> {
  if (customerNo === null) return { customerNo: null, usedPoints: 0, addedPoints: 0 }
  return {
    customerNo,
    usedPoints: isEnded(status) ? 0 : Math.max(0, usedPoints),
    addedPoints: status === 'shipped' ? Math.max(0, addedPoints) : 0,
  }
}

/**
 * What the cart has taken and granted for an order in this state: all its goods unless it is キャンセル, its used points
 * unless it ended, its added points once it is 発送済み. It stands for an order of which the desk has moved nothing yet.
 */
export function impliedHolding(state: EffectState): Holding {
  return { pieces: state.status === 'cancelled' ? {} : state.goods, ...pointsHeld(state) }
}

/**
 * `giveBack`: the order ends and holds pieces; `sentGoods`: goods of an order change that is 発送済み and stays so;
 * `unknownGoods`: goods are typed into an order of which the cart told none, or go out of it again; the cart took some.
 */
export type StockQuestion = 'giveBack' | 'sentGoods' | 'unknownGoods'

/** What the operator decides about the stock in a change, and how it is preset. */
export interface AskedStock {
  readonly question: StockQuestion
  readonly preset: StockChoice
}

/** What there is to decide about the stock in a change; null when it just follows. */
export function stockQuestion(from: EffectState, held: Pieces, to: EffectState): AskedStock | null {
  if (isEnded(to.status)) {
    if (Object.keys(held).length === 0) return null
    // Goods that left the house are not on the shelf again because the order ended; neither is what was kept before.
    const isBack = to.status === 'cancelled' && from.status !== to.status && !isSent(from.status)
    return { question: 'giveBack', preset: isBack ? 'follow' : 'keep' }
  }
  if (samePieces(held, to.goods)) return null
  if (from.goodsUnknown === true || to.goodsUnknown === true) return { question: 'unknownGoods', preset: 'keep' }
  return from.status === 'shipped' && to.status === 'shipped' ? { question: 'sentGoods', preset: 'keep' } : null
}

/** What an order holds, as far as it has to be told apart from what it should hold then: what moves is between them. */
export interface Effect {
  readonly held: Holding
  readonly target: Holding
  readonly asked: AskedStock | null
  /** Where the stock is left as it is: the pieces the order would hold else. Null where it follows. */
  readonly keptInsteadOf: Pieces | null
}

/** The effect of a change on an order that holds `held`. `choice` null takes the preset. */
export function effectOf(from: EffectState, held: Holding, to: EffectState, choice: StockChoice | null): Effect {
  const asked = stockQuestion(from, held.pieces, to)
  const points = pointsHeld(to)
  const followed = isEnded(to.status) ? {} : to.goods
  if (asked !== null && (choice ?? asked.preset) === 'keep') {
    if (asked.question === 'unknownGoods') {
      const pieces = to.goods
      return { held: { ...held, pieces }, target: { ...points, pieces }, asked, keptInsteadOf: null }
    }
    const { pieces } = held
    return { held, target: { ...points, pieces }, asked, keptInsteadOf: followed }
  }
  return { held, target: { ...points, pieces: followed }, asked, keptInsteadOf: null }
}

/**
 * True when an order of which the desk keeps `held` should hold something else by its own state: a file of the cart has
 * changed it since. Stock that a decision of the desk left as it is (`keptInsteadOf`) counts only once the order should
 * hold something else again; goods of 返品 do not, for no cart puts them back either (`impliedHolding`).
 */
export function isApart(state: EffectState, held: Holding, keptInsteadOf: Pieces | null): boolean {
  const { target, asked } = effectOf(state, held, state, null)
  if (movesBetween(held, { ...target, pieces: held.pieces }).points.length > 0) return true
  if (asked?.question === 'unknownGoods' || state.status === 'returned') return false
  const followed = state.status === 'cancelled' ? {} : state.goods
  return !samePieces(held.pieces, followed) && (keptInsteadOf === null || !samePieces(keptInsteadOf, followed))
}

/** What a deletion leaves with the order: nothing, or what was to be kept. */
export function holdingAfterDeletion(
  held: Holding,
  { stock, points }: { readonly stock: StockChoice; readonly points: StockChoice },
): Holding {
  const kept = points === 'keep' ? held : { ...nothingHeld, customerNo: held.customerNo }
  return { ...kept, pieces: stock === 'keep' ? held.pieces : {} }
}

/**
 * How the questions of a deletion are preset. Goods that were sent are at the buyer's, and what an order that has ended
 * still holds was not put back on the shelf when it ended: neither is there again because the order is deleted. Points
 * stay with a sale that took place; an order that has ended keeps none.
 */
export function deletionPreset(
  status: OrderStatus,
  { pieces }: Pick<Holding, 'pieces'>,
): { readonly stock: StockChoice; readonly points: StockChoice } {
  const isGone = isSent(status) || (isEnded(status) && Object.keys(pieces).length > 0)
  return { stock: isGone ? 'keep' : 'follow', points: status === 'shipped' ? 'keep' : 'follow' }
}

/** Pieces of one product that are held. A 商品コード may be any text, also the name of something every object has. */
export function piecesOf({ pieces }: Pick<Holding, 'pieces'>, productCode: string): number {
  return Object.hasOwn(pieces, productCode) ? (pieces[productCode] ?? 0) : 0
}

/** What moves in stock and balances; no change is 0. */
export interface EffectMoves {
  readonly stock: readonly { readonly productCode: string; readonly change: number }[]
  readonly points: readonly { readonly customerNo: string; readonly change: number }[]
}

/** What has to move so that an order that holds `held` holds `target`. */
export function movesBetween(held: Holding, target: Holding): EffectMoves {
  const codes = [...new Set([...Object.keys(held.pieces), ...Object.keys(target.pieces)])]
  const stock = codes.map((productCode) => ({
    productCode,
    change: piecesOf(held, productCode) - piecesOf(target, productCode),
  }))
  const balances = new Map<string, number>()
  for (const [{ customerNo, usedPoints, addedPoints }, sign] of [[held, 1] as const, [target, -1] as const]) {
    if (customerNo !== null)
      balances.set(customerNo, (balances.get(customerNo) ?? 0) + sign * (usedPoints - addedPoints))
  }
  const points = [...balances].map(([customerNo, change]) => ({ customerNo, change }))
  const moves = ({ change }: { readonly change: number }) => change !== 0
  return { stock: stock.filter(moves), points: points.filter(moves) }
}

/** True when nothing has to move between the two. */
export function sameHolding(one: Holding, other: Holding): boolean {
  const points = ({ customerNo, usedPoints, addedPoints }: Holding) =>
    `${usedPoints} ${addedPoints} ${customerNo ?? ''}`
  return samePieces(one.pieces, other.pieces) && points(one) === points(other)
}

function samePieces(one: Pieces, other: Pieces): boolean {
  const codes = Object.keys(one)
  return (
    codes.length === Object.keys(other).length &&
    codes.every((code) => Object.hasOwn(other, code) && one[code] === other[code])
  )
}
