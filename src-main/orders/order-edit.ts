import { failureSentence } from '../../src-shared/failure-text.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { MoneySettings } from '../../src-shared/money-settings.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { StockChoice } from '../../src-shared/order-effects.ts'
import type { OrderChanges } from '../../src-shared/order-input.ts'
import type { Order, OrderStatus } from '../../src-shared/order.ts'
import { orderStatusText } from '../../src-shared/text.ts'
import type { Connection, Transaction } from '../db/database.ts'
import { refuseShort, writeByDesk, type DeskParts } from './desk-write.ts'
import { hasEffect } from './effect-preview.ts'
import { changeTerms, type ChangeTerms } from './money-change.ts'
import { changedOrder, touched, withStatus } from './order-change.ts'
import type { OrderParts } from './order-fields.ts'
import { asOrder, mustLoad } from './order-store.ts'
import { bumpVersion } from './order-table.ts'

/** What editing works with. */
export interface EditParts extends DeskParts {
  readonly moneySettings: () => Promise<MoneySettings>
}

/** A change as 受注編集 sends it. */
export interface OrderEdit {
  readonly id: number
  readonly seen: number
  readonly changes: OrderChanges
  readonly stock: StockChoice | undefined
}

/** Changes an order with its effects; refusals as `OrderService.change` names them. */
export async function editOrder(
  trx: Transaction,
  { id, seen, changes, stock }: OrderEdit,
  operator: Operator,
  parts: EditParts,
): Promise<Order> {
  const before = await mustLoad(trx, id)
  if (before.order.version !== seen) {
    throw new Refusal('order.changed-meanwhile', { orderNo: before.order.orderNo }, 'reload')
  }
  const after = changedOrder(before, changes, await termsOf(trx, before, changes, parts), parts.clock.now())
  if (after !== before) {
    const write = { before, after, choice: stock ?? null, hasEffect: hasEffect(changes) }
    refuseShort(await writeByDesk(trx, parts, [write], { reason: 'edited', operator }))
  }
  // Read again: deliveries that were added have their ids only now.
  return asOrder(trx, await mustLoad(trx, id))
}

/** The trade of an order, and the shop's rules on the day that the order has after these changes. */
export async function termsOf(
  db: Connection,
  before: OrderParts,
  changes: OrderChanges,
  { moneySettings }: Pick<EditParts, 'moneySettings'>,
): Promise<ChangeTerms> {
  const { settlement } = await asOrder(db, before)
  return changeTerms(before, changes, await moneySettings(), settlement)
}

/** Moves 対応状況 as what belongs to something that has happened; see `OrderService.changeStatusIn`. */
export async function moveStatus(
  trx: Transaction,
  { id, status }: { readonly id: number; readonly status: OrderStatus },
  operator: Operator,
  parts: DeskParts,
): Promise<string | null> {
  const at = parts.clock.now()
  const before = await mustLoad(trx, id)
  const after = touched(withStatus(before, status, at), at)
  const [done] = await writeByDesk(trx, parts, [{ before, after, choice: null }], { reason: 'settlement', operator })
  if (done === undefined || done.id !== null) return null
  const why = failureSentence(done.short).what
  const because = `${orderStatusText[status]}にできません。${why}`
  await parts.audit.append(trx, { at, kind: 'order.statusHeld', operator, orderId: id, details: { because } })
  await bumpVersion(trx, id, at)
  return why
}
