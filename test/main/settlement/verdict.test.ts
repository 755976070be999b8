import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settlementStatuses } from '../../../src-shared/settlement.ts'
import { judge, waitAfterUnanswered, type TradeState } from '../../../src-main/settlement/verdict.ts'

const state = fc.record<TradeState>({
  status: fc.constantFrom(...settlementStatuses),
  amountYen: fc.integer({ min: 0, max: 3 }),
  processedAt: fc.integer({ min: 0, max: 3 }),
})

describe('R5: an inquiry is judged by status, amount and time together', () => {
  const before: TradeState = { status: 'authorised', amountYen: 5775, processedAt: 1000 }
  const intention = { before, expectedStatus: 'sales', expectedAmountYen: 5775 } as const
  const rows: readonly [string, TradeState, string][] = [
    ['as expected and newer', { status: 'sales', amountYen: 5775, processedAt: 2000 }, 'applied'],
    ['all three as before', before, 'notApplied'],
    ['expected status, another amount', { status: 'sales', amountYen: 5000, processedAt: 2000 }, 'conflict'],
    ['expected status, not newer', { status: 'sales', amountYen: 5775, processedAt: 1000 }, 'conflict'],
    ['another status', { status: 'returned', amountYen: 5775, processedAt: 2000 }, 'conflict'],
    ['as before but newer', { ...before, processedAt: 2000 }, 'conflict'],
  ]
  for (const [name, now, verdict] of rows) {
    it(`${name}: ${verdict}`, () => {
      expect(judge(intention, now)).toBe(verdict)
    })
  }

  it('never calls an operation both done and not done, and never done without a newer time', () => {
    fc.assert(
      fc.property(state, state, fc.constantFrom(...settlementStatuses), (was, now, expectedStatus) => {
        const verdict = judge({ before: was, expectedStatus, expectedAmountYen: was.amountYen }, now)
        const moved = now.processedAt > was.processedAt
        if (verdict === 'applied') expect(moved && now.status === expectedStatus).toBe(true)
        if (verdict === 'notApplied') expect(now).toEqual(was)
      }),
    )
  })

  it('asks at growing distances while nobody answers', () => {
    expect([1, 2, 3, 4, 5, 6, 99].map(waitAfterUnanswered)).toEqual([
      20_000, 60_000, 300_000, 900_000, 3_600_000, 3_600_000, 3_600_000,
    ])
  })
})
