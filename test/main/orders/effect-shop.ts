import { createEvents } from '../../../src-main/events.ts'
import { pointLedger, pointsOfNos, setPoints } from '../../../src-main/customers/points.ts'
import { effectStates, heldRows } from '../../../src-main/orders/effects-table.ts'
import { createStatusMoves, type StatusMoves } from '../../../src-main/orders/status-move.ts'
import { setStock, stockLedger, stockOfCodes } from '../../../src-main/products/stock.ts'
import { impliedHolding } from '../../../src-shared/order-effects.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

/** A shop whose stocks and balances can be read in one look. */
export interface EffectShop extends OpenedShop {
  readonly moves: StatusMoves
  /** Sets what is there by hand; null: not kept, not known. */
  count(stock: Readonly<Record<string, number | null>>, points?: Readonly<Record<string, number | null>>): Promise<void>
  /** Stocks by 商品コード, then balances by 会員ID. */
  numbers(): Promise<Readonly<Record<string, number | null>>>
  /** The same with what all orders hold of them: no deed of the desk may change these. */
  wholes(): Promise<Readonly<Record<string, number | null>>>
  /** Throws when a ledger does not lead to its number, or passes below 0. */
  auditLedgers(): Promise<void>
}

const codes = ['A', 'B', 'C']
const members = ['100', '200']

/** Products A, B, C and members 100, 200, known through an order that holds nothing. */
export async function effectShop(): Promise<EffectShop> {
  const shop = await openedShop()
  const { db, clock } = shop
  const lines = codes.map((productCode) => madeLine({ productCode, name: `商品${productCode}`, class1: '青' }))
  await shop.orders.upsert(
    members.map((customerNo) => madeOrder({ orderNo: `seen-${customerNo}`, customerNo, status: 'cancelled', lines })),
    owner,
  )
  const note = () => ({ at: clock.now(), reason: 'counted', operatorName: owner.name }) as const
  const read = () =>
    db.read(async (connection) => ({
      products: await stockOfCodes(connection, codes),
      people: await pointsOfNos(connection, members),
    }))
  const numbers = async () => {
    const { products, people } = await read()
    return Object.fromEntries([
      ...codes.map((code) => [code, products.get(code)?.stock ?? null] as const),
      ...members.map((no) => [no, people.get(no)?.points ?? null] as const),
    ])
  }
  return {
    ...shop,
    moves: createStatusMoves({ ...shop, events: createEvents(() => undefined) }),
    count: (stock, points = {}) =>
      db.write(async (trx) => {
        for (const [code, to] of Object.entries(stock)) {
          const productId = (await stockOfCodes(trx, [code])).get(code)?.id ?? 0
          await setStock(trx, { productId, to }, note())
        }
        for (const [no, to] of Object.entries(points)) {
          const customerId = (await pointsOfNos(trx, [no])).get(no)?.id ?? 0
          await setPoints(trx, { customerId, to }, note())
        }
      }),
    numbers,
    async wholes() {
      const wholes: Record<string, number | null> = { ...(await numbers()) }
      const add = (key: string, change: number) => {
        const now = wholes[key]
        if (now != null) wholes[key] = now + change
      }
      await db.read(async (connection) => {
        const ids = (await connection.raw<{ id: number }[]>('SELECT id FROM orders')).map(({ id }) => id)
        const rows = await heldRows(connection, ids)
        for (const [id, state] of await effectStates(connection, ids)) {
          const row = rows.get(id)
          if (row === 'damaged') throw new Error(`what order ${String(id)} holds is not as it was written`)
          const held = row?.holding ?? impliedHolding(state)
          for (const [code, pieces] of Object.entries(held.pieces)) add(code, pieces)
          if (held.customerNo !== null) add(held.customerNo, held.usedPoints - held.addedPoints)
        }
      })
      return wholes
    },
    async auditLedgers() {
      const { products, people } = await read()
      const all = { offset: 0, limit: 100_000 }
      await db.read(async (connection) => {
        for (const { id, stock } of products.values()) follow((await stockLedger(connection, id, all)).lines, stock)
        for (const { id, points } of people.values()) follow((await pointLedger(connection, id, all)).lines, points)
      })
    },
  }
}

function follow(newestFirst: readonly { change: number; after: number | null }[], now: number | null): void {
  let at = 0
  for (const { change, after } of newestFirst.toReversed()) {
    at += change
    if (at !== (after ?? 0) || at < 0) throw new Error(`a line leads to ${String(at)} and says ${String(after)}`)
  }
  if (at !== (now ?? 0)) throw new Error(`the ledger leads to ${String(at)}, the number is ${String(now)}`)
}
