import { expect, it } from 'vitest'
import { moneyLeftKind } from '../../src-shared/status-move.ts'

it('names the money that does not follow 対応状況', () => {
  expect(moneyLeftKind('cancelled', 'sales')).toBe('charged')
  expect(moneyLeftKind('returned', 'authorised')).toBe('held')
  expect(moneyLeftKind('cancelled', 'requested')).toBe('payable')
  expect(moneyLeftKind('shipped', 'authorised')).toBe('unsold')
  expect(moneyLeftKind('paid', 'requested')).toBe('unpaid')
  expect(moneyLeftKind('shipped', 'sales')).toBeNull()
  expect(moneyLeftKind('cancelled', null)).toBeNull()
})
