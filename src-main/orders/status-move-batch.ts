import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import type { MovedOrder, UndoReport } from '../../src-shared/status-move.ts'
import type { Audit, AuditInput } from '../audit/audit-service.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { createProductService } from '../products/product-service.ts'
import { fateOf } from './move-preview.ts'
import { touched, withStatus } from './order-change.ts'
import { orderChanges, type OrderParts } from './order-fields.ts'
import { loadByIds, saveOrderParts, type OrderWrite } from './order-store.ts'
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
  readonly operator: Operator
}

/** One transaction: those that are still as they were seen, with their entries; the others are only named. */
export async function moveBatch(trx: Transaction, parts: BatchParts, { batch, to, operator }: Batch) {
  const ids = batch.map(({ id }) => id)
  const { found, damaged } = await loadSound(trx, ids)
  const locked = await lockedOrders(trx, ids)
  const at = parts.clock.now()
  const writes: { readonly before: OrderParts; readonly after: OrderParts }[] = []
  const orders = batch.map(({ id, seen }): MovedOrder => {
    const before = found.get(id)
    const fate = damaged.has(id) ? 'damaged' : fateOf(before?.order, seen, to, locked.has(id))
    if (before !== undefined && fate === 'moved') {
      const after = touched(withStatus(before, to, at), at)
      writes.push({ before, after })
    }
    return { id, orderNo: before?.order.orderNo ?? '', fate }
  })
  await save(trx, parts, writes, operator)
  return { orders, undoable: writes.map(({ before, after }) => undoableOf(before, after.order.version)) }
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

async function save(
  trx: Transaction,
  { audit, clock }: BatchParts,
  writes: readonly OrderWrite[],
  operator: Operator,
): Promise<void> {
  if (writes.length === 0) return
  await saveOrderParts(trx, writes, { customers: createCustomerService(), products: createProductService() })
  const entries = writes.map(({ before, after }): AuditInput => {
    const changes = before === null ? [] : orderChanges(before, after)
    return { at: clock.now(), kind: 'order.changed', operator, orderId: after.order.id, changes }
  })
  await audit.appendAll(trx, entries)
}

/** Sets back what the move set, in orders whose version is still the move's. */
export async function undoMove(
  parts: BatchParts,
  undoable: readonly Undoable[],
  operator: Operator,
): Promise<UndoReport> {
  const left: { id: number; orderNo: string }[] = []
  for (const batch of batchesOf(undoable)) {
    await parts.db.write(async (trx) => {
      const ids = batch.map(({ id }) => id)
      const { found } = await loadSound(trx, ids)
      const locked = await lockedOrders(trx, ids)
      const writes = batch.flatMap((was): OrderWrite[] => {
        const { id, orderNo } = was
        const now = found.get(id)
        if (now?.order.version === was.version && !locked.has(id)) {
          return [{ before: now, after: touched(asBefore(now, was), parts.clock.now()) }]
        }
        left.push({ id, orderNo })
        return []
      })
      await save(trx, parts, writes, operator)
    })
    await turn()
  }
  return { undone: undoable.length - left.length, left }
}

function undoableOf({ order, deliveries }: OrderParts, version: number): Undoable {
  const { id, orderNo, status, paidAt, shippedAt } = order
  const days = new Map(deliveries.map((delivery) => [delivery.id, delivery.shippedAt]))
  return { id, orderNo, version, status, paidAt, shippedAt, deliveries: days }
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
