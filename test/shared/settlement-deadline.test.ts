import { afterAll, describe, expect, it } from 'vitest'
import { addDays, dayOf, startOfDay, type BusinessDay } from '../../src-shared/business-day.ts'
import {
  cancelWord,
  daysLeft,
  defaultCancelRules,
  settleBy,
  type CancelRules,
  type CancelWord,
} from '../../src-shared/settlement-deadline.ts'
import { settlementStatuses, type SettlementStatus } from '../../src-shared/settlement.ts'

const byProcessing: CancelRules = { ...defaultCancelRules, salesVoidedOn: 'processingDay' }
const single: CancelRules = { ...defaultCancelRules, singleCancel: true }

/**
 * One trade and its calendar, written by hand: from each day on, the word in the third column of `settlement.md` §3
 * holds until the next line's day. Every day from the first to ten days after the last line is probed.
 */
interface Trade {
  readonly status: SettlementStatus
  readonly authorisedOn: BusinessDay | null
  readonly processedOn: BusinessDay
  readonly rules?: CancelRules
  readonly calendar: readonly (readonly [BusinessDay, string])[]
}

const trades: readonly Trade[] = [
  {
    status: 'authorised',
    authorisedOn: '2026-01-31',
    processedOn: '2026-01-31',
    calendar: [
      ['2026-01-30', 'clockBehind'],
      ['2026-01-31', 'voided sameDay'],
      ['2026-02-01', 'returned laterDay'],
      ['2026-07-31', 'tooLate'],
    ],
  },
  {
    status: 'simpleAuthorised',
    authorisedOn: '2028-02-29',
    processedOn: '2028-02-29',
    calendar: [
      ['2028-02-29', 'voided sameDay'],
      ['2028-03-01', 'returned laterDay'],
      ['2028-08-28', 'tooLate'],
    ],
  },
  {
    status: 'captured',
    authorisedOn: '2026-12-31',
    processedOn: '2026-12-31',
    calendar: [
      ['2026-12-25', 'clockBehind'],
      ['2026-12-31', 'voided sameDay'],
      ['2027-01-01', 'returnedLater laterMonth'],
      ['2027-06-30', 'tooLate'],
    ],
  },
  {
    status: 'captured',
    authorisedOn: '2028-02-28',
    processedOn: '2028-02-28',
    calendar: [
      ['2028-02-28', 'voided sameDay'],
      ['2028-02-29', 'returned sameMonth'],
      ['2028-03-01', 'returnedLater laterMonth'],
      ['2028-08-27', 'tooLate'],
    ],
  },
  {
    status: 'sales',
    authorisedOn: '2026-03-01',
    processedOn: '2026-03-01',
    calendar: [
      ['2026-03-01', 'voided sameDay'],
      ['2026-03-02', 'returned sameMonth'],
      ['2026-04-01', 'returnedLater laterMonth'],
      ['2026-08-29', 'tooLate'],
    ],
  },
  {
    status: 'sales',
    authorisedOn: '2026-05-20',
    processedOn: '2026-06-15',
    calendar: [
      ['2026-06-14', 'clockBehind'],
      ['2026-06-15', 'returned authorisedEarlier'],
      ['2026-06-16', 'returned sameMonth'],
      ['2026-07-01', 'returnedLater laterMonth'],
      ['2026-12-13', 'tooLate'],
    ],
  },
  {
    status: 'sales',
    authorisedOn: null,
    processedOn: '2026-08-31',
    calendar: [
      ['2026-08-31', 'returned authorisedEarlier'],
      ['2026-09-01', 'returnedLater laterMonth'],
      ['2027-02-28', 'tooLate'],
    ],
  },
  {
    status: 'sales',
    authorisedOn: '2026-05-20',
    processedOn: '2026-06-15',
    rules: byProcessing,
    calendar: [
      ['2026-06-15', 'voided sameDay'],
      ['2026-06-16', 'returned sameMonth'],
      ['2026-07-01', 'returnedLater laterMonth'],
      ['2026-12-13', 'tooLate'],
    ],
  },
  {
    status: 'sales',
    authorisedOn: '2027-11-30',
    processedOn: '2027-12-01',
    rules: { ...byProcessing, cancelDays: 31 },
    calendar: [
      ['2027-12-01', 'voided sameDay'],
      ['2027-12-02', 'returned sameMonth'],
      ['2028-01-01', 'returnedLater laterMonth'],
      ['2028-01-02', 'tooLate'],
    ],
  },
  ...(['authorised', 'simpleAuthorised', 'sales', 'captured'] as const).map((status): Trade => ({
    status,
    authorisedOn: '2026-10-31',
    processedOn: '2026-11-23',
    rules: single,
    calendar: [
      ['2026-11-22', 'clockBehind'],
      ['2026-11-23', 'cancelled singleCancel'],
      ['2027-05-23', 'tooLate'],
    ],
  })),
]

