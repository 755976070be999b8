import type { CustomerService } from '../customers/customer-service.ts'
import type { Transaction } from '../db/database.ts'
import type { ProductService } from '../products/product-service.ts'
import { saveDeliveries } from './delivery-table.ts'
import { replaceLines } from './line-table.ts'
import { saveLineTexts } from './line-text-table.ts'
import { saveMessages } from './message-table.ts'
import type { OrderParts } from './order-fields.ts'
import { saveOrders } from './order-table.ts'
import { ensurePaymentMethods } from './payment-method-table.ts'
import { ensurePersons } from './person-table.ts'
import type { StoredOrder } from './stored-order.ts'

/** An order on its way into the data file; `before` is null for a new one. */
export interface OrderWrite {
  readonly before: OrderParts | null
  readonly after: OrderParts
}

/**
 * Writes orders with all that belongs to them; answers their ids in order. Moves neither stock nor points: what the desk
 * changes goes through `writeByDesk`, and the cart moved its own before its file came here.
 */
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

function asCustomer({ customerNo, orderer, orderedAt }: StoredOrder) {
  return customerNo === null ? [] : [{ customerNo, orderer, seenAt: orderedAt }]
}
