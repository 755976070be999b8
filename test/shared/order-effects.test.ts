import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deletionPreset,
  effectOf,
  goodsPieces,
  holdingAfterDeletion,
  impliedHolding,
  isApart,
  movesBetween,
  nothingHeld,
  type EffectState,
  type Holding,
} from '../../src-shared/order-effects.ts'
import { orderStatuses, type OrderStatus } from '../../src-shared/order.ts'

const state = (status: OrderStatus, more: Partial<EffectState> = {}): EffectState => ({
  ...{ status, customerNo: '7', usedPoints: 30, addedPoints: 5, goods: { A: 2 } },
  ...more,
})
/** What a move of a cart's order from one 対応状況 to another moves. */
const moved = (from: OrderStatus, to: OrderStatus, choice: 'follow' | 'keep' | null = null) => {
  const before = state(from)
  const { held, target } = effectOf(before, impliedHolding(before), state(to), choice)
  const { stock, points } = movesBetween(held, target)
  return [stock[0]?.change ?? 0, points[0]?.change ?? 0]
}

describe('goods', () => {
  const line = (productCode: string, quantity: number, kind: 'product' | 'fee' = 'product') => ({
    ...{ kind, productCode, quantity },
  })

  it('of one product add up over lines; services, lines without a code and goods that came back take nothing', () => {
    const lines = [line('A', 2), line('B', 1), line('A', 3), line('', 9), line('F', 1, 'fee'), line('C', -1)]
    expect(goodsPieces(lines)).toEqual({ A: 5, B: 1 })
    expect(goodsPieces([line('A', 2), line('A', -2)])).toEqual({})
  })

  it('may be called like anything that every object has', () => {
    const codes = ['constructor', '__proto__', 'toString', '1']
    const pieces = goodsPieces(codes.map((code) => line(code, 2)))
    const kept: unknown = JSON.parse(JSON.stringify(pieces))
    const { stock } = movesBetween({ ...nothingHeld, pieces: kept as typeof pieces }, nothingHeld)
    expect(new Map(stock.map(({ productCode, change }) => [productCode, change]))).toEqual(
      new Map(codes.map((code) => [code, 2])),
    )
    expect(movesBetween(nothingHeld, { ...nothingHeld, pieces }).stock).toHaveLength(4)
  })
})

/** ec-cube-screens.md §3: columns stock, points of an order of a member with 2 pieces, 30 used and 5 added points. */
describe('the table of effects', () => {
  it.each<readonly [OrderStatus, OrderStatus, number, number]>([
    ['received', 'paid', 0, 0],
    ['received', 'shipped', 0, 5],
    ['shipped', 'paid', 0, -5],
    ['received', 'cancelled', 2, 30],
    ['cancelled', 'received', -2, -30],
    ['cancelled', 'inProgress', -2, -30],
    ['cancelled', 'shipped', -2, -25],
    // Goods at the buyer's are not on the shelf again by themselves.
    ['shipped', 'cancelled', 0, 25],
    ['shipped', 'returned', 0, 25],
    ['returned', 'shipped', 0, -25],
    ['received', 'returned', 0, 30],
    ['returned', 'cancelled', 0, 0],
  ])('%s → %s moves %i pieces and %i points', (from, to, pieces, points) => {
    expect(moved(from, to)).toEqual([pieces, points])
  })

  it('leaves the stock to the operator where an order ends', () => {
    expect(moved('received', 'cancelled', 'keep')).toEqual([0, 30])
    expect(moved('shipped', 'cancelled', 'follow')).toEqual([2, 25])
    expect(moved('shipped', 'returned', 'follow')).toEqual([2, 25])
    // Where nothing ends there is nothing to choose.
    expect(moved('received', 'shipped', 'keep')).toEqual([0, 5])
    expect(moved('cancelled', 'received', 'keep')).toEqual([-2, -30])
  })

  it('moves no points of a guest', () => {
    const guest = { customerNo: null }
    const before = state('received', guest)
    const { held, target } = effectOf(before, impliedHolding(before), state('cancelled', guest), null)
    expect(movesBetween(held, target).points).toEqual([])
  })
})

