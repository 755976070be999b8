import { describe, expect, it } from 'vitest'
import { orderConditionsSchema } from '../../src-shared/order-search.ts'
import { parseDay } from '../../src-renderer/day-input.ts'
import { chipsOf, clearFields, emptyForm, parseYen, toConditions } from '../../src-renderer/search-form.ts'

const today = '2026-11-23'

describe('a day as typed', () => {
  it.each([
    ['2026/11/23', '2026-11-23'],
    ['20261123', '2026-11-23'],
    ['２０２６／１１／２３', '2026-11-23'],
    ['2026年1月5日', '2026-01-05'],
    ['11/23', '2026-11-23'],
    ['1123', '2026-11-23'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (typed, day) => {
    expect(parseDay(typed, today)).toBe(day)
  })

  it.each(['2026/02/29', '2026/13/01', 'きのう', '2026', '11/23/2026'])('%s is no day', (typed) => {
    expect(parseDay(typed, today)).toBeUndefined()
  })

  it('nothing typed is no condition', () => {
    expect(parseDay(' ', today)).toBeNull()
  })
})

describe('the search form', () => {
  it('becomes conditions the core accepts, every field of it', () => {
    const form = {
      ...emptyForm(),
      orderNoFrom: '５５',
      orderNoTo: '60',
      statuses: ['received' as const],
      name: ' 髙橋 ',
      kana: 'タカハシ',
      email: 'a@example.jp',
      tel: '0985',
      bornFrom: '1980/01/01',
      bornTo: '1990/12/31',
      sexes: ['female' as const],
      message: '夕方',
      hasMessage: true,
      paymentMethods: ['銀行振込'],
      orderedFrom: '11/1',
      orderedTo: '11/23',
      paidFrom: '20261101',
      paidTo: '',
      shippedFrom: '',
      shippedTo: '2026/11/20',
      updatedFrom: '2026/11/01',
      updatedTo: '2026/11/01',
      totalFromYen: '１，０００円',
      totalToYen: '5775',
      settlementStatuses: ['authorised' as const],
    }
    const { conditions, problems } = toConditions(form, today)
    expect(problems).toEqual({})
    expect(orderConditionsSchema.parse(conditions)).toEqual({
      orderNoFrom: '55',
      orderNoTo: '60',
      statuses: ['received'],
      name: '髙橋',
      kana: 'タカハシ',
      email: 'a@example.jp',
      tel: '0985',
      bornFrom: '1980-01-01',
      bornTo: '1990-12-31',
      sexes: ['female'],
      message: '夕方',
      hasMessage: true,
      paymentMethods: ['銀行振込'],
      orderedFrom: '2026-11-01',
      orderedTo: '2026-11-23',
      paidFrom: '2026-11-01',
      shippedTo: '2026-11-20',
      updatedFrom: '2026-11-01',
      updatedTo: '2026-11-01',
      totalFromYen: 1000,
      totalToYen: 5775,
      settlementStatuses: ['authorised'],
    })
  })

  it('an empty form asks for everything', () => {
    expect(toConditions(emptyForm(), today)).toEqual({ conditions: {}, problems: {} })
  })

  it('says which end of an inverted range is wrong, and does not turn it round', () => {
    const form = {
      ...emptyForm(),
      orderedFrom: '11/23',
      orderedTo: '11/1',
      totalFromYen: '200',
      totalToYen: '100',
      orderNoFrom: '60',
      orderNoTo: '55',
    }
    expect(Object.keys(toConditions(form, today).problems).sort()).toEqual(['orderNoTo', 'orderedTo', 'totalToYen'])
  })

  it('refuses what is no day and no amount', () => {
    const form = { ...emptyForm(), paidFrom: 'きのう', totalFromYen: '二千円' }
    const { conditions, problems } = toConditions(form, today)
    expect(Object.keys(problems).sort()).toEqual(['paidFrom', 'totalFromYen'])
    expect(conditions).toEqual({})
    expect(parseYen('99999999999')).toBeUndefined()
  })

  it('shows every condition as a chip that can be taken away', () => {
    const form = { ...emptyForm(), name: 'テスト', orderedFrom: '11/1', hasMessage: true }
    const chips = chipsOf(toConditions(form, today).conditions)
    expect(chips.map(({ label, text }) => `${label} ${text}`)).toEqual([
      '顧客名 テスト',
      '備考欄 メッセージあり',
      '受注日 2026/11/01～',
    ])
    const cleared = chips.reduce((left, { fields }) => clearFields(left, fields), form)
    expect(cleared).toEqual(emptyForm())
  })
})
