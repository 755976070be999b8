import type { Operator } from '../../src-shared/operator.ts'
import type { Audit, AuditInput } from '../audit/audit-service.ts'
import type { CustomerService } from '../customers/customer-service.ts'
import type { Connection, Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import type { ProductService } from '../products/product-service.ts'
import type { ImportedOrder, ImportFate, ImportOutcome } from './imported-order.ts'
import { orderChanges, type OrderParts } from './order-fields.ts'
import { mergeOrder, newOrder } from './order-merge.ts'
import { deletedAmong } from './order-deletion-table.ts'
import { loadByNo } from './order-store.ts'
import { saveOrderParts } from './order-write.ts'
import { lockedOrders } from './settlement-view-table.ts'

/** What taking orders over needs. */
export interface UpsertParts {
  readonly audit: Audit
  readonly clock: Clock
  readonly customers: CustomerService
  readonly products: ProductService
}

/** One order of the file against what is stored; `after` is null for one that is not there yet. */
interface Plan {
  readonly imported: ImportedOrder
  readonly before: OrderParts | null
  readonly after: OrderParts | null
  readonly fate: ImportFate
}

/** A plan that will be written. */
interface PlannedWrite {
  readonly plan: Plan
  readonly before: OrderParts | null
  readonly after: OrderParts
}

/** What a file cannot change just now. */
const untouched: ReadonlySet<ImportFate> = new Set(['locked', 'deleted'])

/** Enough for speed, few enough that one batch's texts stay small in memory. */
const BATCH = 1_000

/** What `upsertOrders` would do, in the order of `orders`. */
export async function compareOrders(
  db: Connection,
  orders: readonly ImportedOrder[],
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (const batch of batches(orders)) {
    const plans = await planBatch(db, batch)
    outcomes.push(
      ...plans.map((plan) => outcomeOf(plan, plan.before?.order.id ?? null, plan.before?.order.version ?? 0)),
    )
  }
  return outcomes
}

/** Adds and updates orders, with their entries in the history. Locked orders are not touched. */
export async function upsertOrders(
  trx: Transaction,
  orders: readonly ImportedOrder[],
  operator: Operator,
  parts: UpsertParts,
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (const batch of batches(orders)) {
    const plans = await planBatch(trx, batch)
    const writes = plans.flatMap(writeOf)
    const ids = await saveOrderParts(trx, writes, parts)
    const at = parts.clock.now()
    const entries = writes.map((write, index) => auditOf(write, { at, operator, orderId: ids[index] ?? null }))
    await parts.audit.appendAll(
      trx,
      entries.filter((_entry, index) => writes[index]?.plan.fate !== 'same'),
    )
    const written = new Map(
      writes.map(({ plan, after }, index) => [plan, { id: ids[index] ?? null, version: after.order.version }]),
    )
    for (const plan of plans) {
      const stored = written.get(plan) ?? plan.before?.order
      outcomes.push(outcomeOf(plan, stored?.id ?? null, stored?.version ?? 0))
    }
  }
  return outcomes
}

async function planBatch(db: Connection, batch: readonly ImportedOrder[]): Promise<readonly Plan[]> {
  const known = await loadByNo(
    db,
    batch.map((imported) => imported.orderNo),
  )
  const deleted = await deletedAmong(
    db,
    batch.flatMap(({ orderNo }) => (known.has(orderNo) ? [] : [orderNo])),
  )
  const plans = batch.map((imported): Plan => {
    const plan = planOne(imported, known.get(imported.orderNo) ?? null)
    return deleted.has(imported.orderNo) ? { ...plan, fate: 'deleted' } : plan
  })
  const locked = await lockedOrders(
    db,
    plans.flatMap((plan) => (plan.fate === 'changed' && plan.before !== null ? [plan.before.order.id] : [])),
  )
  if (locked.size === 0) return plans
  return plans.map((plan): Plan => (locked.has(plan.before?.order.id ?? 0) ? { ...plan, fate: 'locked' } : plan))
}

/** What is to be written of a plan: nothing, or one order. */
function writeOf(plan: Plan): readonly PlannedWrite[] {
  if (untouched.has(plan.fate) || (plan.before !== null && plan.after === plan.before)) return []
  return [{ plan, before: plan.before, after: plan.after ?? newOrder(plan.imported) }]
}

/**
 * An order whose only news is what the cart said last (both sides moved, the desk's side won) is the same to the
 * operator: it is written without a new version and without an entry.
 */
function planOne(imported: ImportedOrder, before: OrderParts | null): Plan {
  if (before === null) return { imported, before, after: null, fate: 'added' }
  if (before.order.source === 'desk') return { imported, before, after: before, fate: 'foreign' }
  const after = mergeOrder(before, imported)
  if (after === before) return { imported, before, after, fate: 'same' }
  const isVisible = after.order.updatedAt !== before.order.updatedAt || orderChanges(before, after).length > 0
  if (!isVisible) return { imported, before, after, fate: 'same' }
  const counted = { ...after, order: { ...after.order, version: before.order.version + 1 } }
  return { imported, before, after: counted, fate: 'changed' }
}

function auditOf(
  { before, after }: PlannedWrite,
  { at, operator, orderId }: Required<Pick<AuditInput, 'at' | 'operator' | 'orderId'>>,
): AuditInput {
  const details = { source: after.order.source }
  if (before === null) return { at, operator, orderId, kind: 'order.imported', details }
  return { at, operator, orderId, kind: 'order.reimported', changes: orderChanges(before, after), details }
}

function outcomeOf(plan: Plan, id: number | null, version: number): ImportOutcome {
  return { orderNo: plan.imported.orderNo, fate: plan.fate, id, version }
}

/** Cuts at `BATCH`, and before a number that comes again: the second then meets what the first has written. */
function batches(orders: readonly ImportedOrder[]): readonly (readonly ImportedOrder[])[] {
  const result: ImportedOrder[][] = []
  let seen = new Set<string>()
  for (const order of orders) {
    let current = result.at(-1)
    if (current === undefined || current.length === BATCH || seen.has(order.orderNo)) {
      current = []
      result.push(current)
      seen = new Set()
    }
    seen.add(order.orderNo)
    current.push(order)
  }
  return result
}
