import type { Order } from '../../src-shared/order.ts'
import type { SettlementFacts } from '../../src-shared/settlement-rules.ts'

/** What the rules look at, taken from an order. */
export function factsOf(order: Order): SettlementFacts {
  return {
    orderNo: order.orderNo,
    orderStatus: order.status,
    paymentKind: order.paymentMethod.kind,
    paymentTotalYen: order.money.paymentTotalYen,
    settlement: order.settlement,
  }
}
