import { dayOf } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { NewOrder } from '../../src-shared/order-input.ts'
import type { Order } from '../../src-shared/order.ts'
import { moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { refuseShort, writeByDesk } from './desk-write.ts'
import { findMade, nextDeskOrderNo, noteMade } from './desk-order-table.ts'
import { createdOrder, inputHash } from './order-create.ts'
import { asOrder, mustLoad } from './order-store.ts'

/** What registering an order needs. */
export interface RegisterParts {
  readonly clock: Clock
  readonly audit: Audit
  readonly moneySettings: () => Promise<MoneySettings>
}

/**
 * 受注登録, once per form: a form that comes again (a double click, an answer that was lost) is answered with the order that
 * it has made. Refusals: `order.already-created` when the form comes with other contents, `stock.short` and
 * `points.short`, and those of `createdOrder`.
 */
export async function registerOrder(
  trx: Transaction,
  input: NewOrder,
  operator: Operator,
  { clock, audit, moneySettings }: RegisterParts,
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
  const note = { reason: 'registered', operator } as const
  const written = await writeByDesk(trx, { clock, audit }, [{ before: null, after, choice: null }], note)
  refuseShort(written)
  const id = written[0]?.id ?? 0
  await noteMade(trx, input.requestId, { orderId: id, inputHash: hash })
  return asOrder(trx, await mustLoad(trx, id))
}
