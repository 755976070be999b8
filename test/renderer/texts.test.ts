import { describe, expect, it } from 'vitest'
import { failureCodes } from '../../src-shared/failure.ts'
import { failureSentence } from '../../src-shared/failure-text.ts'
import { importProblemText } from '../../src-shared/import-problem-text.ts'
import { importProblemCodes } from '../../src-shared/order-import.ts'
import { supportReport } from '../../src-renderer/support-report.ts'

const japanese = /[ぁ-んァ-ヶ一-龠]/

describe('sentences', () => {
  it.each(failureCodes)('%s says what happened and what to do next', (code) => {
    const { what, then } = failureSentence({ code, params: {} })
    for (const text of [what, then]) {
      expect(text).toMatch(japanese)
      expect(text).toMatch(/。$/)
      expect(text).not.toMatch(/undefined|null|NaN|\[object/)
    }
  })

  it('names the order when the failure does', () => {
    const { what } = failureSentence({ code: 'settlement.too-late', params: { orderNo: '55' } })
    expect(what).toContain('注文 55')
  })

  it.each(importProblemCodes)('row problem %s has words and a way out', (code) => {
    expect(importProblemText[code].what).toMatch(japanese)
    expect(importProblemText[code].then).toMatch(japanese)
  })

  it('the report for support carries codes and no customer', () => {
    const failure = {
      code: 'order.not-found' as const,
      params: { orderNo: '55', name: 'テスト 花子', call: 'orders.open' },
    }
    const text = supportReport(failure, { at: 0, version: '0.1.0', mode: '練習', screen: '/orders/55' })
    expect(text).toContain('order.not-found')
    expect(text).toContain('call=orders.open')
    expect(text).toContain('1970/01/01 09:00')
    expect(text).not.toMatch(/花子|55/)
  })
})
