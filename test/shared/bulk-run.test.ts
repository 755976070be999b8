import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bulkActions, bulkLineStates, statusOfBulk } from '../../src-shared/bulk.ts'
import {
  doneCount,
  isExclusion,
  lineState,
  nextStatus,
  planLine,
  sumLines,
  type BulkFacts,
  type JournalState,
  type LineFacts,
} from '../../src-shared/bulk-run.ts'
import { bandOf } from '../../src-shared/deadline-radar.ts'
import { failureCodes } from '../../src-shared/failure.ts'
import { orderStatuses } from '../../src-shared/order.ts'
import { paymentKinds } from '../../src-shared/payment-method.ts'
import { defaultCancelRules } from '../../src-shared/settlement-deadline.ts'
import { offeredActions } from '../../src-shared/settlement-rules.ts'
import { settlementStatuses, type OrderSettlement } from '../../src-shared/settlement.ts'

const noon = Date.UTC(2026, 10, 16, 3)
const DAY = 86_400_000
const journal: readonly JournalState[] = [
  'intended',
  'unknown',
  'conflict',
  'awaitRetry',
  'applied',
  'rejected',
  'withdrawn',
  'adopted',
]

const settlements: fc.Arbitrary<OrderSettlement> = fc
  .record({
    status: fc.constantFrom(...settlementStatuses),
    amountYen: fc.integer({ min: 1, max: 99_999 }),
    age: fc.integer({ min: 0, max: 200 }),
    open: fc.boolean(),
  })
  .map(({ status, amountYen, age, open }) => ({
    status,
    link: { state: 'linked', gatewayOrderNo: '55' },
    amountYen,
    processedAt: noon - age * DAY,
    authorisedAt: noon - age * DAY,
    settleBy: null,
    inquiredAt: noon,
    underInquiry: open ? { id: 'x', action: 'sales', state: 'unknown', startedAt: noon } : null,
    payment: null,
    refusedWords: [],
  }))

const facts: fc.Arbitrary<BulkFacts> = fc.record({
  id: fc.integer({ min: 1, max: 1_000_000 }),
  name: fc.constant('テスト 花子'),
  orderNo: fc.constant('55'),
  orderStatus: fc.constantFrom(...orderStatuses),
  paymentKind: fc.constantFrom(...paymentKinds),
  paymentTotalYen: fc.integer({ min: 0, max: 99_999 }),
  settlement: fc.option(settlements),
})

describe('a plan', () => {
  it('is what the pull-down of that very order allows, or says why nothing is', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...bulkActions), (order, action) => {
        const line = planLine(order, action, noon, defaultCancelRules)
        expect(line.action === null).toBe(line.excluded !== null)
        const allowed = offeredActions(order, noon)
          .filter((offer) => offer.allowed)
          .map((offer) => offer.action)
        if (line.action !== null) expect(allowed).toContain(line.action)
        if (action === 'sales') expect(line.action === 'sales').toBe(allowed.includes('sales'))
        else expect(line.action).not.toBe('sales')
      }),
    )
  })

  it('of a cancel takes the word of the order’s own dates', () => {
    const order = (age: number, status: OrderSettlement['status']): BulkFacts => ({
      ...{ id: 1, name: '', orderNo: '55', orderStatus: 'received', paymentKind: 'card', paymentTotalYen: 5775 },
      settlement: {
        ...{ status, link: { state: 'linked', gatewayOrderNo: '55' }, amountYen: 5775, settleBy: null },
        ...{ processedAt: noon - age * DAY, authorisedAt: noon - age * DAY, inquiredAt: noon },
        ...{ underInquiry: null, payment: null, refusedWords: [] },
      },
    })
    const word = (age: number, status: OrderSettlement['status']) =>
      planLine(order(age, status), 'cancel', noon, defaultCancelRules).action
    expect([word(0, 'authorised'), word(5, 'authorised'), word(40, 'captured'), word(200, 'captured')]).toEqual([
      'voided',
      'returned',
      'returnedLater',
      null,
    ])
    expect(planLine(order(200, 'captured'), 'cancel', noon, defaultCancelRules).excluded?.code).toBe(
      'settlement.too-late',
    )
    expect(planLine(order(0, 'voided'), 'cancel', noon, defaultCancelRules).excluded?.code).toBe(
      'settlement.not-allowed',
    )
  })
})

const lineFacts: fc.Arbitrary<LineFacts> = fc.record({
  over: fc.boolean(),
  underWay: fc.boolean(),
  excluded: fc.boolean(),
  refused: fc.option(fc.constantFrom(...failureCodes).map((code) => ({ code, params: {} }))),
  withdrawn: fc.boolean(),
  operation: fc.option(fc.record({ state: fc.constantFrom(...journal), confirmed: fc.boolean(), moved: fc.boolean() })),
})

describe('the state of a line', () => {
  it('is exactly one, and the lines sum to the selection (I10)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(lineFacts, fc.integer({ min: 0, max: 9_999_999 }))), (lines) => {
        const sums = sumLines(lines.map(([one, yen]) => ({ state: lineState(one), count: 1, yen })))
        const all = bulkLineStates.map((state) => sums[state])
        expect(all.reduce((count, sum) => count + sum.count, 0)).toBe(lines.length)
        expect(all.reduce((yen, sum) => yen + sum.yen, 0)).toBe(lines.reduce((sum, [, yen]) => sum + yen, 0))
        expect(doneCount(sums) + sums.queued.count + sums.underWay.count).toBe(lines.length)
      }),
    )
  })

  it('of a run that is over is one of the six outcomes', () => {
    fc.assert(
      fc.property(lineFacts, (one) => {
        const state = lineState({ ...one, over: true, underWay: false })
        expect(['applied', 'confirmed', 'excluded', 'failed', 'attention', 'notSent']).toContain(state)
      }),
    )
  })

  it('never shows an open outcome as success or failure (I4), nor a success where the journal has none', () => {
    fc.assert(
      fc.property(lineFacts, (one) => {
        const state = lineState({ ...one, excluded: false, underWay: false })
        const operation = one.operation
        const open =
          operation !== null && !operation.moved && ['intended', 'unknown', 'conflict'].includes(operation.state)
        expect(state === 'attention').toBe(open)
        const done = operation !== null && !operation.moved && operation.state === 'applied'
        expect(state === 'applied' || state === 'confirmed').toBe(done)
      }),
    )
  })

  it('counts what our rules refuse as 対象外, and what the gateway or the machine refuses as 失敗', () => {
    expect(failureCodes.filter((code) => isExclusion({ code, params: {} }))).toEqual(
      failureCodes.filter((code) => /^(settlement|order)\./.test(code) && code !== 'settlement.changed-at-gateway'),
    )
  })
})

describe('対応状況', () => {
  it('moves only to what was asked for, and a sale never takes 発送済み back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bulkActions),
        fc.constantFrom(...orderStatuses),
        fc.boolean(),
        (action, now, asked) => {
          const wanted = asked ? statusOfBulk[action] : null
          const next = nextStatus(action, wanted, now)
          expect([null, wanted]).toContain(next)
          expect(next).not.toBe(now)
          if (action === 'sales' && now === 'shipped') expect(next).toBeNull()
          if (action === 'cancel' && asked && now !== 'cancelled') expect(next).toBe('cancelled')
        },
      ),
    )
  })
})

it('the bands of 期限レーダー meet without a gap', () => {
  const bands = [-1, 0, 3, 4, 7, 8, 20, 21].map(bandOf)
  expect(bands).toEqual(['late', 'three', 'three', 'seven', 'seven', 'twenty', 'twenty', 'later'])
})
