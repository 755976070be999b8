import type { Operator } from '../../src-shared/operator.ts'
import type { ImportedOrder } from '../orders/imported-order.ts'
import type { OrderService } from '../orders/order-service.ts'

/** Where a sample goes. `sample` registers the trades at the practice gateway and hands out the orders. */
export interface RehearsalParts<S extends { readonly orders: readonly ImportedOrder[] }> {
  readonly orders: Pick<OrderService, 'isEmpty' | 'upsert'>
  readonly sample: () => S
  readonly operator: Operator
}

/**
 * Fills a data file that holds no order yet, in one transaction, and answers the sample; answers null and touches
 * nothing when there are orders, however old. Trades are registered before the orders are written: a stop in between
 * leaves the file empty, and the next start makes a sample of its own day.
 */
export async function fillRehearsal<S extends { readonly orders: readonly ImportedOrder[] }>(
  parts: RehearsalParts<S>,
): Promise<S | null> {
  if (!(await parts.orders.isEmpty())) return null
  const sample = parts.sample()
  await parts.orders.upsert(sample.orders, parts.operator)
  return sample
}
