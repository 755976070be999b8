import { Refusal } from '../../src-shared/failure.ts'
import type { OrderChanges } from '../../src-shared/order-input.ts'
import { contactOf } from './content-merge.ts'
import { overlay } from './merge-rule.ts'
import { newDelivery } from './order-create.ts'
import type { OrderParts } from './order-fields.ts'
import type { StoredDelivery } from './stored-order.ts'

/**
 * The deliveries with the operator's changes. Refusals: `order.changed-meanwhile` when one is no longer there,
 * `order.no-delivery` when none would be left, `order.delivery-under-way` when one that was sent would go.
 */
export function changedDeliveries(before: OrderParts, changes: OrderChanges): readonly StoredDelivery[] {
  const { order, deliveries } = before
  const { deliveries: wanted = [], addedDeliveries: added = [], removedDeliveries: removed = [] } = changes
  const ids = new Set(deliveries.map(({ id }) => id))
  if ([...wanted.map(({ id }) => id), ...removed].some((id) => !ids.has(id)))
    throw new Refusal('order.changed-meanwhile', { orderNo: order.orderNo }, 'reload')
  const kept = deliveries.filter(({ id }) => !removed.includes(id))
  if (removed.length > 0 && kept.length + added.length === 0)
    throw new Refusal('order.no-delivery', { orderNo: order.orderNo })
  if (deliveries.some((one) => removed.includes(one.id) && (one.trackingNo !== '' || one.shippedAt !== null)))
    throw new Refusal('order.delivery-under-way', { orderNo: order.orderNo })
  if (wanted.length + added.length + removed.length === 0) return deliveries
  const changed = kept.map((delivery) =>
    wanted.filter(({ id }) => id === delivery.id).reduce<StoredDelivery>(changedDelivery, delivery),
  )
  return [...changed, ...added.map(newDelivery)]
}

/** What the cart says of a delivery's address is remembered before the desk changes it for the first time. */
function changedDelivery(
  before: StoredDelivery,
  change: NonNullable<OrderChanges['deliveries']>[number],
): StoredDelivery {
  const after = overlay<StoredDelivery>(before, change)
  const { cart } = before
  const isSame = JSON.stringify(contactOf(before)) === JSON.stringify(contactOf(after))
  if (isSame || cart.contact !== null || cart.madeHere) return after
  return { ...after, cart: { ...cart, contact: contactOf(before) } }
}
