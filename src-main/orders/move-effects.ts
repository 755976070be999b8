import type { Failure } from '../../src-shared/failure.ts'
import {
  effectOf,
  isEnded,
  isSent,
  movesBetween,
  type EffectMoves,
  type EffectState,
} from '../../src-shared/order-effects.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import type { MovePreview } from '../../src-shared/status-move.ts'
import { pointsOfNos } from '../customers/points.ts'
import type { Connection } from '../db/database.ts'
import { stockOfCodes } from '../products/stock.ts'
import { effectStates, heldRows } from './effects-table.ts'
import { heldBy } from './order-effects.ts'

/** Orders whose shortage the preview names; the count is of all. */
const NAMED = 20

/** What moving an order would move, everything that can be given back included. */
export interface MoveEffect {
  readonly from: EffectState
  readonly moves: EffectMoves
}

/** Adds up what a move does to stock and points, order by order: what one takes is not there for the next. */
export interface MoveEffects {
  /** What each of these orders would move; reads what is there of it. */
  look(db: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, MoveEffect>>
  /** Counts one of them; answers why it would be left alone, null when it moves. */
  add(order: { readonly id: number; readonly orderNo: string }, effect: MoveEffect): Failure | null
  result(): Pick<MovePreview, 'points' | 'stock' | 'short'>
}

/** An empty sum for a move to `to`. */
export function createMoveEffects(to: OrderStatus): MoveEffects {
  const goods = new Map<string, { readonly name: string; left: number | null }>()
  const members = new Map<string, { readonly name: string; left: number | null }>()
  const points = { members: 0, givenBack: 0, taken: 0, unknown: 0 }
  const stock = { unsent: sum(), sent: sum(), taken: sum(), unkept: 0 }
  const short = { stock: 0, points: 0, first: [] as MovePreview['short']['first'][number][] }

  async function read(db: Connection, moves: readonly EffectMoves[]): Promise<void> {
    const codes = moves.flatMap((one) => one.stock.map(({ productCode }) => productCode))
    const found = await stockOfCodes(
      db,
      codes.filter((code) => !goods.has(code)),
    )
    for (const [code, product] of found) goods.set(code, { name: product.name, left: product.stock })
    const nos = moves.flatMap((one) => one.points.map(({ customerNo }) => customerNo))
    const known = await pointsOfNos(
      db,
      nos.filter((no) => !members.has(no)),
    )
    for (const [no, member] of known) members.set(no, { name: member.name, left: member.points })
  }

  function whyShort(orderNo: string, moves: EffectMoves): Failure | null {
    for (const { productCode, change } of moves.stock) {
      const product = goods.get(productCode)
      const left = product?.left ?? null
      if (left !== null && change < 0 && left + change < 0)
        return { code: 'stock.short', params: { orderNo, name: product?.name ?? '', productCode, most: left } }
    }
    for (const { customerNo, change } of moves.points) {
      const member = members.get(customerNo)
      const left = member?.left ?? null
      if (left === null || change >= 0 || left + change >= 0) continue
      const name = member?.name ?? ''
      return { code: 'points.short', params: { orderNo, name, customerNo, points: left, after: left + change } }
    }
    return null
  }

  function addStock({ from, moves }: MoveEffect): void {
    const into = isEnded(to) ? (isSent(from.status) ? stock.sent : stock.unsent) : stock.taken
    let pieces = 0
    for (const { productCode, change } of moves.stock) {
      const product = goods.get(productCode)
      if (product === undefined || product.left === null) stock.unkept += Math.abs(change)
      else {
        product.left += change
        pieces += Math.abs(change)
      }
    }
    into.orders += Number(pieces > 0)
    into.pieces += pieces
  }

  function addPoints({ moves }: MoveEffect): void {
    for (const { customerNo, change } of moves.points) {
      const member = members.get(customerNo)
      if (member === undefined || member.left === null) {
        points.unknown += 1
        continue
      }
      member.left += change
      points.members += 1
      if (change > 0) points.givenBack += change
      else points.taken -= change
    }
  }

  return {
    async look(db, ids) {
      const [states, rows] = [await effectStates(db, ids), await heldRows(db, ids)]
      const effects = [...states].map(([id, from]): readonly [number, MoveEffect] => {
        const { held, target } = effectOf(from, heldBy(rows.get(id), from), { ...from, status: to }, choiceIn(to))
        return [id, { from, moves: movesBetween(held, target) }]
      })
      await read(
        db,
        effects.map(([, { moves }]) => moves),
      )
      return new Map(effects)
    },
    add({ id, orderNo }, effect) {
      const why = whyShort(orderNo, effect.moves)
      if (why !== null) {
        short[why.code === 'points.short' ? 'points' : 'stock'] += 1
        if (short.first.length < NAMED) short.first.push({ orderId: id, why })
        return why
      }
      addStock(effect)
      addPoints(effect)
      return null
    },
    result: () => ({ points, stock, short }),
  }
}

function choiceIn(to: OrderStatus) {
  return isEnded(to) ? 'follow' : null
}

function sum() {
  return { orders: 0, pieces: 0 }
}
