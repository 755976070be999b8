import type { AuditKind, FieldChange } from '../../src-shared/audit.ts'
import { Refusal, type Failure } from '../../src-shared/failure.ts'
import type { MoveReason } from '../../src-shared/ledger.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { effectOf, nothingHeld, type Effect, type StockChoice } from '../../src-shared/order-effects.ts'
import type { Audit, AuditInput } from '../audit/audit-service.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import type { Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { createProductService } from '../products/product-service.ts'
import { heldRows, type HeldRow } from './effects-table.ts'
import { applyEffect, heldBy, planEffect, stateOf, type EffectPlan } from './order-effects.ts'
import { orderChanges, type OrderParts } from './order-fields.ts'
import { damagedOrder } from './order-record.ts'
import { saveOrderParts } from './order-write.ts'

/** A change of one order that is made at the desk. */
export interface DeskWrite {
  /** Null for an order that is registered. */
  readonly before: OrderParts | null
  readonly after: OrderParts
  /** Null takes the preset of `stockQuestion`. */
  readonly choice: StockChoice | null
  /** A change that is taken back: what was held before it, undefined when the desk held nothing of it yet. */
  readonly backTo?: { readonly row: HeldRow | undefined }
  /** False for a change that has nothing to do with stock and points. */
  readonly hasEffect?: boolean
}

/** Why the change was made, and by whom. */
export interface DeskNote {
  readonly reason: MoveReason
  readonly operator: Operator
}

/** What writing needs. */
export interface DeskParts {
  readonly audit: Audit
  readonly clock: Clock
}

/** How one change ended: written under this id, or left out because stock or points are short, or nobody can tell. */
export type DeskWritten =
  { readonly id: number; readonly row: HeldRow | undefined } | { readonly id: null; readonly short: Failure }

interface Planned {
  readonly write: DeskWrite
  readonly row: HeldRow | undefined
  readonly plan: EffectPlan | null
  /** Null for an order that has no id yet. */
  readonly fields: readonly FieldChange[] | null
}

const others = { customers: createCustomerService(), products: createProductService() }

/**
 * The one door by which the desk changes orders: contents, effects on stock and points, and history, in the caller's
 * transaction. One after the other, so that two orders never take the same last piece. What is short is not written and
 * answered in its place; the others are. The same with an order whose holding is not as it was written (`storage.damaged`).
 */
export async function writeByDesk(
  trx: Transaction,
  parts: DeskParts,
  writes: readonly DeskWrite[],
  note: DeskNote,
): Promise<readonly DeskWritten[]> {
  if (writes.length === 0) return []
  const rows = await heldRows(
    trx,
    writes.flatMap(({ before }) => before?.order.id ?? []),
  )
  const planned: (Planned | Failure)[] = []
  for (const write of writes) planned.push(await planOne(trx, parts, write, rows, note))
  const kept = planned.filter((one): one is Planned => !isFailure(one))
  const ids = await saveOrderParts(
    trx,
    kept.map(({ write }) => write),
    others,
  )
  const entries: AuditInput[] = []
  for (const [index, one] of kept.entries()) {
    const id = ids[index] ?? 0
    const fields = one.fields ?? (await apply(trx, parts, { ...one, id }, note))
    entries.push(entryOf(one.write, fields, { at: parts.clock.now(), operator: note.operator, orderId: id }))
  }
  await parts.audit.appendAll(
    trx,
    entries.filter(({ kind, changes }) => kind !== 'order.changed' || (changes?.length ?? 0) > 0),
  )
  let written = 0
  return planned.map((one): DeskWritten => {
    if (isFailure(one)) return { id: null, short: one }
    const id = ids[written] ?? 0
    written += 1
    return { id, row: one.row }
  })
}

/** Turns what was left out into a refusal. */
export function refuseShort(written: readonly DeskWritten[]): void {
  for (const one of written) {
    if (one.id === null) throw new Refusal(one.short.code, one.short.params, one.short.next)
  }
}

function isFailure(one: Planned | Failure): one is Failure {
  return 'code' in one
}

/** Plans one change and, where the order exists already, moves at once what the next plan has to reckon with. */
async function planOne(
  trx: Transaction,
  parts: DeskParts,
  write: DeskWrite,
  rows: ReadonlyMap<number, HeldRow | 'damaged'>,
  note: DeskNote,
): Promise<Planned | Failure> {
  const { before, after } = write
  const row = before === null ? undefined : rows.get(before.order.id)
  if (write.hasEffect === false) return { write, row: undefined, plan: null, fields: [] }
  if (row === 'damaged') return damagedOrder(after.order.orderNo).failure
  const names = new Map(after.lines.map((line) => [line.productCode, line.name]))
  const plan = await planEffect(trx, effectOfWrite(write, row), after.order.orderNo, names)
  if (plan.short !== null) return plan.short
  const one = { write, row, plan, fields: null }
  if (before === null) return one
  return { ...one, fields: await apply(trx, parts, { ...one, id: before.order.id }, note) }
}

/** What a change moves; an order that is registered held nothing before. */
export function effectOfWrite(
  { before, after, choice, backTo }: Pick<DeskWrite, 'before' | 'after' | 'choice' | 'backTo'>,
  row: HeldRow | undefined,
): Effect {
  const to = stateOf(after)
  if (before === null) return effectOf({ ...to, goodsUnknown: false }, nothingHeld, to, 'follow')
  const from = stateOf(before)
  const held = heldBy(row, from)
  if (backTo !== undefined) return { held, target: heldBy(backTo.row, to), asked: null, keptInsteadOf: null }
  return effectOf(from, held, to, choice)
}

async function apply(
  trx: Transaction,
  { clock }: DeskParts,
  { id, write, row, plan }: Planned & { readonly id: number },
  { reason, operator }: DeskNote,
): Promise<readonly FieldChange[]> {
  if (plan === null) return []
  const back = write.backTo === undefined ? {} : { instead: write.backTo.row ?? null }
  const kept = { orderId: id, row: row ?? registered(write), state: stateOf(write.after), ...back }
  return applyEffect(trx, plan, kept, { at: clock.now(), reason, operatorName: operator.name })
}

/** What was registered here is kept from its first moment on: no cart has moved anything for it. */
function registered({ before }: DeskWrite): HeldRow | undefined {
  return before === null ? { holding: nothingHeld, keptInsteadOf: null, beforeDeletion: null } : undefined
}

function entryOf(
  { before, after }: DeskWrite,
  fields: readonly FieldChange[],
  entry: Required<Pick<AuditInput, 'at' | 'operator' | 'orderId'>>,
): AuditInput {
  const kind: AuditKind = before === null ? 'order.created' : 'order.changed'
  const changes = before === null ? fields : [...orderChanges(before, after), ...fields]
  return { ...entry, kind, changes, ...(before === null ? { details: { source: after.order.source } } : {}) }
}
