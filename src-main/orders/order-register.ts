import { dayOf } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { NewOrder } from '../../src-shared/order-input.ts'
import type { Order } from '../../src-shared/order.ts'
import { moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { CustomerService } from '../customers/customer-service.ts'
import type { Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import type { ProductService } from '../products/product-service.ts'
import { findMade, nextDeskOrderNo, noteMade } from './desk-order-table.ts'
import { createdOrder, inputHash } from './order-create.ts'
import { asOrder, mustLoad, saveOrderParts } from './order-store.ts'

/** What registering an order needs. */
export interface RegisterParts {
  readonly clock: Clock
  readonly audit: Audit
  readonly customers: CustomerService
  readonly products: ProductService
  readonly moneySettings: () => Promise<MoneySettings>
}

/**
 * 受注登録, once per form: a form that comes again (a double click, an answer that was lost) is answered with the order that
 * it has made. Refusals: `order.already-created` when the form comes with other contents, and those of `createdOrder`.
 */
export async function registerOrder(
  trx: Transaction,
  input: NewOrder,
  operator: Operator,
  { clock, audit, moneySettings, ...others }: RegisterParts,
): Promise<Order> {
  const hash = inputHash(input)
  const made = await findMade(trx, input.requestId)
  if (made !== null) {
    const order = await asOrder(trx, await mustLoad(trx, made.orderId))
    if (made.inputHash === hash) return order
    throw new Refusal('order.already-created', { orderNo: order.orderNo, id: order.id })
  }
  const at = clock.now()
  const money = moneySettingsOn(await moneySettings(), dayOf(input.orderedAt ?? at))
  const after = createdOrder(input, await nextDeskOrderNo(trx), money, at)
  const [id = 0] = await saveOrderParts(trx, [{ before: null, after }], others)
  await noteMade(trx, input.requestId, { orderId: id, inputHash: hash })
  await audit.append(trx, { at, kind: 'order.created', operator, orderId: id, details: { source: 'desk' } })
  return asOrder(trx, await mustLoad(trx, id))
}
