import { Refusal } from '../../src-shared/failure.ts'
import type { Delivery, Order } from '../../src-shared/order.ts'
import { isGatewayKind, paymentKindOf } from '../../src-shared/payment-method.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import type { CustomerService } from '../customers/customer-service.ts'
import type { Connection, Transaction } from '../db/database.ts'
import type { ProductService } from '../products/product-service.ts'
import { deliveriesOf, deliveryCounts, saveDeliveries } from './delivery-table.ts'
import { linesOf, replaceLines } from './line-table.ts'
import { saveLineTexts } from './line-text-table.ts'
import type { ExportNeeds, ExportOrder } from './export-rows.ts'
import { saveMessages } from './message-table.ts'
import { cartSumsOf } from './money-change.ts'
import type { OrderParts } from './order-fields.ts'
import { ordersForExport } from './export-order-table.ts'
import { findOrders, findOrdersByNo, saveOrders } from './order-table.ts'
import { ensurePaymentMethods } from './payment-method-table.ts'
import { ensurePersons } from './person-table.ts'
import { isTradeSound, neverAsked, settlementsOf } from './settlement-view-table.ts'
import type { StoredDelivery, StoredOrder } from './stored-order.ts'

/** An order on its way into the data file; `before` is null for a new one. */
export interface OrderWrite {
  readonly before: OrderParts | null
  readonly after: OrderParts
}

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
  const orders = await ordersForExport(db, ids)
  const lines = needs.lines ? await linesOf(db, ids) : null
  const deliveries = needs.deliveries ? await deliveriesOf(db, ids) : null
  const counts = needs.deliveryCounts ? await deliveryCounts(db, ids) : null
  const trades = needs.trade ? await settlementsOf(db, ids) : null
  return orders.map((order) => ({
    order,
    lines: lines?.get(order.id) ?? [],
    deliveries: deliveries?.get(order.id) ?? [],
    deliveryCount: counts?.get(order.id) ?? 0,
    trade: trades?.get(order.id) ?? null,
  }))
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

/** Writes orders with all that belongs to them; answers their ids in order. */
export async function saveOrderParts(
  trx: Transaction,
  writes: readonly OrderWrite[],
  others: { readonly customers: CustomerService; readonly products: ProductService },
): Promise<readonly number[]> {
  const orders = writes.map((write) => write.after.order)
  const methods = await ensurePaymentMethods(
    trx,
    orders.map((order) => order.paymentMethodName),
  )
  const persons = await ensurePersons(
    trx,
    orders.map((order) => order.orderer),
  )
  const customers = await others.customers.noteSeen(trx, orders.flatMap(asCustomer))
  const ids = await saveOrders(
    trx,
    orders.map((order, index) => ({
      order,
      references: {
        personId: persons[index]?.personId ?? 0,
        nameKey: persons[index]?.nameKey ?? '',
        paymentMethodId: methods.get(order.paymentMethodName) ?? 0,
        customerId: order.customerNo === null ? null : (customers.get(order.customerNo) ?? null),
      },
    })),
  )
  await saveBelongings(trx, writes, ids, others.products)
  return ids
}

/** Lines, deliveries and the remark's search index, each only where it moved. */
async function saveBelongings(
  trx: Transaction,
  writes: readonly OrderWrite[],
  ids: readonly number[],
  products: ProductService,
): Promise<void> {
  const moved = <T>(valueOf: (parts: OrderParts) => T) =>
    writes.flatMap(({ before, after }, index) => {
      const value = valueOf(after)
      return before !== null && valueOf(before) === value ? [] : [{ orderId: ids[index] ?? 0, value, after }]
    })
  const lines = moved((parts) => parts.lines)
  const seen = lines.flatMap(({ value, after }) => value.map((line) => ({ line, seenAt: after.order.orderedAt })))
  const productIds = await products.noteSeen(trx, seen)
  const linesByOrder = lines.map(({ orderId, value }) => ({ orderId, lines: value }))
  await replaceLines(trx, linesByOrder, productIds)
  await saveLineTexts(trx, linesByOrder)
  await saveDeliveries(
    trx,
    moved((parts) => parts.deliveries).map(({ orderId, value }) => ({ orderId, deliveries: value })),
  )
  await saveMessages(
    trx,
    moved((parts) => parts.order.message).map(({ orderId, value }) => ({ orderId, message: value })),
  )
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

function asCustomer({ customerNo, orderer, orderedAt }: StoredOrder) {
  return customerNo === null ? [] : [{ customerNo, orderer, seenAt: orderedAt }]
}

function asDelivery({ cart: _cart, ...delivery }: StoredDelivery): Delivery {
  return delivery
}
