import type { Failure } from '../../src-shared/failure.ts'
import type { EffectMoves } from '../../src-shared/order-effects.ts'
import { pointsOfNos } from '../customers/points.ts'
import type { Connection } from '../db/database.ts'
import { stockOfCodes } from '../products/stock.ts'
import { productName } from './order-effects.ts'

/** Stocks and balances on paper: what is left of them while orders are gone through one by one. */
export interface WhatIsLeft {
  /** Reads what these moves are about, where it was not read before. */
  read(db: Connection, moves: EffectMoves): Promise<void>
  /** The first reason why an order cannot move like this. */
  whyShort(orderNo: string, moves: EffectMoves): Failure | null
  /** False when the stock of this product is not kept. */
  moveStock(productCode: string, change: number): boolean
  /** False when the balance of this member is not known. */
  movePoints(customerNo: string, change: number): boolean
}

/** A number that is kept; null where it is not. */
interface Left {
  readonly name: string
  left: number | null
}

/** Nothing read yet. */
export function createWhatIsLeft(): WhatIsLeft {
  const goods = new Map<string, Left>()
  const members = new Map<string, Left>()
  return {
    async read(db, { stock, points }) {
      const codes = stock.map(({ productCode }) => productCode).filter((code) => !goods.has(code))
      const nos = points.map(({ customerNo }) => customerNo).filter((no) => !members.has(no))
      if (codes.length > 0)
        for (const [code, one] of await stockOfCodes(db, codes))
          goods.set(code, { name: productName(one), left: one.stock })
      if (nos.length > 0)
        for (const [no, one] of await pointsOfNos(db, nos)) members.set(no, { name: one.name, left: one.points })
    },
    whyShort(orderNo, { stock, points }) {
      for (const { productCode, change } of stock) {
        const found = missing(goods.get(productCode), change)
        if (found !== null)
          return { code: 'stock.short', params: { orderNo, name: found.name, productCode, most: found.left } }
      }
      for (const { customerNo, change } of points) {
        const found = missing(members.get(customerNo), change)
        if (found === null) continue
        const { name, left } = found
        return { code: 'points.short', params: { orderNo, name, customerNo, points: left, after: left + change } }
      }
      return null
    },
    moveStock: (productCode, change) => move(goods.get(productCode), change),
    movePoints: (customerNo, change) => move(members.get(customerNo), change),
  }
}

/** What there is of it when it is too little; null when it is enough, or nobody counts it. */
function missing(one: Left | undefined, change: number): { readonly name: string; readonly left: number } | null {
  if (one === undefined || one.left === null || change >= 0 || one.left + change >= 0) return null
  return { name: one.name, left: one.left }
}

function move(one: Left | undefined, change: number): boolean {
  if (one === undefined || one.left === null) return false
  one.left += change
  return true
}
