import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Operator } from '../../src-shared/operator.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import { Refusal } from '../../src-shared/failure.ts'
import {
  UNDO_MS,
  type MovedOrder,
  type MoveFate,
  type MovePreview,
  type MoveReport,
  type MoveRequest,
  type MoveSelection,
  type UndoReport,
} from '../../src-shared/status-move.ts'
import type { Audit, AuditInput } from '../audit/audit-service.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { EventSink } from '../events.ts'
import type { Clock } from '../ports.ts'
import { createProductService } from '../products/product-service.ts'
import { createPreviewSum, fateOf } from './move-preview.ts'
import { touched, withStatus } from './order-change.ts'
import { orderChanges, type OrderParts } from './order-fields.ts'
import { idsOfResult } from './order-search.ts'
import { loadByIds, saveOrderParts, type OrderWrite } from './order-store.ts'
import { lockedOrders, settlementsOf } from './settlement-view-table.ts'
import { countByStatus, seenOrders, versionsOf } from './status-move-table.ts'

/** ステータス管理: 対応状況 of many orders at once. */
export interface StatusMoves {
  /** Number of orders by 対応状況; one without orders is left out. */
  counts(): Promise<Partial<Record<OrderStatus, number>>>
  /** What `move` would do; writes nothing. */
  preview(selection: MoveSelection, to: OrderStatus): Promise<MovePreview>
  /**
   * Moves each order that is still as it was seen, a hundred to a transaction, each with its entry in the history. The
   * same `moveId` again answers the same report. Refusal `order.selection-changed` when the digest is not that of the
   * selection: nothing was moved then.
   */
  move(request: MoveRequest, operator: Operator): Promise<MoveReport>
  /** Takes back what nobody has touched since. Refusal `order.undo-too-late`. */
  undo(moveId: string, operator: Operator): Promise<UndoReport>
}

/** What moving works with. */
export interface StatusMoveParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventSink
}

type Seen = readonly { readonly id: number; readonly seen: number }[]

/** An order as it was before a move, and the version the move gave it. */
interface Undoable {
  readonly before: OrderParts
  readonly version: number
}

interface Move {
  readonly report: Promise<MoveReport>
  endedAt: number | null
  undoable: readonly Undoable[]
  undone: Promise<UndoReport> | null
}

/** Small enough that a search in between waits for a few hundredths of a second at most. */
const BATCH = 100
const LISTED = 2_000
/** Moves whose report is kept for a click that comes twice, and whole results whose versions are kept. */
const KEPT = 20
/** The click on 元に戻す needs a moment to arrive. */
const GRACE_MS = 3_000

/** Moves over the data file. What was moved in which click lives as long as the program runs. */
export function createStatusMoves(parts: StatusMoveParts): StatusMoves {
  const { db, clock } = parts
  const moves = new Map<string, Move>()
  const results = new Map<string, Seen>()

  async function selected(selection: MoveSelection): Promise<Seen> {
    if (selection.kind === 'orders') return unique(selection.orders)
    return db.read(async (connection) => versionsOf(connection, await idsOfResult(connection, selection.conditions)))
  }

  /** The orders the operator agreed to, with the versions of the preview. */
  async function agreed({ selection, to, digest }: MoveRequest): Promise<Seen> {
    const known = selection.kind === 'result' ? results.get(digest) : undefined
    const seen = known ?? (await selected(selection))
    if (digestOf(seen, to) !== digest) throw new Refusal('order.selection-changed', {}, 'reload')
    return seen
  }

  async function run(request: MoveRequest, operator: Operator, undoable: Undoable[]): Promise<MoveReport> {
    const seen = await agreed(request)
    const orders: MovedOrder[] = []
    for (const batch of batchesOf(seen)) {
      const done = await db.write((trx) => moveBatch(trx, parts, { batch, to: request.to, operator }))
      orders.push(...done.orders)
      undoable.push(...done.undoable)
      parts.events.send('orders.moving', { moveId: request.moveId, done: orders.length, total: seen.length })
      await turn()
    }
    return reportOf(request, orders)
  }

  return {
    counts: async () => Object.fromEntries(await db.read(countByStatus)),
    async preview(selection, to) {
      const seen = await selected(selection)
      const digest = digestOf(seen, to)
      if (selection.kind === 'result') keep(results, digest, seen)
      return previewOf(db, seen, to, digest)
    },
    move(request, operator) {
      const known = moves.get(request.moveId)
      if (known !== undefined) return known.report
      const undoable: Undoable[] = []
      const move: Move = { report: run(request, operator, undoable), endedAt: null, undoable, undone: null }
      keep(moves, request.moveId, move)
      return move.report.then(
        (report) => {
          move.endedAt = clock.now()
          return report
        },
        (error: unknown) => {
          // Refused before anything was written: the same click may be tried again.
          if (undoable.length === 0) moves.delete(request.moveId)
          throw error
        },
      )
    },
    undo(moveId, operator) {
      const move = moves.get(moveId)
      if (move?.undone) return move.undone
      if (move?.endedAt == null || clock.now() > move.endedAt + UNDO_MS + GRACE_MS) {
        return Promise.reject(new Refusal('order.undo-too-late', {}, 'reload'))
      }
      move.undone = undoMove(parts, move.undoable, operator)
      move.undoable = []
      return move.undone
    },
  }
}

