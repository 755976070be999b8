import type { FieldChange } from '../../src-shared/audit.ts'
import type { PointEffect, StockEffect } from '../../src-shared/effect-preview.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { MoveNote } from '../../src-shared/ledger.ts'
import {
  goodsPieces,
  impliedHolding,
  isApart,
  movesBetween,
  piecesOf,
  sameHolding,
  type Effect,
  type EffectState,
  type Holding,
} from '../../src-shared/order-effects.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import { movePoints, pointsOfNos } from '../customers/points.ts'
import type { Connection, Transaction } from '../db/database.ts'
import { moveStock, stockOfCodes } from '../products/stock.ts'
import { writeHeld, type HeldRow } from './effects-table.ts'
import { cartSumsOf } from './money-change.ts'
import type { OrderParts } from './order-fields.ts'

/** What of an order decides about its holding. */
export function stateOf(parts: OrderParts): EffectState {
  const { status, customerNo, money } = parts.order
  const { usedPoints, addedPoints } = money
  const goodsUnknown = cartSumsOf(parts) !== null && goodsOf(parts.lines).length === 0
  return { status, customerNo, usedPoints, addedPoints, goods: goodsPieces(parts.lines), goodsUnknown }
}

/** What an order holds: what the desk keeps of it, else what its cart took for it in this state. */
export function heldBy(row: HeldRow | undefined, state: EffectState): Holding {
  return row?.holding ?? impliedHolding(state)
}

/** True when an order holds something else than it should, because a file of the cart changed it. */
export function standsApart(state: EffectState, row: HeldRow | undefined): boolean {
  return row !== undefined && isApart(state, row.holding, row.keptInsteadOf)
}

/** What one change moves, with the numbers as they are now. */
export interface EffectPlan {
  readonly effect: Omit<Effect, 'asked'>
  readonly stock: readonly StockEffect[]
  readonly points: readonly PointEffect[]
  /** `stock.short` or `points.short`, of this order; null when everything that moves is there. */
  readonly short: Failure | null
}

/** Looks up what an effect moves. Writes nothing. */
export async function planEffect(
  db: Connection,
  effect: Omit<Effect, 'asked'>,
  orderNo: string,
  /** How goods are called that are no product yet. */
  names: ReadonlyMap<string, string> = new Map(),
): Promise<EffectPlan> {
  const moves = movesBetween(effect.held, effect.target)
  const products = await stockOfCodes(
    db,
    moves.stock.map(({ productCode }) => productCode),
  )
  const members = await pointsOfNos(
    db,
    moves.points.map(({ customerNo }) => customerNo),
  )
  const stock = moves.stock.map(({ productCode, change }) => {
    const product = products.get(productCode)
    const kept = product?.stock ?? null
    const after = kept === null ? null : kept + change
    const most = after !== null && change < 0 && after < 0 ? piecesOf(effect.held, productCode) + (kept ?? 0) : null
    const name = product === undefined ? (names.get(productCode) ?? productCode) : productName(product)
    return { productCode, name, change, stock: kept, after, most }
  })
  const points = moves.points.map(({ customerNo, change }) => {
    const member = members.get(customerNo)
    const known = member?.points ?? null
    const after = known === null ? null : known + change
    return { customerNo, name: member?.name ?? '', change, points: known, after }
  })
  return { effect, stock, points, short: shortOf({ stock, points }, orderNo) }
}

/** 商品名/規格1/規格2, as the cart writes it in its messages. */
export function productName({
  name,
  class1,
  class2,
}: {
  readonly name: string
  readonly class1: string
  readonly class2: string
}): string {
  return [name, class1, class2].filter((text) => text !== '').join('/')
}

function shortOf({ stock, points }: Pick<EffectPlan, 'stock' | 'points'>, orderNo: string): Failure | null {
  const ofOrder = orderNo === '' ? {} : { orderNo }
  for (const { most, name, productCode } of stock) {
    if (most !== null) return { code: 'stock.short', params: { ...ofOrder, name, productCode, most } }
  }
  for (const { change, after, points: now, name, customerNo } of points) {
    if (now !== null && after !== null && change < 0 && after < 0)
      return { code: 'points.short', params: { ...ofOrder, name, customerNo, points: now, after } }
  }
  return null
}

/** What is kept of an order afterwards. */
export interface KeptEffect {
  readonly orderId: number
  /** As it was read. */
  readonly row: HeldRow | undefined
  /** The order after the change: while a row says no more than it, none is begun. */
  readonly state: EffectState
  /** Instead of what the plan comes to: a row to go back to, or null for none. */
  readonly instead?: HeldRow | null
}

/**
 * Moves stock and points, each with its line in the ledger, and notes what the order holds now: all in the caller's
 * transaction, so that a change and its effect stand or fall together. Answers what the history says of it.
 */
export async function applyEffect(
  trx: Transaction,
  plan: EffectPlan,
  kept: KeptEffect,
  note: Omit<MoveNote, 'orderId'>,
): Promise<readonly FieldChange[]> {
  const ofOrder = { ...note, orderId: kept.orderId }
  const ids = await idsOf(trx, plan)
  await moveStock(trx, ids.stock, ofOrder)
  await movePoints(trx, ids.points, ofOrder)
  const { target, keptInsteadOf } = plan.effect
  if (kept.instead !== undefined) await writeHeld(trx, kept.orderId, kept.instead)
  else if (kept.row !== undefined || !isPlain(plan, kept.state))
    await writeHeld(trx, kept.orderId, { holding: target, keptInsteadOf, beforeDeletion: null })
  return effectFields(plan)
}

/** True when nothing was moved and the order's state says what it holds. */
function isPlain({ effect: { held, target }, stock, points }: EffectPlan, state: EffectState): boolean {
  return stock.length + points.length === 0 && sameHolding(held, target) && sameHolding(target, impliedHolding(state))
}

/** Products and members of an order that was only just written have their ids by now. */
async function idsOf(trx: Transaction, { stock, points }: EffectPlan) {
  const products = await stockOfCodes(
    trx,
    stock.map(({ productCode }) => productCode),
  )
  const members = await pointsOfNos(
    trx,
    points.map(({ customerNo }) => customerNo),
  )
  return {
    stock: stock.flatMap(({ productCode, change }) => {
      const product = products.get(productCode)
      return product === undefined ? [] : { productId: product.id, change }
    }),
    points: points.flatMap(({ customerNo, change }) => {
      const member = members.get(customerNo)
      return member === undefined ? [] : { customerId: member.id, change }
    }),
  }
}

/** What moved, as the order's history names it; what is not kept here is not named. */
function effectFields({ stock, points }: EffectPlan): readonly FieldChange[] {
  const goods = stock.flatMap(({ productCode, name, change, stock: from, after }) =>
    from === null
      ? []
      : [{ field: `在庫 ${productCode} ${name} ${signed(change)}`, from: String(from), to: String(after) }],
  )
  const balances = points.flatMap(({ customerNo, points: from, after }) =>
    from === null ? [] : [{ field: `会員 ${customerNo} のポイント`, from: String(from), to: String(after) }],
  )
  return [...goods, ...balances]
}

function signed(change: number): string {
  return change > 0 ? `+${String(change)}` : `−${String(-change)}`
}
