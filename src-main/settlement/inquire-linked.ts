import type { Order } from '../../src-shared/order.ts'
import type { PaymentKind } from '../../src-shared/payment-method.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import type { SettlementParts } from './parts.ts'
import type { PaymentRecord } from './payment-table.ts'

/** Asks by the way that fits the payment method: card trades and the others have inquiries of their own. */
export function inquireByKind(
  parts: Pick<SettlementParts, 'gateway'>,
  number: string,
  kind: PaymentKind,
): Promise<Inquiry> {
  return kind === 'convenience' || kind === 'payEasy'
    ? parts.gateway.inquireOther(number, kind)
    : parts.gateway.inquire(number)
}

/** Asks by the kind of the trade itself: the order's payment method may have been changed since it was linked. */
export function inquireLinked(
  parts: Pick<SettlementParts, 'gateway'>,
  order: Order,
  payment: PaymentRecord,
): Promise<Inquiry> {
  return inquireByKind(parts, payment.gatewayOrderNo, tradeKind(order, payment))
}

/** What kind of trade an order has, by the numbers that were issued for it. */
export function tradeKind(order: Order, payment: PaymentRecord): PaymentKind {
  if (payment.storeCode !== '') return 'convenience'
  return payment.customerNo === '' ? order.paymentMethod.kind : 'payEasy'
}
