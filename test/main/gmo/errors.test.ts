import { describe, expect, it } from 'vitest'
import table from '../../../resources/gateway-errors.json' with { type: 'json' }
import { fieldWords, kindWords } from '../../../src-main/gmo/error-words.ts'
import { describeGatewayError, leavesTradeUnknown } from '../../../src-main/gmo/errors.ts'

const rows = Object.entries(table)

describe('the table of codes', () => {
  it('holds all 2,131 codes, each with a class, a state, and a kind and item the words know', () => {
    expect(rows).toHaveLength(2_131)
    for (const [code, row] of rows) {
      expect(code).toMatch(/^[0-9A-Z]{9}$/)
      expect(row.class).toBe(code.startsWith('42') ? code.slice(2, 5) : code.slice(0, 3))
      expect(['nothing', 'unknown']).toContain(row.tradeState)
      expect(Object.keys(kindWords)).toContain(row.kind)
      if (row.field !== null) expect(Object.keys(fieldWords)).toContain(row.field)
    }
  })

  it('holds no text of the vendor', () => {
    for (const [, row] of rows) expect(JSON.stringify(row)).toMatch(/^[\x20-\x7e]{1,120}$/)
  })

  it('leaves every code open for which the gateway itself cannot say what happened', () => {
    const doubtful = rows.filter(([code]) => /^(E90|E91|42C)/.test(code))
    expect(doubtful).toHaveLength(1 + 9 + 25)
    for (const [code] of doubtful) expect(describeGatewayError(code).tradeState).toBe('unknown')
  })

  it('puts no more than ten codes under "other"', () => {
    expect(rows.filter(([, row]) => row.kind === 'other').length).toBeLessThanOrEqual(10)
  })

  it('uses every kind and every item it has words for', () => {
    const used = new Set(rows.flatMap(([, row]) => [row.kind, row.field]))
    for (const name of [...Object.keys(kindWords), ...Object.keys(fieldWords)]) expect(used).toContain(name)
  })
})

describe('the words', () => {
  it.each([
    ['E01110002', 'trade', 'notFound', 'nothing'],
    ['M01004002', 'trade', 'notFound', 'nothing'],
    ['E01030002', 'shop', 'wrongCredentials', 'nothing'],
    ['E01060010', 'amount', 'amountDiffers', 'nothing'],
    ['E01060021', 'amount', 'amountDiffers', 'nothing'],
    ['E01090008', 'accessId', 'badFormat', 'nothing'],
    ['E01040010', 'orderId', 'duplicate', 'nothing'],
    ['E01050002', 'operation', 'badValue', 'nothing'],
    ['E01170011', 'cardNumber', 'tooLong', 'nothing'],
    ['E01420010', 'trade', 'authorisationExpired', 'nothing'],
    ['E11010002', 'trade', 'notExecuted', 'nothing'],
    ['E11010003', 'trade', 'wrongState', 'nothing'],
    ['E11010010', 'trade', 'tooOld', 'nothing'],
    ['E61040001', 'cardNumber', 'notContracted', 'nothing'],
    ['E90010001', 'trade', 'inProgress', 'unknown'],
    ['E91099999', null, 'systemError', 'unknown'],
    ['E92000001', null, 'busy', 'nothing'],
    ['42G020000', 'card', 'overLimit', 'nothing'],
    ['42G120000', 'card', 'declined', 'nothing'],
    ['42C010000', null, 'networkError', 'unknown'],
    ['M01011013', 'customerKana', 'badCharacters', 'nothing'],
    ['M01054004', 'trade', 'wrongState', 'nothing'],
  ])('%s is %s %s, %s', (code, field, kind, tradeState) => {
    const { message, advice, ...rest } = describeGatewayError(code)
    expect(rest).toEqual({ code, field, kind, tradeState })
    expect(`${message}${advice}`).not.toContain('{')
  })

  it('every code has a message and an advice in Japanese', () => {
    for (const [code] of rows) {
      const { message, advice } = describeGatewayError(code)
      for (const text of [message, advice]) expect(text).toMatch(/^[^{}]*[ぁ-ん][^{}]*。$/)
    }
  })

  it('an item of the shop sends the operator to the settings', () => {
    expect(describeGatewayError('E01010001').message).toBe('ショップIDが空のままです。')
    expect(describeGatewayError('E01010001').advice).toContain('設定')
    expect(describeGatewayError('M01010001').advice).not.toContain('設定')
  })
})

describe('a code that is not in the table', () => {
  it.each([
    ['E01999999', 'other', 'nothing'],
    ['M01999999', 'other', 'nothing'],
    ['42G000001', 'declined', 'unknown'],
    ['E92999999', 'busy', 'nothing'],
    ['E90999999', 'inProgress', 'unknown'],
    ['E91000000', 'systemError', 'unknown'],
    ['42C999999', 'networkError', 'unknown'],
    ['N0K999999', 'other', 'unknown'],
    ['X99999999', 'other', 'unknown'],
    ['', 'other', 'unknown'],
    ['constructor', 'other', 'unknown'],
  ])('%s is %s, %s', (code, kind, tradeState) => {
    expect(describeGatewayError(code)).toMatchObject({ code, kind, field: null, tradeState })
  })
})

it('one doubtful code among several leaves the trade open', () => {
  const errors = ['E01110002', 'E91020001'].map(describeGatewayError)
  expect(leavesTradeUnknown(errors)).toBe(true)
  expect(leavesTradeUnknown(errors.slice(0, 1))).toBe(false)
})