describe('goods that change', () => {
  const changed = (status: OrderStatus, choice: 'follow' | 'keep' | null) => {
    const from = state(status)
    const effect = effectOf(from, impliedHolding(from), state(status, { goods: { A: 3, B: 1 } }), choice)
    return { asked: effect.asked?.question, stock: movesBetween(effect.held, effect.target).stock }
  }
  const all = [
    { productCode: 'A', change: -1 },
    { productCode: 'B', change: -1 },
  ]

  it('are taken by their difference; of a sent order only when the operator says so', () => {
    expect(changed('received', null)).toEqual({ asked: undefined, stock: all })
    expect(changed('shipped', null)).toEqual({ asked: 'sentGoods', stock: [] })
    expect(changed('shipped', 'follow')).toEqual({ asked: 'sentGoods', stock: all })
  })

  it('in a cancelled order take nothing: neither stock nor points come out of thin air', () => {
    const from = state('cancelled')
    const to = state('cancelled', { goods: { A: 9 }, usedPoints: 900 })
    const { held, target } = effectOf(from, impliedHolding(from), to, 'follow')
    expect(movesBetween(held, target)).toEqual({ stock: [], points: [] })
  })

  it('typed into an order whose goods the cart never told are taken only when the operator says so', () => {
    const from = state('received', { goods: {}, goodsUnknown: true })
    const keep = effectOf(from, impliedHolding(from), state('received'), null)
    expect(keep.asked).toEqual({ question: 'unknownGoods', preset: 'keep' })
    expect(movesBetween(keep.held, keep.target).stock).toEqual([])
    expect(keep.target.pieces).toEqual({ A: 2 })
    // From then on they are held: cancelling gives them back.
    const end = effectOf(state('received'), keep.target, state('cancelled'), null)
    expect(movesBetween(end.held, end.target).stock).toEqual([{ productCode: 'A', change: 2 }])
  })
})

describe('standing apart', () => {
  const held = impliedHolding(state('shipped'))
  it.each<readonly [string, EffectState, Holding, Holding['pieces'] | null, boolean]>([
    ['nothing, where the order holds what it should', state('shipped'), held, null, false],
    ['stock of an order that was cancelled elsewhere', state('cancelled', { customerNo: null }), held, null, true],
    ['not what the desk left as it is', state('cancelled'), { ...held, usedPoints: 0, addedPoints: 0 }, {}, false],
    ['points, whatever was decided about the stock', state('cancelled'), held, {}, true],
    ['sent goods that were changed elsewhere', state('shipped', { goods: { A: 3 } }), held, null, true],
    ['not if the desk left them', state('shipped', { goods: { A: 3 } }), held, { A: 3 }, false],
    ['again once they are others', state('shipped', { goods: { A: 4 } }), held, { A: 3 }, true],
    ['not the goods of 返品', state('returned'), { ...held, usedPoints: 0, addedPoints: 0 }, null, false],
    [
      'not goods nobody knows',
      state('received', { goodsUnknown: true, goods: {} }),
      { ...held, addedPoints: 0 },
      null,
      false,
    ],
  ])('is %s', (_what, now, holding, kept, apart) => {
    expect(isApart(now, holding, kept)).toBe(apart)
  })
})

describe('deleting', () => {
  it('gives back what is held, as chosen; nothing of goods that were sent', () => {
    const held = impliedHolding(state('shipped'))
    expect(holdingAfterDeletion(held, { stock: 'follow', points: 'follow' })).toEqual({
      ...nothingHeld,
      customerNo: '7',
    })
    expect(holdingAfterDeletion(held, { stock: 'keep', points: 'keep' })).toEqual(held)
    expect(holdingAfterDeletion(held, { stock: 'follow', points: 'keep' })).toEqual({ ...held, pieces: {} })
  })

  it.each<readonly [OrderStatus, Holding['pieces'], 'follow' | 'keep', 'follow' | 'keep']>([
    ['received', { A: 2 }, 'follow', 'follow'],
    ['shipped', { A: 2 }, 'keep', 'keep'],
    ['returned', { A: 2 }, 'keep', 'follow'],
    // Its goods were sent, or for another reason not put back when it was cancelled.
    ['cancelled', { A: 2 }, 'keep', 'follow'],
    ['cancelled', {}, 'follow', 'follow'],
  ])('of %s that holds %j is preset to %s the stock and %s the points', (status, pieces, stock, points) => {
    expect(deletionPreset(status, { pieces })).toEqual({ stock, points })
  })
})

describe('holdings', () => {
  const choice = fc.constantFrom('follow' as const, 'keep' as const, null)
  const anyState = fc.record({
    status: fc.constantFrom(...orderStatuses),
    customerNo: fc.constantFrom('7', '8', null),
    usedPoints: fc.nat(99),
    addedPoints: fc.nat(99),
    goods: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 9 })),
  })

  it('come back to where they began by any way round, and stock and balances with them', () => {
    fc.assert(
      fc.property(anyState, fc.array(fc.tuple(anyState, choice)), (first, steps) => {
        let at: EffectState = first
        let held: Holding = impliedHolding(first)
        const start = held
        const sums = new Map<string, number>()
        const go = (target: Holding) => {
          const moves = movesBetween(held, target)
          for (const { productCode, change } of moves.stock)
            sums.set(productCode, (sums.get(productCode) ?? 0) + change)
          for (const { customerNo, change } of moves.points) sums.set(customerNo, (sums.get(customerNo) ?? 0) + change)
          held = target
        }
        for (const [to, stock] of steps) {
          go(effectOf(at, held, to, stock).target)
          at = to
          // The same change once more finds nothing to do.
          const again = effectOf(to, held, to, null)
          expect(movesBetween(again.held, again.target)).toEqual({ stock: [], points: [] })
        }
        go(start)
        expect([...sums.values()].every((sum) => sum === 0)).toBe(true)
      }),
    )
  })
})
