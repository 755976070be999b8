import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Operator } from '../../src-shared/operator.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import { Refusal } from '../../src-shared/failure.ts'
import {
  UNDO_MS,
  type MovedOrder,
  type MovePreview,
  type MoveReport,
  type UndoReport,
} from '../../src-shared/status-move.ts'
import type { MoveRequest, MoveSelection } from '../../src-shared/status-move-request.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { EventSink } from '../events.ts'
import type { Clock } from '../ports.ts'
import { createMoveEffects } from './move-effects.ts'
import { createPreviewSum, fateOf, noFates } from './move-preview.ts'
import { allOrderIds } from './order-search.ts'
import { lockedOrders, settlementsOf } from './settlement-view-table.ts'
import { batchesOf, moveBatch, undoMove, type Seen, type Undoable } from './status-move-batch.ts'
import { countByStatus, seenOrders, versionsOf, type SeenOrder } from './status-move-table.ts'

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

interface Move {
  readonly report: Promise<MoveReport>
  endedAt: number | null
  undoable: readonly Undoable[]
  undone: Promise<UndoReport> | null
}

/** More than any shop has orders. */
const EVERY = 1_000_000_000
const newestFirst = { key: 'orderNo', descending: true } as const
/** Orders a report names. */
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
  const isOver = ({ endedAt }: Move) => endedAt !== null && clock.now() > endedAt + UNDO_MS + GRACE_MS

  /** The orders the operator agreed to; those of a whole result with the versions of the preview. */
  async function agreed({ selection, to, digest }: MoveRequest): Promise<Seen> {
    const known = selection.kind === 'result' ? results.get(digest) : undefined
    const seen = known ?? (await selected(db, selection))
    if (digestOf(seen, to) !== digest) throw new Refusal('order.selection-changed', {}, 'reload')
    return seen
  }

  /** Starts a move and keeps it under its id before anything is waited for, so that a second click finds it. */
  function begin(request: MoveRequest, operator: Operator): Move {
    for (const move of moves.values()) if (isOver(move)) move.undoable = []
    const undoable: Undoable[] = []
    const report = agreed(request).then((seen) => run(parts, { request, operator, seen, undoable }))
    const move: Move = { report, endedAt: null, undoable, undone: null }
    keep(moves, request.moveId, move)
    report.then(
      () => {
        move.endedAt = clock.now()
      },
      () => {
        // Refused before anything was written: the same click may be tried again.
        if (undoable.length === 0) moves.delete(request.moveId)
      },
    )
    return move
  }

  return {
    counts: async () => Object.fromEntries(await db.read(countByStatus)),
    async preview(selection, to) {
      const seen = await selected(db, selection)
      const digest = digestOf(seen, to)
      if (selection.kind === 'result') keep(results, digest, seen)
      return previewOf(db, seen, to, digest)
    },
    move: (request, operator) => (moves.get(request.moveId) ?? begin(request, operator)).report,
    async undo(moveId, operator) {
      const move = moves.get(moveId)
      if (move?.undone) return move.undone
      if (move?.endedAt == null || isOver(move)) throw new Refusal('order.undo-too-late', {}, 'reload')
      move.undone = undoMove(parts, move.undoable, operator)
      move.undoable = []
      return move.undone
    },
  }
}

async function selected(db: Database, selection: MoveSelection): Promise<Seen> {
  if (selection.kind === 'orders') return unique(selection.orders)
  return db.read(async (connection) =>
    versionsOf(
      connection,
      await allOrderIds(connection, { conditions: selection.conditions, sort: newestFirst }, EVERY),
    ),
  )
}

interface Run {
  readonly request: MoveRequest
  readonly operator: Operator
  readonly seen: Seen
  /** Filled as it goes. */
  readonly undoable: Undoable[]
}

async function run(parts: StatusMoveParts, { request, operator, seen, undoable }: Run): Promise<MoveReport> {
  const orders: MovedOrder[] = []
  for (const batch of batchesOf(seen)) {
    const done = await parts.db.write((trx) =>
      moveBatch(trx, parts, { batch, to: request.to, stock: request.stock, operator }),
    )
    orders.push(...done.orders)
    undoable.push(...done.undoable)
    parts.events.send('orders.moving', { moveId: request.moveId, done: orders.length, total: seen.length })
    await turn()
  }
  return reportOf(request, orders)
}

async function previewOf(db: Database, seen: Seen, to: OrderStatus, digest: string): Promise<MovePreview> {
  const sum = createPreviewSum(to)
  const effects = createMoveEffects(to)
  for (const batch of batchesOf(seen)) {
    const ids = batch.map(({ id }) => id)
    await db.read(async (connection) => {
      const [orders, locked] = [await seenOrders(connection, ids), await lockedOrders(connection, ids)]
      const settlements = await settlementsOf(connection, ids)
      const moving = batch.filter(({ id, seen: version }) => fate(orders.get(id), version, locked) === 'moved')
      const looked = await effects.look(
        connection,
        moving.map(({ id }) => id),
      )
      for (const { id, seen: version } of batch) {
        const order = orders.get(id)
        const effect = looked.get(id)
        const short = order === undefined || effect === undefined ? null : effects.add(order, effect)
        if (short === null) sum.add(order, fate(order, version, locked), settlements.get(id))
      }
    })
    await turn()
  }
  return { ...sum.result(digest), ...effects.result() }

  function fate(order: SeenOrder | undefined, version: number, locked: ReadonlySet<number>) {
    return fateOf(order, version, to, order !== undefined && locked.has(order.id))
  }
}

function reportOf({ moveId, to }: MoveRequest, orders: readonly MovedOrder[]): MoveReport {
  const counts = noFates()
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

/** Adds to a map that keeps its last entries only. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest)
}