async function previewOf(db: Database, seen: Seen, to: OrderStatus, digest: string): Promise<MovePreview> {
  const sum = createPreviewSum(to)
  for (const batch of batchesOf(seen)) {
    const ids = batch.map(({ id }) => id)
    await db.read(async (connection) => {
      const [orders, locked] = [await seenOrders(connection, ids), await lockedOrders(connection, ids)]
      const settlements = await settlementsOf(connection, ids)
      for (const { id, seen: version } of batch) {
        const order = orders.get(id)
        sum.add(order, fateOf(order, version, to, locked.has(id)), settlements.get(id))
      }
    })
    await turn()
  }
  return sum.result(digest)
}

interface Batch {
  readonly batch: Seen
  readonly to: OrderStatus
  readonly operator: Operator
}

/** One transaction: those that are still as they were seen, with their entries; the others are only named. */
async function moveBatch(trx: Transaction, parts: StatusMoveParts, { batch, to, operator }: Batch) {
  const ids = batch.map(({ id }) => id)
  const found = new Map((await loadByIds(trx, ids)).map((order) => [order.order.id, order]))
  const locked = await lockedOrders(trx, ids)
  const at = parts.clock.now()
  const writes: (Undoable & { readonly after: OrderParts })[] = []
  const orders = batch.map(({ id, seen }): MovedOrder => {
    const before = found.get(id)
    const fate = fateOf(before?.order, seen, to, locked.has(id))
    if (before !== undefined && fate === 'moved') {
      const after = touched(withStatus(before, to, at), at)
      writes.push({ before, after, version: after.order.version })
    }
    return { id, orderNo: before?.order.orderNo ?? '', fate }
  })
  await save(trx, parts, writes, operator)
  return { orders, undoable: writes.map(({ before, version }): Undoable => ({ before, version })) }
}

async function save(
  trx: Transaction,
  { audit, clock }: StatusMoveParts,
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
async function undoMove(
  parts: StatusMoveParts,
  undoable: readonly Undoable[],
  operator: Operator,
): Promise<UndoReport> {
  const left: { id: number; orderNo: string }[] = []
  for (const batch of batchesOf(undoable)) {
    await parts.db.write(async (trx) => {
      const ids = batch.map(({ before }) => before.order.id)
      const found = new Map((await loadByIds(trx, ids)).map((order) => [order.order.id, order]))
      const locked = await lockedOrders(trx, ids)
      const writes = batch.flatMap(({ before, version }): OrderWrite[] => {
        const { id, orderNo } = before.order
        const now = found.get(id)
        if (now?.order.version === version && !locked.has(id)) {
          return [{ before: now, after: touched(asBefore(now, before), parts.clock.now()) }]
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

function asBefore(now: OrderParts, { order, deliveries }: OrderParts): OrderParts {
  const { status, paidAt, shippedAt } = order
  const days = new Map(deliveries.map((delivery) => [delivery.id, delivery.shippedAt]))
  return {
    ...now,
    order: { ...now.order, status, paidAt, shippedAt },
    deliveries: now.deliveries.map((delivery) => ({ ...delivery, shippedAt: days.get(delivery.id) ?? null })),
  }
}

function reportOf({ moveId, to }: MoveRequest, orders: readonly MovedOrder[]): MoveReport {
  const counts: Record<MoveFate, number> = { moved: 0, same: 0, changed: 0, underInquiry: 0, missing: 0 }
  for (const { fate } of orders) counts[fate] += 1
  const [left, moved] = [orders.filter(({ fate }) => fate !== 'moved'), orders.filter(({ fate }) => fate === 'moved')]
  return { moveId, to, counts, orders: [...left, ...moved].slice(0, LISTED) }
}

function digestOf(seen: Seen, to: OrderStatus): string {
  const hash = createHash('sha256').update(to)
  for (const { id, seen: version } of seen) hash.update(` ${String(id)}:${String(version)}`)
  return hash.digest('hex')
}

/** An order that is named twice moves once, as it was seen first. */
function unique(orders: Seen): Seen {
  const byId = new Map<number, Seen[number]>()
  for (const order of orders) if (!byId.has(order.id)) byId.set(order.id, order)
  return [...byId.values()]
}

function batchesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_none, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  )
}

/** Adds to a map that keeps its last entries only. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest)
}
