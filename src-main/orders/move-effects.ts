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
import type { Connection } from '../db/database.ts'
import { effectStates, heldRows } from './effects-table.ts'
import { heldBy } from './order-effects.ts'
import { createWhatIsLeft } from './what-is-left.ts'

/** Orders whose shortage the preview names; the count is of all. */
const NAMED = 20

/** What moving an order would move, everything that can be given back included. */
export interface MoveEffect {
  readonly from: EffectState
  readonly moves: EffectMoves
}

/** Adds up what a move does to stock and points, order by order: what one takes is not there for the next. */
export interface MoveEffects {
  /** What each of these orders would move; reads what is there of it. One whose holding is damaged is left out. */
  look(db: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, MoveEffect>>
  /** Counts one of them; answers why it would be left alone, null when it moves. */
  add(order: { readonly id: number; readonly orderNo: string }, effect: MoveEffect): Failure | null
  result(): Pick<MovePreview, 'points' | 'stock' | 'short'>
}

/** An empty sum for a move to `to`. */
export function createMoveEffects(to: OrderStatus): MoveEffects {
  const left = createWhatIsLeft()
  const points = { members: 0, givenBack: 0, taken: 0, unknown: 0 }
  const stock = { unsent: { orders: 0, pieces: 0 }, sent: { orders: 0, pieces: 0 }, taken: { orders: 0, pieces: 0 } }
  const short = { stock: 0, points: 0, first: [] as MovePreview['short']['first'][number][] }
  let unkept = 0

  function addStock({ from, moves }: MoveEffect): void {
    const into = isEnded(to) ? (isSent(from.status) ? stock.sent : stock.unsent) : stock.taken
    const pieces = moves.stock.map(({ productCode, change }) => {
      const isKept = left.moveStock(productCode, change)
      if (!isKept) unkept += Math.abs(change)
      return isKept ? Math.abs(change) : 0
    })
    const sum = pieces.reduce((all, one) => all + one, 0)
    into.orders += Number(sum > 0)
    into.pieces += sum
  }

  function addPoints({ moves }: MoveEffect): void {
    for (const { customerNo, change } of moves.points) {
      if (!left.movePoints(customerNo, change)) points.unknown += 1
      else {
        points.members += 1
        points[change > 0 ? 'givenBack' : 'taken'] += Math.abs(change)
      }
    }
  }

  return {
    async look(db, ids) {
      const [states, rows] = [await effectStates(db, ids), await heldRows(db, ids)]
      const choice = isEnded(to) ? 'follow' : null
      const effects = [...states].flatMap(([id, from]): (readonly [number, MoveEffect])[] => {
        const row = rows.get(id)
        if (row === 'damaged') return []
        const { held, target } = effectOf(from, heldBy(row, from), { ...from, status: to }, choice)
        return [[id, { from, moves: movesBetween(held, target) }]]
      })
      for (const [, { moves }] of effects) await left.read(db, moves)
      return new Map(effects)
    },
    add({ id, orderNo }, effect) {
      const why = left.whyShort(orderNo, effect.moves)
      if (why !== null) {
        short[why.code === 'points.short' ? 'points' : 'stock'] += 1
        if (short.first.length < NAMED) short.first.push({ orderId: id, why })
        return why
      }
      addStock(effect)
      addPoints(effect)
      return null
    },
    result: () => ({ points, stock: { ...stock, unkept }, short }),
  }
}
