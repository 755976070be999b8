import { describe, expect, it } from 'vitest'
import { addDays, japanTime, type BusinessDay } from '../../src-shared/business-day.ts'
import { orderStatuses } from '../../src-shared/order.ts'
import {
  settlementActions,
  type OrderSettlement,
  type SettlementAction,
  type SettlementStatus,
} from '../../src-shared/settlement.ts'
import {
  changesAmount,
  isCancel,
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
      refusedWords: [],
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
    ['voided', 1, ['reauthorised', 'recaptured']],
    ['returned', 180, ['reauthorised', 'recaptured']],
    ['returnedLater', 181, []],
    ['cancelled', 1, ['reauthorised', 'recaptured']],
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
      const cancels = suggested.filter((offer) => isCancel(offer.action))
      expect(cancels).toHaveLength(actions.some((action) => isCancel(action as SettlementAction)) ? 1 : 0)
    }
  })

  it('offers one キャンセル under newer contracts', () => {
    const offers = offeredActions(facts('sales', '2026-09-01'), now, { ...defaultCancelRules, singleCancel: true })
    expect(offers.map((offer) => offer.action)).toEqual(['sales', 'cancelled', 'amountAuthorised', 'amountCaptured'])
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

describe('金額変更', () => {
  const changed = (status: SettlementStatus, age: number, yen: number) => ({
    ...facts(status, addDays(today, -age)),
    paymentTotalYen: yen,
  })

  it('is offered once the order amounts to something else, and suggests what keeps a charged order charged', () => {
    const suggestion = (status: SettlementStatus) =>
      offeredActions(changed(status, 1, 6000), now).find((one) => one.suggested && changesAmount(one.action))?.action
    expect(suggestion('authorised')).toBe('amountAuthorised')
    expect(suggestion('sales')).toBe('amountCaptured')
    expect(suggestion('captured')).toBe('amountCaptured')
  })

  it.each([
    [changed('authorised', 1, 5775), 'settlement.amount-same'],
    [changed('authorised', 1, 0), 'settlement.amount-out-of-range'],
    [changed('sales', 1, 10_000_000), 'settlement.amount-out-of-range'],
    [changed('captured', 181, 6000), 'settlement.too-late'],
    [{ ...changed('sales', 1, 6000), orderStatus: 'cancelled' as const }, 'settlement.not-allowed'],
  ])('is refused with a reason', (given, code) => {
    const offer = offeredActions(given, now).find((one) => one.action === 'amountCaptured')
    expect(offer).toMatchObject({ allowed: false, reason: { code } })
  })

  it('reaches 9,999,999 yen', () => {
    expect(allowed(changed('sales', 1, 9_999_999))).toContain('amountCaptured')
  })
})

describe('再オーソリ after a cancel (the guide p.10)', () => {
  it('is refused while 対応状況 is キャンセル, and allowed with any other', () => {
    for (const orderStatus of orderStatuses) {
      const given = { ...facts('voided', addDays(today, -1)), orderStatus }
      expect(allowed(given)).toEqual(orderStatus === 'cancelled' ? [] : ['reauthorised', 'recaptured'])
    }
  })
})

describe('コンビニ and Pay-easy', () => {
  const slip = (status: SettlementStatus, paymentKind: 'convenience' | 'payEasy') => ({
    ...facts(status, addDays(today, -1)),
    paymentKind,
  })

  it.each(['convenience', 'payEasy'] as const)('%s: キャンセル only while 要求成功, the amount never', (kind) => {
    expect(allowed(slip('requested', kind))).toEqual(['cancelled'])
    for (const status of ['paid', 'expired', 'payFailed', 'cancelled'] as const)
      expect(allowed(slip(status, kind))).toEqual([])
    const amount = offeredActions(slip('requested', kind), now).find((one) => changesAmount(one.action))
    expect(amount?.reason?.params['why']).toBe('slipAmount')
  })
})

describe('a cancel word that the gateway refused for this state (E11010003)', () => {
  it('gives way to the next possible one, and to none when all were refused', () => {
    const sold = (refusedWords: readonly SettlementAction[]) => facts('sales', addDays(today, -2), { refusedWords })
    expect(allowed(sold(['returned']))).toEqual(['returnedLater'])
    expect(allowed(sold(['returned', 'returnedLater']))).toEqual(['voided'])
    expect(allowed(sold(['returned', 'returnedLater', 'voided']))).toEqual([])
    expect(allowed(facts('authorised', today, { refusedWords: ['voided'] }))).toEqual(['sales', 'returned'])
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
  it('names a start and an end for each, and none but 金額変更 starts where it ends', () => {
    for (const action of settlementActions) {
      expect(startsFrom[action].length).toBeGreaterThan(0)
      expect(startsFrom[action].includes(statusAfter[action])).toBe(changesAmount(action))
    }
  })

  it('reaches every card status from 仮売上 and from 即時売上, and leaves every one of them again', () => {
    const reached = (start: SettlementStatus): ReadonlySet<SettlementStatus> => {
      const seen = new Set([start])
      for (const status of seen) {
        for (const action of settlementActions) {
          if (startsFrom[action].includes(status)) seen.add(statusAfter[action])
        }
      }
      return seen
    }
    const card = ['authorised', 'sales', 'captured', 'voided', 'returned', 'returnedLater', 'cancelled']
    expect([...reached('authorised')].sort()).toEqual([...card].sort())
    expect([...reached('captured')].sort()).toEqual([...card].sort())
    for (const status of card) expect(reached(status as SettlementStatus).size).toBe(card.length)
  })

  it('leaves the unpaid number of コンビニ and Pay-easy only by キャンセル (I: nothing else starts there)', () => {
    const fromRequested = settlementActions.filter((action) => startsFrom[action].includes('requested'))
    expect(fromRequested).toEqual(['cancelled'])
  })
})
