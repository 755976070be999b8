import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import type { SandboxLedger } from '../sandbox/ledger.ts'
import { createSampleShop, type SampleShop } from './sample-shop.ts'
import { seedOf } from './sample-trades.ts'

/**
 * Makes a sample shop for `now` and registers its trades at the practice gateway. A gateway never takes an order number
 * twice, and the ledger may still hold an older sample (a fill that was interrupted, a data file that was thrown away):
 * the new orders are numbered above everything it knows.
 */
export function registerSample(
  ledger: Pick<SandboxLedger, 'seed' | 'trades'>,
  now: Instant,
  seed: number,
): Omit<SampleShop, 'trades'> {
  const known = ledger.trades().map((trade) => Number(/^\d{1,9}/.exec(trade.orderId)?.[0] ?? 0))
  const shop = createSampleShop({ now, today: dayOf(now), seed, orderNoFrom: Math.max(1000, ...known) + 1 })
  ledger.seed(shop.trades.map(seedOf))
  const { trades: _trades, ...rest } = shop
  return rest
}
