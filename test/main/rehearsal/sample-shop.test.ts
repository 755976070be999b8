import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayOf,
  daysBetween,
  isBusinessDay,
  japanTime,
  sameMonth,
  type Instant,
} from '../../../src-shared/business-day.ts'
import { containsCardNumber } from '../../../src-shared/card-number.ts'
import { orderStatuses } from '../../../src-shared/order.ts'
import { orderTotals, totalsProblem } from '../../../src-shared/order-totals.ts'
import { isGatewayKind, paymentKindOf, paymentKinds } from '../../../src-shared/payment-method.ts'
import type { SettlementStatus } from '../../../src-shared/settlement.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { sampleTotals } from '../../../src-main/rehearsal/sample-order.ts'
import { createSampleShop, type SampleShop } from '../../../src-main/rehearsal/sample-shop.ts'
import { seedOf, type SampleTrade } from '../../../src-main/rehearsal/sample-trades.ts'
import { seedTradeSchema } from '../../../src-main/sandbox/seed-trade.ts'
import { gatewayNumbers } from '../../../src-main/settlement/gateway-number.ts'

const moments: readonly (readonly [string, Instant])[] = [
  ['an ordinary afternoon', japanTime('2026-11-23', 14, 10)],
  ['the first second of a month', japanTime('2026-12-01', 0, 0)],
  ['the last second of a year', japanTime('2026-12-31', 23, 59, 59) + 999],
  ['New Year at dawn', japanTime('2027-01-01', 3, 20)],
  ['a leap day', japanTime('2028-02-29', 9, 0)],
  ['the day after a leap day', japanTime('2028-03-01', 12, 0)],
]

/** Trades of an order, by its number. */
function tradesByOrder(shop: SampleShop): ReadonlyMap<string, readonly SampleTrade[]> {
  const trades = new Map<string, SampleTrade[]>()
  for (const trade of shop.trades) trades.set(trade.orderNo, [...(trades.get(trade.orderNo) ?? []), trade])
  return trades
}

/** The numbers under which the desk would look for an order's trade. */
function searched(shop: SampleShop, order: ImportedOrder): readonly string[] {
  return gatewayNumbers(order.orderNo, order.orderedAt, shop.orderNoPatterns)
}

