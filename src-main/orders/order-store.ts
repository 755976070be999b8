import { Refusal } from '../../src-shared/failure.ts'
import type { Delivery, Order } from '../../src-shared/order.ts'
import { isGatewayKind, paymentKindOf } from '../../src-shared/payment-method.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import type { Connection } from '../db/database.ts'
import { deliveriesOf, deliveryCounts } from './delivery-table.ts'
import { linesOf } from './line-table.ts'
import type { ExportNeeds, ExportOrder } from './export-rows.ts'
import { cartSumsOf } from './money-change.ts'
import type { OrderParts } from './order-fields.ts'
import { findOrders, findOrdersByNo } from './order-table.ts'
import { isTradeSound, neverAsked, settlementsOf } from './settlement-view-table.ts'
import type { StoredDelivery, StoredOrder } from './stored-order.ts'

/** Orders with lines and deliveries, by 注文番号. */
export async function loadByNo(db: Connection, orderNos: readonly string[]): Promise<ReadonlyMap<string, OrderParts>> {
  const parts = await withParts(db, await findOrdersByNo(db, orderNos))
  return new Map(parts.map((entry) => [entry.order.orderNo, entry]))
}

/** One order with lines and deliveries. Refusal `order.not-found`. */
export async function mustLoad(db: Connection, id: number): Promise<OrderParts> {
  const [found] = await withParts(db, await findOrders(db, [id]))
  if (found === undefined) throw new Refusal('order.not-found', { id })
  return found
}

/** Orders with lines and deliveries by id; those that do not exist are left out. */
export async function loadByIds(db: Connection, ids: readonly number[]): Promise<readonly OrderParts[]> {
  return withParts(db, await findOrders(db, ids))
}

/**
 * Orders with all that a file shows of them, in the order of `ids`; those that are gone are left out. What the file does
 * not need is not read.
 */
export async function loadForExport(
  db: Connection,
  ids: readonly number[],
  needs: ExportNeeds,
): Promise<readonly ExportOrder[]> {
  const orders = await findOrders(db, ids)
  const lines = needs.lines ? await linesOf(db, ids) : null
  const deliveries = needs.deliveries ? await deliveriesOf(db, ids) : null
  const counts = await deliveryCounts(db, ids)
  const trades = needs.trade ? await settlementsOf(db, ids) : null
  const byId = new Map(orders.map((order) => [order.id, order]))
  return ids.flatMap((id) => {
    const order = byId.get(id)
    if (order === undefined) return []
    return {
      order,
      lines: lines?.get(id) ?? [],
      deliveries: deliveries?.get(id) ?? [],
      deliveryCount: counts.get(id) ?? 0,
      trade: trades?.get(id) ?? null,
    }
  })
}

/**
 * The order as screens and documents know it, with its trade. Refusal `storage.damaged` when the trade is not as it was
 * written.
 */
export async function asOrder(db: Connection, { order, lines, deliveries }: OrderParts): Promise<Order> {
  const { cart: _cart, cartContent: _content, contentHash: _hash, paymentMethodName, device: _device, ...rest } = order
  const kind = paymentKindOf(paymentMethodName)
  const { orderNo } = order
  if (!(await isTradeSound(db, order.id))) {
    throw new Refusal('storage.damaged', { what: 'trade', orderNo }, 'restore-backup')
  }
  const settlements = await settlementsOf(db, [order.id])
  const never: OrderSettlement | null = isGatewayKind(kind) ? neverAsked : null
  return {
    ...rest,
    cartSums: cartSumsOf({ order, lines }),
    paymentMethod: { name: paymentMethodName, kind },
    lines,
    deliveries: deliveries.map(asDelivery),
    settlement: settlements.get(order.id) ?? never,
  }
}

async function withParts(db: Connection, orders: readonly StoredOrder[]): Promise<readonly OrderParts[]> {
  const ids = orders.map((order) => order.id)
  const lines = await linesOf(db, ids)
  const deliveries = await deliveriesOf(db, ids)
  return orders.map((order) => ({
    order,
    lines: lines.get(order.id) ?? [],
    deliveries: deliveries.get(order.id) ?? [],
  }))
}

function asDelivery({ cart: _cart, ...delivery }: StoredDelivery): Delivery {
  return delivery
}
