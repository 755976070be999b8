import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { Refusal, type Failure } from '../../src-shared/failure.ts'
import { isEnded, isSent, type StockChoice } from '../../src-shared/order-effects.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import type { LeftOrder, MovedOrder, MoveStock, UndoReport } from '../../src-shared/status-move.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { writeByDesk, type DeskWrite } from './desk-write.ts'
import type { HeldRow } from './effects-table.ts'
import { fateOf } from './move-preview.ts'
import { touched, withStatus } from './order-change.ts'
import type { OrderParts } from './order-fields.ts'
import { loadByIds } from './order-store.ts'
import { lockedOrders } from './settlement-view-table.ts'

/** Orders with the versions in which they were seen. */
export type Seen = readonly { readonly id: number; readonly seen: number }[]

/** What a move may have set in an order, as it was before, and the version the move gave it. */
export interface Undoable {
  readonly id: number
  readonly orderNo: string
  readonly version: number
  readonly status: OrderStatus
  readonly paidAt: Instant | null
  readonly shippedAt: Instant | null
  /** Days of shipping of its お届け先 by id. */
  readonly deliveries: ReadonlyMap<number, Instant | null>
  /** What it held of stock and points; undefined when the desk had moved nothing for it. */
  readonly held: HeldRow | undefined
}

/** What writing a batch needs. */
export interface BatchParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
}

/** Small enough that a search in between waits for a few hundredths of a second at most. */
const BATCH = 100

interface Batch {
  readonly batch: Seen
  readonly to: OrderStatus
  readonly stock: MoveStock | undefined
  readonly operator: Operator
}

/** One transaction: those that are still as they were seen, with their entries; the others are only named. */
export async function moveBatch(trx: Transaction, parts: BatchParts, { batch, to, stock, operator }: Batch) {
  const ids = batch.map(({ id }) => id)
  const { found, damaged } = await loadSound(trx, ids)
  const locked = await lockedOrders(trx, ids)
  const at = parts.clock.now()
  const moves = new Map<number, MovedWrite>()
  const orders = batch.map(({ id, seen }): MovedOrder => {
    const before = found.get(id)
    const fate = damaged.has(id) ? 'damaged' : fateOf(before?.order, seen, to, locked.has(id))
    if (before !== undefined && fate === 'moved') {
      const after = touched(withStatus(before, to, at), at)
      moves.set(id, { before, after, choice: choiceOf(before, to, stock) })
    }
    return { id, orderNo: before?.order.orderNo ?? '', fate }
  })
  const written = await writeByDesk(trx, parts, [...moves.values()], { reason: 'moved', operator })
  const undoable: Undoable[] = []
  const shorts = new Map<number, Failure>()
  for (const [index, { before, after }] of [...moves.values()].entries()) {
    const one = written[index]
    if (one === undefined) continue
    if (one.id === null) shorts.set(before.order.id, one.short)
    else undoable.push(undoableOf(before, after.order.version, one.row))
  }
  return { orders: orders.map((order) => withShort(order, shorts.get(order.id))), undoable }
}

type MovedWrite = DeskWrite & { readonly before: OrderParts }

function choiceOf({ order }: OrderParts, to: OrderStatus, stock: MoveStock | undefined): StockChoice | null {
  if (stock === undefined || !isEnded(to)) return null
  return isSent(order.status) ? stock.sent : stock.unsent
}

/** An order whose stock or points are not enough stays where it is; why is said with it. */
function withShort(order: MovedOrder, short: Failure | undefined): MovedOrder {
  if (short === undefined) return order
  if (short.code === 'storage.damaged') return { ...order, fate: 'damaged' }
  return { ...order, fate: short.code === 'points.short' ? 'shortPoints' : 'shortStock', why: short }
}

/** The orders by id, and those that are not as they were written: one of them must not hold up the others. */
async function loadSound(trx: Transaction, ids: readonly number[]) {
  const found = new Map<number, OrderParts>()
  const damaged = new Set<number>()
  const load = async (some: readonly number[]): Promise<boolean> => {
    try {
      for (const parts of await loadByIds(trx, some)) found.set(parts.order.id, parts)
      return true
    } catch (error) {
      if (error instanceof Refusal && error.failure.code === 'storage.damaged') return false
      throw error
    }
  }
  if (!(await load(ids))) for (const id of ids) if (!(await load([id]))) damaged.add(id)
  return { found, damaged }
}

/** Sets back what the move set, in orders whose version is still the move's; what it moved of stock and points too. */
export async function undoMove(
  parts: BatchParts,
  undoable: readonly Undoable[],
  operator: Operator,
): Promise<UndoReport> {
  const left: LeftOrder[] = []
  for (const batch of batchesOf(undoable)) {
    await parts.db.write(async (trx) => {
      const ids = batch.map(({ id }) => id)
      const { found } = await loadSound(trx, ids)
      const locked = await lockedOrders(trx, ids)
      const writes = batch.flatMap((was): MovedWrite[] => {
        const { id, orderNo } = was
        const now = found.get(id)
        if (now?.order.version !== was.version || locked.has(id)) {
          left.push({ id, orderNo, why: null })
          return []
        }
        const after = touched(asBefore(now, was), parts.clock.now())
        return [{ before: now, after, choice: null, backTo: { row: was.held } }]
      })
      const written = await writeByDesk(trx, parts, writes, { reason: 'moveUndone', operator })
      for (const [index, { before }] of writes.entries()) {
        const one = written[index]
        const { id, orderNo } = before.order
        if (one?.id === null) left.push({ id, orderNo, why: one.short })
      }
    })
    await turn()
  }
  return { undone: undoable.length - left.length, left }
}

function undoableOf({ order, deliveries }: OrderParts, version: number, held: HeldRow | undefined): Undoable {
  const { id, orderNo, status, paidAt, shippedAt } = order
  const days = new Map(deliveries.map((delivery) => [delivery.id, delivery.shippedAt]))
  return { id, orderNo, version, status, paidAt, shippedAt, deliveries: days, held }
}

function asBefore(now: OrderParts, { status, paidAt, shippedAt, deliveries }: Undoable): OrderParts {
  return {
    ...now,
    order: { ...now.order, status, paidAt, shippedAt },
    deliveries: now.deliveries.map((one) => ({ ...one, shippedAt: deliveries.get(one.id) ?? null })),
  }
}

/** Cuts a list into what goes into one transaction. */
export function batchesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_none, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  )
}
