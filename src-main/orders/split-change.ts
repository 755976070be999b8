import { settledSplit, splitProblem } from '../../src-shared/delivery-split.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import type { StoredDelivery } from './stored-order.ts'

/**
 * The deliveries with what goes to each of them, for an order with these lines. Refusal `order.split-mismatch` when the
 * numbers do not sum up to the order's.
 */
export function withSplit(
  lines: readonly OrderLine[],
  deliveries: readonly StoredDelivery[],
  orderNo = '',
): readonly StoredDelivery[] {
  const goods = goodsOf(lines)
  const problem = splitProblem(goods, deliveries)
  if (problem === null) return settledSplit(goods, deliveries)
  const { code, ...params } = problem
  throw new Refusal(code, orderNo === '' ? params : { orderNo, ...params })
}
