import { createHash } from 'node:crypto'
import type { Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { DeliveryInput, NewOrder } from '../../src-shared/order-input.ts'
import { countedTotals, moneyOf, moneyProblem } from '../../src-shared/order-money.ts'
import type { MoneySettings } from '../../src-shared/money-settings.ts'
import { refuseCardNumbers } from './card-number-guard.ts'
import { nowhere } from './delivery-merge.ts'
import { asProductLines, refuseMoney } from './money-change.ts'
import type { OrderParts } from './order-fields.ts'
import { withSplit } from './split-change.ts'
import type { StoredDelivery } from './stored-order.ts'

/** Fingerprint of everything that the form sent: a repeat of it is told apart from other contents under one id. */
export function inputHash(input: NewOrder): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64')
}

/**
 * The first state of an order that the operator registers at `now`, its sums counted here.
 * Refusals: `order.name-missing`, `order.card-number-in-text`, and those of `moneyProblem` and `withSplit`.
 */
export function createdOrder(input: NewOrder, orderNo: string, settings: MoneySettings, now: Instant): OrderParts {
  const { orderer, lines, charges, message, note, paymentMethodName, customerNo } = input
  if (orderer.familyName === '') throw new Refusal('order.name-missing')
  refuseCardNumbers(input, null)
  const totals = countedTotals(lines, charges, null, settings)
  refuseMoney(moneyProblem(lines, charges, totals, null))
  const goods = asProductLines(lines)
  return {
    order: {
      ...{ id: 0, version: 1, orderNo, source: 'desk', status: 'received' },
      orderedAt: input.orderedAt ?? now,
      updatedAt: now,
      paidAt: null,
      shippedAt: null,
      customerNo,
      orderer: { ...orderer, job: null },
      message,
      note,
      money: moneyOf(totals),
      paymentMethodName,
      device: null,
      // No cart knows this order: there is nothing to compare a file with, and none is taken over.
      cart: { updatedAt: now, status: 'received', paidAt: null, shippedAt: null, note: '' },
      cartContent: null,
      contentHash: '',
    },
    lines: goods,
    deliveries: withSplit(goods, input.deliveries.map(newDelivery)),
  }
}

/** A delivery that the operator adds. */
export function newDelivery(input: DeliveryInput): StoredDelivery {
  return { ...nowhere, ...input, cart: { ...nowhere.cart, madeHere: true } }
}