/** Every status that no word cancels, and 要求成功, which one word cancels on any day. */
const others: readonly SettlementStatus[] = settlementStatuses.filter(
  (status) => !['authorised', 'simpleAuthorised', 'sales', 'captured', 'requested'].includes(status),
)

function word(answer: CancelWord): string {
  return answer.action === null ? answer.reason : `${answer.action} ${answer.reason}`
}

/** All cells of one trade's calendar: day and word. */
function cellsOf(trade: Trade): readonly (readonly [BusinessDay, string])[] {
  const cells: (readonly [BusinessDay, string])[] = []
  trade.calendar.forEach(([from, expected], index) => {
    const until = trade.calendar[index + 1]?.[0] ?? addDays(from, 10)
    for (let day = from; day < until; day = addDays(day, 1)) cells.push([day, expected])
  })
  return cells
}

const zoneAtStart = process.env['TZ']
afterAll(() => {
  if (zoneAtStart === undefined) delete process.env['TZ']
  else process.env['TZ'] = zoneAtStart
})

/** Zones on both sides of Japan, with and without summer time; the offset in January proves that the zone took hold. */
const zones = [
  ['Asia/Tokyo', -540],
  ['America/New_York', 300],
  ['Pacific/Kiritimati', -840],
] as const

describe.each(zones)('with the machine in %s', (zone, offset) => {
  function travel(): void {
    process.env['TZ'] = zone
    expect(new Date(2026, 0, 15).getTimezoneOffset()).toBe(offset)
  }

  it('chooses the cancel word of every cell of the table', () => {
    travel()
    let cells = 0
    for (const trade of trades) {
      for (const [day, expected] of cellsOf(trade)) {
        const answer = cancelWord(trade.status, day, trade.authorisedOn, trade.processedOn, trade.rules)
        expect(`${trade.status} ${day} ${word(answer)}`).toBe(`${trade.status} ${day} ${expected}`)
        cells += 1
      }
    }
    expect(cells).toBeGreaterThan(2000)
  })

  it('computes the last day and the days left', () => {
    travel()
    expect(settleBy('2026-01-01', 90)).toBe('2026-03-31')
    expect(settleBy('2028-02-28', 90)).toBe('2028-05-27')
    expect(settleBy('2028-02-29', 60)).toBe('2028-04-28')
    expect(settleBy('2027-12-01', 90)).toBe('2028-02-28')
    expect(settleBy('2026-11-23', 1)).toBe('2026-11-23')
    expect(daysLeft('2026-11-23', settleBy('2026-11-23', 90))).toBe(89)
    expect(daysLeft('2027-02-20', settleBy('2026-11-23', 90))).toBe(0)
    expect(daysLeft('2027-02-21', settleBy('2026-11-23', 90))).toBe(-1)
  })

  it('turns the day at midnight in Japan', () => {
    travel()
    const midnight = startOfDay('2026-12-01')
    const before = cancelWord('captured', dayOf(midnight - 1), '2026-11-30', '2026-11-30')
    const after = cancelWord('captured', dayOf(midnight), '2026-11-30', '2026-11-30')
    expect([word(before), word(after)]).toEqual(['voided sameDay', 'returnedLater laterMonth'])
  })
})

describe('statuses without a date rule', () => {
  it.each(others)('%s is not cancellable', (status) => {
    expect(word(cancelWord(status, '2026-11-23', '2026-11-23', '2026-11-23'))).toBe('notCancellable')
    expect(word(cancelWord(status, '2026-11-24', '2026-11-23', '2026-11-23', single))).toBe('notCancellable')
  })

  it('要求成功 is cancelled by its one word on any day', () => {
    for (const day of ['2026-11-23', '2026-12-31', '2027-06-01']) {
      expect(word(cancelWord('requested', day, null, '2026-11-23'))).toBe('cancelled awaitingPayment')
    }
  })
})
