import type { FieldChange } from '../../src-shared/audit.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { MoveNote } from '../../src-shared/ledger.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { holdsMoney, type DeletedOrder, type DeletionChoices } from '../../src-shared/order-deletion.ts'
import { deletionPreset, holdingAfterDeletion } from '../../src-shared/order-effects.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { effectStates, heldRowOf, type HeldRow } from './effects-table.ts'
import { findHead, markDeleted, markRestored, type OrderHead } from './order-deletion-table.ts'
import { applyEffect, heldBy, planEffect, stateOf } from './order-effects.ts'
import { mustLoad } from './order-store.ts'
import { isPayableByLink, linkMoneyOf, lockedOrders, settlementsOf } from './settlement-view-table.ts'

/** What deleting works with. */
export interface DeletionParts {
  readonly audit: Audit
  readonly clock: Clock
}

/**
 * Takes an order out of every list; nothing of it is lost, and `restoreOrder` brings it back as it was. Without
 * `choices` those of `deletionPreset` are taken. Refusals:
 * `order.not-found`, `order.changed-meanwhile`, `settlement.in-progress`, and `order.money-standing` while the gateway
 * still holds or may still take the buyer's money, `order.link-money` while a second paid link does, `order.link-open`
 * while a payment link is out; `points.short` when points granted for it are spent by now.
 */
export async function deleteOrder(
  trx: Transaction,
  id: number,
  seen: number,
  operator: Operator,
  { audit, clock, choices }: DeletionParts & { readonly choices?: DeletionChoices | undefined },
): Promise<DeletedOrder> {
  const order = await mustFind(trx, id, seen, false)
  if ((await lockedOrders(trx, [id])).has(id)) throw new Refusal('settlement.in-progress', { orderNo: order.orderNo })
  const status = (await settlementsOf(trx, [id])).get(id)?.status ?? null
  if (status !== null && holdsMoney(status)) {
    throw new Refusal('order.money-standing', { orderNo: order.orderNo, status })
  }
  const linkMoney = await linkMoneyOf(trx, id)
  if (linkMoney !== null) throw new Refusal('order.link-money', { orderNo: order.orderNo, ...linkMoney })
  if (await isPayableByLink(trx, id)) throw new Refusal('order.link-open', { orderNo: order.orderNo })
  const at = clock.now()
  const changes = await giveBack(trx, id, choices, { at, reason: 'deleted', operatorName: operator.name })
  await markDeleted(trx, id, at)
  await audit.append(trx, { at, kind: 'order.deleted', operator, orderId: id, changes })
  return { ...order, version: order.version + 1 }
}

/** Gives back what the order holds, as chosen, and remembers what that was. */
async function giveBack(
  trx: Transaction,
  id: number,
  choices: DeletionChoices | undefined,
  note: Omit<MoveNote, 'orderId'>,
): Promise<readonly FieldChange[]> {
  const before = await mustLoad(trx, id)
  const row = await heldRowOf(trx, before.order)
  const state = stateOf(before)
  const held = heldBy(row, state)
  const target = holdingAfterDeletion(held, choices ?? deletionPreset(state.status, held))
  const plan = await planEffect(trx, { held, target, keptInsteadOf: null }, before.order.orderNo)
  if (plan.short !== null) throw new Refusal(plan.short.code, plan.short.params, plan.short.next)
  if (plan.stock.length + plan.points.length === 0) return []
  const keptInsteadOf = row?.keptInsteadOf ?? null
  const instead: HeldRow = {
    holding: target,
    keptInsteadOf,
    beforeDeletion: { holding: held, hadRow: row !== undefined },
  }
  return applyEffect(trx, plan, { orderId: id, row, state, instead }, note)
}

/** Takes again exactly what the deletion gave back. */
async function takeAgain(
  trx: Transaction,
  id: number,
  orderNo: string,
  note: Omit<MoveNote, 'orderId'>,
): Promise<readonly FieldChange[]> {
  const row = await heldRowOf(trx, { id, orderNo })
  const state = (await effectStates(trx, [id])).get(id)
  if (row?.beforeDeletion == null || state === undefined) return []
  const { keptInsteadOf } = row
  const { holding, hadRow } = row.beforeDeletion
  const plan = await planEffect(trx, { held: row.holding, target: holding, keptInsteadOf }, orderNo)
  if (plan.short !== null) throw new Refusal(plan.short.code, plan.short.params, plan.short.next)
  const instead = hadRow ? { holding, keptInsteadOf, beforeDeletion: null } : null
  return applyEffect(trx, plan, { orderId: id, row, state, instead }, note)
}

/**
 * Brings a deleted order back, with the stock and points it held. Refusals `order.not-found`, `order.changed-meanwhile`,
 * and `stock.short` or `points.short` when something of that is gone by now.
 */
export async function restoreOrder(
  trx: Transaction,
  id: number,
  seen: number,
  operator: Operator,
  { audit, clock }: DeletionParts,
): Promise<DeletedOrder> {
  const order = await mustFind(trx, id, seen, true)
  const at = clock.now()
  const note = { at, reason: 'restored', operatorName: operator.name } as const
  const changes = await takeAgain(trx, id, order.orderNo, note)
  await markRestored(trx, id)
  await audit.append(trx, { at, kind: 'order.restored', operator, orderId: id, changes })
  return { ...order, version: order.version + 1 }
}

async function mustFind(trx: Transaction, id: number, seen: number, isDeleted: boolean): Promise<OrderHead> {
  const found = await findHead(trx, id, isDeleted)
  if (found === null) throw new Refusal('order.not-found', { id })
  if (found.version !== seen) throw new Refusal('order.changed-meanwhile', { orderNo: found.orderNo }, 'reload')
  return found
}
