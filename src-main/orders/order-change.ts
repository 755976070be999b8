import { containsCardNumber } from '../../src-shared/card-number.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { OrderChanges, OrderStatus } from '../../src-shared/order.ts'
import type { OrderParts } from './order-fields.ts'
import type { StoredDelivery } from './stored-order.ts'

/**
 * The order with the operator's changes at `now`, its version counted up; the same object when nothing differs.
 * Refusals: `order.card-number-in-text`, `order.changed-meanwhile` when a delivery is no longer there.
 */
export function changedOrder(before: OrderParts, changes: OrderChanges, now: Instant): OrderParts {
  const { orderNo } = before.order
  const note = changes.note ?? before.order.note
  // カード情報非保持化: card numbers must not enter the data file, not even in a free text.
  if (note !== before.order.note && containsCardNumber(note))
    throw new Refusal('order.card-number-in-text', { orderNo })
  const edited: OrderParts = {
    ...before,
    order: { ...before.order, note },
    deliveries: changedDeliveries(before, changes),
  }
  const after = changes.status === undefined ? edited : withStatus(edited, changes.status, now)
  return JSON.stringify(after) === JSON.stringify(before) ? before : touched(after, now)
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

function changedDeliveries({ order, deliveries }: OrderParts, changes: OrderChanges): readonly StoredDelivery[] {
  const wanted = changes.deliveries ?? []
  if (wanted.some((change) => deliveries.every((delivery) => delivery.id !== change.id))) {
    throw new Refusal('order.changed-meanwhile', { orderNo: order.orderNo }, 'reload')
  }
  return wanted.reduce<readonly StoredDelivery[]>(
    (all, { id, trackingNo, trackingUrl, requestedOn, timeSlot }) =>
      all.map((delivery) =>
        delivery.id === id
          ? {
              ...delivery,
              trackingNo: trackingNo ?? delivery.trackingNo,
              trackingUrl: trackingUrl ?? delivery.trackingUrl,
              requestedOn: requestedOn === undefined ? delivery.requestedOn : requestedOn,
              timeSlot: timeSlot ?? delivery.timeSlot,
            }
          : delivery,
      ),
    deliveries,
  )
}
