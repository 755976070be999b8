import type { Order } from '../../src-shared/order.ts'
import type { OrderRow } from '../../src-shared/order-search.ts'

/** A row of the list, as the core would write it. */
export function rowOf(order: Order): OrderRow {
  return {
    ...order,
    name: `${order.orderer.familyName} ${order.orderer.givenName}`,
    email: order.orderer.email,
    tel: order.orderer.tel,
    deletedAt: null,
    hasMessage: order.message !== '',
    paymentMethodName: order.paymentMethod.name,
    paymentKind: order.paymentMethod.kind,
    totalYen: order.money.totalYen,
    paymentTotalYen: order.money.paymentTotalYen,
  }
}