describe.each(moments)('at %s', (_name, now) => {
  const today = dayOf(now)
  const shop = createSampleShop({ now, today, seed: 1 })
  const trades = tradesByOrder(shop)
  const agesOf = (...statuses: readonly SettlementStatus[]): readonly number[] =>
    shop.trades
      .filter((trade) => trade.kind === 'card' && statuses.includes(trade.status))
      .map((trade) => daysBetween(dayOf(trade.processedAt), today))

  it('gives the same shop for the same seed and another for another', () => {
    expect(createSampleShop({ now, today, seed: 1 })).toEqual(shop)
    expect(createSampleShop({ now, today, seed: 2 }).orders).not.toEqual(shop.orders)
  })

  it('has 300 orders over five years, numbered along their dates, none in the future', () => {
    expect(shop.orders).toHaveLength(300)
    shop.orders.forEach((order, index) => {
      const before = shop.orders[index - 1]
      if (before === undefined) return
      expect(Number(order.orderNo)).toBe(Number(before.orderNo) + 1)
      expect(order.orderedAt).toBeGreaterThanOrEqual(before.orderedAt)
    })
    expect(daysBetween(dayOf(shop.orders[0]?.orderedAt ?? now), today)).toBeGreaterThan(4 * 365)
    expect(daysBetween(dayOf(shop.orders[0]?.orderedAt ?? now), today)).toBeLessThanOrEqual(5 * 366)
    const recent = shop.orders.filter((order) => order.orderedAt > now - 365 * 86_400_000)
    expect(recent.length).toBeGreaterThan(150)
    for (const at of instantsOf(shop)) expect(at).toBeLessThanOrEqual(now)
  })

  it('lets nothing happen before what comes first', () => {
    for (const order of shop.orders) {
      expect(order.updatedAt).toBeGreaterThanOrEqual(order.orderedAt)
      expect(order.paidAt ?? order.orderedAt).toBeGreaterThanOrEqual(order.orderedAt)
      expect(order.shippedAt ?? now).toBeGreaterThanOrEqual(order.paidAt ?? order.orderedAt)
      for (const trade of trades.get(order.orderNo) ?? []) {
        expect(trade.authorisedAt ?? trade.processedAt).toBeGreaterThanOrEqual(order.orderedAt)
        expect(trade.processedAt).toBeGreaterThanOrEqual(trade.authorisedAt ?? order.orderedAt)
      }
    }
  })

  it('shows every 対応状況, every payment kind, both tax rates, members and guests', () => {
    expect(new Set(shop.orders.map((order) => order.status))).toEqual(new Set(orderStatuses))
    expect(new Set(shop.orders.map((order) => paymentKindOf(order.paymentMethodName)))).toEqual(new Set(paymentKinds))
    const rates = shop.orders.flatMap((order) => order.lines ?? []).map((line) => line.taxRatePercent)
    expect(new Set(rates)).toEqual(new Set([8, 10]))
    const members = shop.orders.map((order) => order.customerNo).filter((no) => no !== null)
    expect(new Set(members).size).toBeLessThan(members.length)
    expect(members.length).toBeGreaterThan(100)
    expect(shop.orders.length - members.length).toBeGreaterThan(50)
  })

  it('has 仮売上 of every age and each kind of cancel to practise', () => {
    const wanted = [...Array.from({ length: 31 }, (_, age) => age), 45, 60, 69, 70, 83, 86, 87, 88, 89, 90, 91, 95]
    expect(agesOf('authorised')).toEqual(expect.arrayContaining(wanted))
    expect(Math.max(...agesOf('authorised'))).toBe(95)
    const sales = shop.trades.filter((trade) => trade.status === 'sales').map((trade) => dayOf(trade.processedAt))
    expect(sales).toContain(today)
    expect(sales.filter((day) => sameMonth(day, today)).length).toBeGreaterThan(5)
    expect(sales.filter((day) => !sameMonth(day, today) && day >= addDays(today, -180)).length).toBeGreaterThan(15)
    expect(sales.filter((day) => day < addDays(today, -180)).length).toBeGreaterThan(15)
    expect(agesOf('captured')).toContain(0)
    for (const status of ['voided', 'returned', 'returnedLater', 'unprocessed'] as const) {
      expect(agesOf(status).length).toBeGreaterThan(1)
    }
  })

  it('has slips that can be paid, are paid, ran out and were cancelled', () => {
    const slips = shop.trades.filter((trade) => trade.kind !== 'card')
    expect(new Set(slips.map((trade) => trade.status))).toEqual(new Set(['requested', 'paid', 'expired', 'cancelled']))
    for (const trade of slips) {
      if (trade.status === 'requested') expect(trade.termAt).toBeGreaterThanOrEqual(now - 999)
      if (trade.status === 'expired') expect(trade.processedAt).toBeGreaterThan(trade.termAt ?? now)
      if (trade.status === 'paid') expect(trade.processedAt).toBeLessThanOrEqual(trade.termAt ?? 0)
    }
    expect(new Set(slips.map((trade) => trade.kind))).toEqual(new Set(['convenience', 'payEasy']))
  })

  it('ties every order to exactly one trade, but for three card orders', () => {
    const registered = new Set(shop.trades.map((trade) => `${trade.kind} ${trade.gatewayOrderNo}`))
    expect(registered.size).toBe(shop.trades.length)
    const found = shop.orders
      .filter((order) => isGatewayKind(paymentKindOf(order.paymentMethodName)))
      .map((order) => {
        const kind = paymentKindOf(order.paymentMethodName)
        return [kind, searched(shop, order).filter((number) => registered.has(`${kind} ${number}`)).length] as const
      })
    expect(found.filter(([, count]) => count !== 1).sort()).toEqual([
      ['card', 0],
      ['card', 0],
      ['card', 2],
    ])
    const plain = shop.trades.filter((trade) => trade.gatewayOrderNo === trade.orderNo)
    expect(plain.length).toBeGreaterThan(10)
    expect(plain.length).toBeLessThan(shop.trades.length / 2)
  })

  it('counts every sum as the desk does', () => {
    for (const order of shop.orders) {
      const { money, lines = [] } = order
      const { discountYen = 0, shippingYen = 0, feeYen = 0, usedPoints = 0 } = money
      const totals = orderTotals({ lines, discountYen, shippingYen, feeYen, usedPoints }, sampleTotals)
      expect(totalsProblem(totals)).toBeNull()
      expect(totals).toMatchObject({ ...money, addedPoints: totals.addedPoints })
      expect(money.addedPoints).toBe(order.customerNo === null ? 0 : totals.addedPoints)
      expect(money.paymentTotalYen).toBeGreaterThan(0)
    }
  })

  it('keeps 対応状況 and settlement together, but for what the operator is to notice', () => {
    const odd: string[] = []
    for (const order of shop.orders) {
      const [trade] = trades.get(order.orderNo) ?? []
      if (trade === undefined) continue
      if (trade.amountYen !== order.money.paymentTotalYen) odd.push('amount differs')
      if (order.status === 'shipped' && trade.status === 'authorised') odd.push('shipped but 仮売上')
      if (order.status === 'cancelled' && ['authorised', 'sales'].includes(trade.status))
        odd.push(`cancelled but ${trade.status}`)
      if (['sales', 'captured'].includes(trade.status)) expect(order.paidAt).not.toBeNull()
    }
    expect(odd.sort()).toEqual([
      'amount differs',
      'amount differs',
      'cancelled but authorised',
      'cancelled but sales',
      'cancelled but sales',
      'shipped but 仮売上',
      'shipped but 仮売上',
      'shipped but 仮売上',
    ])
  })

  it('carries the two orders of the guide', () => {
    const tests = shop.orders.filter((order) => order.orderer.familyName === 'テスト')
    const page9 = tests.find((order) => order.lines?.[0]?.productCode === '123456')
    expect(page9?.money).toMatchObject({
      subtotalYen: 5250,
      shippingYen: 525,
      totalYen: 5775,
      paymentTotalYen: 5775,
      addedPoints: 52,
    })
    const page4 = tests.find((order) => order.orderNo.endsWith('55'))
    expect(page4).toMatchObject({
      status: 'received',
      money: { totalYen: 2990 },
      paymentMethodName: 'クレジットカード決済',
    })
    for (const order of [page4, page9]) {
      expect(trades.get(order?.orderNo ?? '')?.map((trade) => trade.status)).toEqual(['authorised'])
    }
  })

  it('reaches nobody: invented mail, telephone numbers and no card number', () => {
    for (const order of shop.orders) {
      for (const contact of [order.orderer, ...(order.deliveries ?? [])]) {
        expect(contact.tel).toMatch(/^0\d{1,3}-0\d{2,3}-\d{4}$|^0\d{1,3}-0\d-\d{4}$/)
        expect(contact.postalCode).toMatch(/^\d{3}-99\d\d$/)
      }
      expect(order.orderer.email).toMatch(/^$|@example\.jp$/)
      expect(containsCardNumber(JSON.stringify(order))).toBe(false)
      if (order.orderer.bornOn != null) expect(isBusinessDay(order.orderer.bornOn)).toBe(true)
    }
  })
})

