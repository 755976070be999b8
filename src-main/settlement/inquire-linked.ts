import type { Order } from '../../src-shared/order.ts'
import type { PaymentKind } from '../../src-shared/payment-method.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import { noteThere } from './gone-trade.ts'
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

/**
 * Asks by the kind of the trade itself: the order's payment method may have been changed since it was linked. Whoever asks,
 * a trade that is there ends what was noted about its not being there.
 */
export async function inquireLinked(
  parts: Pick<SettlementParts, 'gateway' | 'db' | 'firstLooks'>,
  order: Order,
  payment: PaymentRecord,
): Promise<Inquiry> {
  const inquiry = await inquireByKind(parts, payment.gatewayOrderNo, tradeKind(order, payment))
  if (inquiry.outcome === 'found') await noteThere(parts, order.id)
  return inquiry
}

/** What kind of trade an order has, by the numbers that were issued for it. */
export function tradeKind(order: Order, payment: PaymentRecord): PaymentKind {
  if (payment.storeCode !== '') return 'convenience'
  return payment.customerNo === '' ? order.paymentMethod.kind : 'payEasy'
}
