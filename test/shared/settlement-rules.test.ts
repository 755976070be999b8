import { describe, expect, it } from 'vitest'
import { addDays, japanTime, type BusinessDay } from '../../src-shared/business-day.ts'
import { settlementActions, type OrderSettlement, type SettlementStatus } from '../../src-shared/settlement.ts'
import {
  nearMidnight,
  offeredActions,
  startsFrom,
  statusAfter,
  type SettlementFacts,
} from '../../src-shared/settlement-rules.ts'
import { defaultCancelRules, settleBy } from '../../src-shared/settlement-deadline.ts'

const today = '2026-11-16'
const now = japanTime(today, 12, 0)

function facts(
  status: SettlementStatus,
  processedOn: BusinessDay,
  more: Partial<OrderSettlement> = {},
): SettlementFacts {
  const processedAt = japanTime(processedOn, 10, 0)
  return {
    orderNo: '55',
    orderStatus: 'received',
    paymentKind: 'card',
    paymentTotalYen: 5775,
    settlement: {
      status,
      link: { state: 'linked', gatewayOrderNo: '55' },
      amountYen: 5775,
      processedAt,
      authorisedAt: processedAt,
      settleBy: status === 'authorised' ? settleBy(processedOn, 90) : null,
      inquiredAt: processedAt,
      underInquiry: null,
      payment: null,
      ...more,
    },
  }
}

const allowed = (given: SettlementFacts, at = now): readonly string[] =>
  offeredActions(given, at)
    .filter((offer) => offer.allowed)
    .map((offer) => offer.action)

describe('what 受注編集 offers for a card order', () => {
  const rows: readonly [SettlementStatus, number, readonly string[]][] = [
    ['authorised', 0, ['sales', 'voided']],
    ['authorised', 1, ['sales', 'returned']],
    ['authorised', 40, ['sales', 'returned']],
    ['authorised', 89, ['sales', 'returned']],
    ['authorised', 90, ['returned']],
    ['authorised', 180, ['returned']],
    ['authorised', 181, []],
    ['sales', 0, ['voided']],
    ['sales', 3, ['returned']],
    ['sales', 30, ['returnedLater']],
    ['sales', 181, []],
    ['captured', 0, ['voided']],
    ['captured', 3, ['returned']],
    ['captured', 30, ['returnedLater']],
    ['voided', 1, []],
    ['returned', 1, []],
    ['returnedLater', 1, []],
    ['unprocessed', 1, []],
    ['checked', 1, []],
  ]
  for (const [status, age, actions] of rows) {
    it(`${status}, ${String(age)} days old: ${actions.join(', ') || 'nothing'}`, () => {
      expect(allowed(facts(status, addDays(today, -age)))).toEqual(actions)
    })
  }

  it('gives a reason for everything it does not allow, and none for what it does', () => {
    for (const [status, age] of rows) {
      for (const offer of offeredActions(facts(status, addDays(today, -age)), now)) {
        expect(offer.reason === null).toBe(offer.allowed)
      }
    }
  })

  it('suggests exactly one cancel word wherever one is allowed', () => {
    for (const [status, age, actions] of rows) {
      const suggested = offeredActions(facts(status, addDays(today, -age)), now).filter((offer) => offer.suggested)
      expect(suggested).toHaveLength(actions.some((action) => action !== 'sales') ? 1 : 0)
    }
  })

  it('offers one キャンセル under newer contracts', () => {
    const offers = offeredActions(facts('sales', '2026-09-01'), now, { ...defaultCancelRules, singleCancel: true })
    expect(offers.map((offer) => offer.action)).toEqual(['sales', 'cancelled'])
    expect(offers[1]?.allowed).toBe(true)
  })

  it('charges no cancelled order, but lets its sale be given back', () => {
    expect(allowed({ ...facts('authorised', today), orderStatus: 'cancelled' })).toEqual(['voided'])
    expect(allowed({ ...facts('sales', '2026-11-02'), orderStatus: 'cancelled' })).toEqual(['returned'])
  })

  it('refuses 実売上 of an amount that was not authorised, and says both', () => {
    const [sales] = offeredActions({ ...facts('authorised', today), paymentTotalYen: 6000 }, now)
    expect(sales?.reason).toMatchObject({
      code: 'settlement.amount-differs',
      params: { orderYen: 6000, gatewayYen: 5775 },
    })
  })

  it('locks everything under 結果確認中', () => {
    const underInquiry = { id: 'x', action: 'sales', state: 'unknown', startedAt: now } as const
    expect(allowed(facts('authorised', today, { underInquiry }))).toEqual([])
  })

  it('offers nothing for other payment methods and nothing possible while unlinked', () => {
    expect(offeredActions({ ...facts('authorised', today), paymentKind: 'bankTransfer' }, now)).toEqual([])
    const unlinked = facts('authorised', today, { status: null, link: { state: 'unlinked', reason: 'notFound' } })
    expect(allowed(unlinked)).toEqual([])
  })
})

describe('the change of day (R11)', () => {
  it('is from 23:59:30 to 00:00:30 in Japan', () => {
    expect(nearMidnight(japanTime(today, 23, 59, 29))).toBe(false)
    expect(nearMidnight(japanTime(today, 23, 59, 30))).toBe(true)
    expect(nearMidnight(japanTime(today, 0, 0, 29))).toBe(true)
    expect(nearMidnight(japanTime(today, 0, 0, 30))).toBe(false)
  })

  it('holds back operations whose answer depends on the day', () => {
    expect(allowed(facts('authorised', today), japanTime(today, 23, 59, 45))).toEqual([])
  })
})

describe('the table of operations', () => {
  it('names a start and an end for each, and never starts where it ends', () => {
    for (const action of settlementActions) {
      expect(startsFrom[action].length).toBeGreaterThan(0)
      expect(startsFrom[action]).not.toContain(statusAfter[action])
    }
  })
})