describe('what makes it good practice', () => {
  const shop = createSampleShop({ now: japanTime('2026-11-23', 14, 10), today: '2026-11-23', seed: 1 })

  it('has the names and letters that go wrong elsewhere', () => {
    const text = JSON.stringify(shop.orders)
    for (const letters of [
      '髙﨑',
      '高崎',
      '渡邉',
      '渡邊',
      '渡辺',
      '濵',
      '𠮷',
      '①',
      '㈱',
      'Ⅱ',
      'ソ',
      '表',
      '能',
      '十',
      '予',
      '%',
      '_',
    ]) {
      expect(text).toContain(letters)
    }
    const address2 = shop.orders.map((order) => order.orderer.address2?.length ?? 0)
    expect(Math.max(...address2)).toBeGreaterThan(60)
  })

  it('has presents, several deliveries, days, slots, points, discounts, fees, remarks and memos', () => {
    const count = (test: (order: ImportedOrder) => boolean): number => shop.orders.filter(test).length
    expect(count((order) => (order.deliveries?.length ?? 0) > 1)).toBeGreaterThan(5)
    expect(count((order) => order.deliveries?.[0]?.familyName !== order.orderer.familyName)).toBeGreaterThan(10)
    expect(count((order) => order.deliveries?.some((to) => to.requestedOn != null) === true)).toBeGreaterThan(30)
    expect(count((order) => order.deliveries?.some((to) => to.timeSlot !== '') === true)).toBeGreaterThan(30)
    expect(count((order) => order.deliveries?.some((to) => to.trackingNo !== '') === true)).toBeGreaterThan(100)
    expect(count((order) => (order.money.usedPoints ?? 0) > 0)).toBeGreaterThan(5)
    expect(count((order) => (order.money.discountYen ?? 0) > 0)).toBeGreaterThan(5)
    expect(count((order) => (order.money.feeYen ?? 0) > 0)).toBeGreaterThan(20)
    expect(count((order) => order.message !== '')).toBeGreaterThan(30)
    expect(count((order) => order.note !== '')).toBeGreaterThan(20)
  })
})

it('holds for any seed at any time: full, whole and nothing in the future', () => {
  const anyTime = fc.integer({ min: japanTime('2024-01-01', 0, 0), max: japanTime('2040-12-31', 0, 0) })
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 0, max: 0xffff_ffff }), (now, seed) => {
      const shop = createSampleShop({ now, today: dayOf(now), seed })
      expect(shop.orders).toHaveLength(300)
      expect(Math.max(...instantsOf(shop))).toBeLessThanOrEqual(now)
      expect(new Set(shop.orders.map((order) => order.status)).size).toBe(orderStatuses.length)
      expect(Math.min(...shop.orders.map((order) => order.money.paymentTotalYen))).toBeGreaterThan(0)
      for (const trade of shop.trades) expect(() => seedTradeSchema.parse(seedOf(trade))).not.toThrow()
    }),
    { numRuns: 60 },
  )
})

/** Everything in a shop that has already happened. */
function instantsOf(shop: SampleShop): readonly Instant[] {
  const ofOrders = shop.orders.flatMap((order) => [order.orderedAt, order.updatedAt, order.paidAt, order.shippedAt])
  const ofTrades = shop.trades.flatMap((trade) => [trade.processedAt, trade.authorisedAt])
  return [...ofOrders, ...ofTrades].filter((at) => at !== null && at !== undefined)
}
