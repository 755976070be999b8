import { addDays, dayOf, japanTime, type Instant } from '../../src-shared/business-day.ts'
import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import type { SeedTrade } from '../../src-main/sandbox/seed-trade.ts'
import { sampleOrder, sampleTrade } from '../support/sample-order.ts'

/** An order and the trade that belongs to it. */
export interface ShopItem {
  readonly order: ImportedOrder
  readonly trade: SeedTrade
}

/** Noon of a day in the middle of a month, on which every shop of the fault matrix is filled. */
export const filledAt = japanTime('2026-11-16', 12, 0)

/** A card order whose trade was processed `days` days before the shop was filled. */
export function cardItem(
  orderNo: string,
  days: number,
  more: Partial<Extract<SeedTrade, { kind: 'card' }>> = {},
  changes: Partial<ImportedOrder> = {},
): ShopItem {
  const at = tenOclock(days)
  const orderedAt = more.authorisedAt ?? at
  return { order: sampleOrder(orderNo, orderedAt, changes), trade: sampleTrade(orderNo, at, more) }
}

/** An order to be paid at a convenience store or by Pay-easy, still waiting for its payment. */
export function slipItem(orderNo: string, kind: 'convenience' | 'payEasy', days: number): ShopItem {
  const at = tenOclock(days)
  const paymentMethodName = kind === 'convenience' ? 'コンビニ決済' : 'ペイジー決済'
  return {
    order: sampleOrder(orderNo, at, { paymentMethodName }),
    trade: { kind, orderId: orderNo, amountYen: 5775, processedAt: at, status: 'REQSUCCESS' },
  }
}

function tenOclock(daysBefore: number): Instant {
  return japanTime(addDays(dayOf(filledAt), -daysBefore), 10, 0)
}

/** The amounts of an order of `yen` in all. */
export function total(yen: number): Pick<ImportedOrder, 'money'> {
  const { money } = sampleOrder('0', filledAt)
  return { money: { ...money, totalYen: yen, paymentTotalYen: yen } }
}

/** Every status and age an operation can start from, and some that none can. */
const mixedItems: readonly ShopItem[] = [
  cardItem('101', 0),
  cardItem('102', 3),
  cardItem('103', 20),
  cardItem('104', 88),
  cardItem('105', 0, { status: 'CAPTURE' }),
  cardItem('106', 5, { status: 'CAPTURE' }),
  cardItem('107', 40, { status: 'CAPTURE' }),
  cardItem('108', 2, { status: 'SALES', authorisedAt: tenOclock(9) }),
  cardItem('109', 30, { status: 'SALES', authorisedAt: tenOclock(60) }),
  cardItem('110', 1, { status: 'VOID' }),
  cardItem('111', 6, { status: 'RETURN' }),
  cardItem('112', 179, { status: 'CAPTURE' }),
  slipItem('113', 'convenience', 1),
  slipItem('114', 'payEasy', 1),
  cardItem('115', 2, {}, total(6_300)),
  cardItem('116', 0, { status: 'CAPTURE' }, total(4_000)),
  cardItem('117', 3, { status: 'SALES', authorisedAt: tenOclock(5) }, total(9_000)),
  cardItem('118', 8, { status: 'RETURN' }, total(1_000)),
]

const CAST = 3

/** The same in small shops of three, each with a mixture: a history needs no more, and there are many histories. */
export const mixedShops: readonly (readonly ShopItem[])[] = Array.from(
  { length: mixedItems.length / CAST },
  (_, shop) => mixedItems.filter((_item, index) => index % (mixedItems.length / CAST) === shop),
)
