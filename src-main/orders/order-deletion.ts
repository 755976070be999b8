import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { holdsMoney, type DeletedOrder } from '../../src-shared/order-deletion.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { findHead, markDeleted, markRestored, type OrderHead } from './order-deletion-table.ts'
import { isPayableByLink, linkMoneyOf, lockedOrders, settlementsOf } from './settlement-view-table.ts'

/** What deleting works with. */
export interface DeletionParts {
  readonly audit: Audit
  readonly clock: Clock
}

/**
 * Takes an order out of every list; nothing of it is lost, and `restoreOrder` brings it back as it was. Refusals:
 * `order.not-found`, `order.changed-meanwhile`, `settlement.in-progress`, and `order.money-standing` while the gateway
 * still holds or may still take the buyer's money, `order.link-money` while a second paid link does, `order.link-open`
 * while a payment link is out.
 */
export async function deleteOrder(
  trx: Transaction,
  id: number,
  seen: number,
  operator: Operator,
  { audit, clock }: DeletionParts,
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
  await markDeleted(trx, id, at)
  await audit.append(trx, { at, kind: 'order.deleted', operator, orderId: id })
  return { ...order, version: order.version + 1 }
}

/** Brings a deleted order back. Refusals `order.not-found`, `order.changed-meanwhile`. */
export async function restoreOrder(
  trx: Transaction,
  id: number,
  seen: number,
  operator: Operator,
  { audit, clock }: DeletionParts,
): Promise<DeletedOrder> {
  const order = await mustFind(trx, id, seen, true)
  await markRestored(trx, id)
  await audit.append(trx, { at: clock.now(), kind: 'order.restored', operator, orderId: id })
  return { ...order, version: order.version + 1 }
}

async function mustFind(trx: Transaction, id: number, seen: number, isDeleted: boolean): Promise<OrderHead> {
  const found = await findHead(trx, id, isDeleted)
  if (found === null) throw new Refusal('order.not-found', { id })
  if (found.version !== seen) throw new Refusal('order.changed-meanwhile', { orderNo: found.orderNo }, 'reload')
  return found
}
