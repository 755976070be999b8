import { describe, expect, it } from 'vitest'
import type { SandboxRules } from '../../../src-main/sandbox/rules.ts'
import type { CardStatus } from '../../../src-main/sandbox/trade.ts'
import { alter, errorsOf, openSandbox } from './sandbox-bench.ts'

const AUTHORISED_ON = '2026-11-08'
const PROCESSED_ON = '2026-11-10'
const at = (day: string) => Date.parse(`${day}T12:00:00+09:00`)

interface Case {
  readonly what: string
  readonly rules: Partial<SandboxRules>
  readonly status: CardStatus
  readonly jobCd: string
  readonly day: string
  /** Code without the switch, and with it; empty means accepted. */
  readonly before: string
  readonly after: string
}

const cases: readonly Case[] = [
  {
    what: 'VOID on a later day',
    rules: { voidOnSameDayOnly: false },
    status: 'CAPTURE',
    jobCd: 'VOID',
    day: '2026-11-11',
    before: 'E11010003',
    after: '',
  },
  {
    what: 'VOID of 実売上 on its own day when the 仮売上 is older',
    rules: { voidOfSalesCountsFrom: 'authorisation' },
    status: 'SALES',
    jobCd: 'VOID',
    day: PROCESSED_ON,
    before: '',
    after: 'E11010003',
  },
  {
    what: 'RETURN in a later month',
    rules: { returnInSameMonthOnly: false },
    status: 'SALES',
    jobCd: 'RETURN',
    day: '2026-12-01',
    before: 'E11010003',
    after: '',
  },
  {
    what: 'RETURNX within the month',
    rules: { returnxInLaterMonthOnly: false },
    status: 'SALES',
    jobCd: 'RETURNX',
    day: '2026-11-30',
    before: 'E11010003',
    after: '',
  },
  {
    what: 'RETURN of 仮売上 on the same day',
    rules: { returnFromNextDayOnly: true },
    status: 'AUTH',
    jobCd: 'RETURN',
    day: PROCESSED_ON,
    before: '',
    after: 'E11010003',
  },
  {
    what: 'RETURN of 即時売上 on the same day',
    rules: { returnFromNextDayOnly: true },
    status: 'CAPTURE',
    jobCd: 'RETURN',
    day: PROCESSED_ON,
    before: '',
    after: 'E11010003',
  },
  {
    what: 'SALES 61 days after 仮売上',
    rules: { authorisationDays: 60 },
    status: 'AUTH',
    jobCd: 'SALES',
    day: '2027-01-08',
    before: '',
    after: 'E01420010',
  },
  {
    what: 'CANCEL',
    rules: { contract: 'newer' },
    status: 'SALES',
    jobCd: 'CANCEL',
    day: '2027-01-08',
    before: 'E01050004',
    after: '',
  },
  {
    what: 'VOID on a newer contract',
    rules: { contract: 'newer' },
    status: 'SALES',
    jobCd: 'VOID',
    day: PROCESSED_ON,
    before: '',
    after: 'E01050004',
  },
  {
    what: 'CANCEL where both forms are taken',
    rules: { contract: 'either' },
    status: 'AUTH',
    jobCd: 'CANCEL',
    day: '2026-12-24',
    before: 'E01050004',
    after: '',
  },
  {
    what: 'anything after 30 days',
    rules: { operationDays: 30 },
    status: 'AUTH',
    jobCd: 'RETURN',
    day: '2026-12-11',
    before: '',
    after: 'E11010010',
  },
]

async function outcome(rules: Partial<SandboxRules>, one: Case): Promise<string> {
  const sandbox = await openSandbox({ now: () => at(one.day), rules })
  const [seeded] = sandbox.ledger.seed([
    {
      kind: 'card',
      orderId: 'a-1',
      status: one.status,
      amountYen: 3000,
      processedAt: at(PROCESSED_ON),
      authorisedAt: at(AUTHORISED_ON),
    },
  ])
  const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
  return errorsOf(await alter(sandbox, keys, `JobCd=${one.jobCd}&Amount=3000`)).join('|')
}

describe('every switch changes exactly what it names', () => {
  it.each(cases)('$what', async (one) => {
    expect([await outcome({}, one), await outcome(one.rules, one)]).toEqual([one.before, one.after])
  })
})

it('the authorisation period counts from 仮売上, not from the last processing, and ends with its last day', async () => {
  const sandbox = await openSandbox()
  const [seeded] = sandbox.ledger.seed([
    { kind: 'card', orderId: 'a-1', status: 'AUTH', amountYen: 1, processedAt: at('2026-01-08') },
  ])
  sandbox.setRules({ authorisationDays: 60 })
  const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
  sandbox.setNow(Date.parse('2026-03-10T00:00:00+09:00'))
  expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES&Amount=1'))).toEqual(['E01420010'])
  sandbox.setNow(Date.parse('2026-03-09T23:59:59+09:00'))
  expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES&Amount=1'))).toEqual([])
})

it('rejects rules that make no sense', async () => {
  await expect(openSandbox({ rules: { authorisationDays: 0 } })).rejects.toThrow()
})
