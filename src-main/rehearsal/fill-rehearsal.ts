import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { pointsOfNos, setPoints } from '../customers/points.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { ImportedOrder } from '../orders/imported-order.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { Clock } from '../ports.ts'
import { setStock, stockOfCodes } from '../products/stock.ts'
import type { SampleNumbers } from './sample-numbers.ts'

/** A sample: its orders, and the stocks and balances that its cart would have. */
interface Sample {
  readonly orders: readonly ImportedOrder[]
  readonly numbers?: SampleNumbers
}

/** Where a sample goes. `sample` registers the trades at the practice gateway and hands out the orders. */
export interface RehearsalParts<S extends Sample> {
  readonly db: Pick<Database, 'write'>
  readonly clock: Pick<Clock, 'now'>
  readonly orders: Pick<OrderService, 'isEmpty' | 'upsert'>
  readonly sample: () => S
  readonly operator: Operator
}

/**
 * Fills a data file that holds no order yet, in one transaction, and answers the sample; answers null and touches
 * nothing when there are orders, however old. Trades are registered before the orders are written: a stop in between
 * leaves the file empty, and the next start makes a sample of its own day.
 */
export async function fillRehearsal<S extends Sample>(parts: RehearsalParts<S>): Promise<S | null> {
  if (!(await parts.orders.isEmpty())) return null
  const sample = parts.sample()
  await parts.db.write(async (trx) => {
    await parts.orders.upsert(sample.orders, parts.operator, trx)
    if (sample.numbers) await keepNumbers(trx, sample.numbers, parts.clock.now(), parts.operator)
  })
  return sample
}

async function keepNumbers(
  trx: Transaction,
  { stock, points }: SampleNumbers,
  at: Instant,
  { name: operatorName }: Operator,
): Promise<void> {
  const note = { at, reason: 'imported', operatorName } as const
  for (const [code, { id: productId }] of await stockOfCodes(trx, Object.keys(stock)))
    await setStock(trx, { productId, to: stock[code] ?? null }, note)
  for (const [no, { id: customerId }] of await pointsOfNos(trx, Object.keys(points)))
    await setPoints(trx, { customerId, to: points[no] ?? null }, note)
}
