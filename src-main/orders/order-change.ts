import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { OrderChanges } from '../../src-shared/order-input.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import { refuseCardNumbers } from './card-number-guard.ts'
import { contactOf, contentOf } from './content-merge.ts'
import { changedDeliveries } from './delivery-change.ts'
import { overlay } from './merge-rule.ts'
import { refuseOtherMethod, withMoney, type ChangeTerms } from './money-change.ts'
import type { OrderParts } from './order-fields.ts'
import { withSplit } from './split-change.ts'
import type { CartContent, StoredDelivery } from './stored-order.ts'

/**
 * The order with the operator's changes at `now`, its version counted up; the same object when nothing differs.
 * Refusals: `order.card-number-in-text`, `order.name-missing`, and those of `withMoney`, `refuseOtherMethod` and
 * `changedDeliveries`.
 */
export function changedOrder(before: OrderParts, changes: OrderChanges, terms: ChangeTerms, now: Instant): OrderParts {
  const { order } = before
  refuseCardNumbers(changes, before, order.orderNo)
  const orderer = overlay(order.orderer, changes.orderer ?? {})
  if (orderer.familyName === '' && order.orderer.familyName !== '') throw new Refusal('order.name-missing')
  const paymentMethodName = changes.paymentMethodName ?? order.paymentMethodName
  refuseOtherMethod(before, paymentMethodName, terms.settlement)
  const counted = withMoney(before, changes, terms)
  const edited = withCartContent(before, {
    ...counted,
    order: {
      ...counted.order,
      orderer,
      paymentMethodName,
      note: changes.note ?? order.note,
      message: changes.message ?? order.message,
      orderedAt: changes.orderedAt ?? order.orderedAt,
    },
    deliveries: splitAnew(before, counted, changedDeliveries(before, changes)),
  })
  const after = changes.status === undefined ? edited : withStatus(edited, changes.status, now)
  return JSON.stringify(after) === JSON.stringify(before) ? before : touched(after, now)
}

/** Looks at what goes where only when goods or deliveries were touched: what stands there already is not held against anyone. */
function splitAnew(
  before: OrderParts,
  { lines, order }: OrderParts,
  deliveries: readonly StoredDelivery[],
): readonly StoredDelivery[] {
  if (lines === before.lines && deliveries === before.deliveries) return deliveries
  return withSplit(lines, deliveries, order.orderNo)
}

/** Remembers what the cart said, before the desk's first change of it. An order registered here has no cart. */
function withCartContent(before: OrderParts, after: OrderParts): OrderParts {
  if (before.order.source === 'desk') return after
  const gone = before.deliveries.filter(
    ({ id, cart }) => !cart.madeHere && after.deliveries.every((one) => one.id !== id),
  )
  const isSame = JSON.stringify(contentOf(before)) === JSON.stringify(contentOf(after)) && gone.length === 0
  if (isSame) return after
  const known = before.order.cartContent ?? { ...contentOf(before), removedDeliveries: [] }
  const removed = gone.map((one) => ({ ...(one.cart.contact ?? contactOf(one)), cartShipmentNo: one.cartShipmentNo }))
  const cartContent: CartContent = { ...known, removedDeliveries: [...known.removedDeliveries, ...removed] }
  return { ...after, order: { ...after.order, cartContent } }
}

/**
 * The order moved to `status`. As in the cart, coming into 入金済み from another status sets 入金日, coming into 発送済み sets
 * 全商品発送日, here also that of deliveries without one; leaving a status clears nothing (ec-cube-screens.md §3).
 */
export function withStatus(before: OrderParts, status: OrderStatus, now: Instant): OrderParts {
  const { order } = before
  if (order.status === status) return before
  if (status === 'paid') return { ...before, order: { ...order, status, paidAt: now } }
  if (status !== 'shipped') return { ...before, order: { ...order, status } }
  const deliveries = before.deliveries.map((delivery) => ({ ...delivery, shippedAt: delivery.shippedAt ?? now }))
  return { ...before, order: { ...order, status, shippedAt: now }, deliveries }
}

/** The order with its version counted up and 更新日 moved to `now`. */
export function touched(parts: OrderParts, now: Instant): OrderParts {
  const { order } = parts
  return { ...parts, order: { ...order, version: order.version + 1, updatedAt: Math.max(order.updatedAt, now) } }
}
