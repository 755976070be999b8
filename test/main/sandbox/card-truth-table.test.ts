import { describe, expect, it } from 'vitest'
import { cardStatuses, jobCds } from '../../../src-main/sandbox/trade.ts'
import type { CardStatus, JobCd } from '../../../src-main/sandbox/trade.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { alter, errorsOf, openSandbox, post, SHOP_FIELDS } from './sandbox-bench.ts'

/** Last processing of every trade below: a day in the middle of a month. */
const PROCESSED_AT = Date.parse('2026-11-10T15:30:00+09:00')

type Bucket = 'sameDay' | 'sameMonth' | 'laterMonth' | 'after90' | 'after180'

/** Moments in Japan on both sides of every border, to the second. */
const moments: readonly (readonly [string, Bucket])[] = [
  ['2026-11-10T15:30:01', 'sameDay'],
  ['2026-11-10T23:59:59', 'sameDay'],
  ['2026-11-11T00:00:00', 'sameMonth'],
  ['2026-11-30T23:59:59', 'sameMonth'],
  ['2026-12-01T00:00:00', 'laterMonth'],
  ['2027-02-08T23:59:59', 'laterMonth'],
  ['2027-02-09T00:00:00', 'after90'],
  ['2027-05-09T23:59:59', 'after90'],
  ['2027-05-10T00:00:00', 'after180'],
]

const reauthorise = 'AUTH SAUTH CAPTURE'
const captured = { sameDay: 'VOID RETURN', sameMonth: 'RETURN', laterMonth: 'RETURNX', after90: 'RETURNX' }
const undone = { sameDay: reauthorise, sameMonth: reauthorise, laterMonth: reauthorise, after90: reauthorise }
const nothing = { sameDay: '', sameMonth: '', laterMonth: '', after90: '' }

/** gmo-protocol.md §4.1, written out once more by hand: what an older contract accepts. */
const accepted: Readonly<Record<CardStatus, Readonly<Record<Exclude<Bucket, 'after180'>, string>>>> = {
  UNPROCESSED: nothing,
  AUTHENTICATED: nothing,
  CHECK: nothing,
  AUTH: { sameDay: 'SALES VOID RETURN', sameMonth: 'SALES RETURN', laterMonth: 'SALES RETURN', after90: 'RETURN' },
  SAUTH: { sameDay: 'VOID RETURN', sameMonth: 'RETURN', laterMonth: 'RETURN', after90: 'RETURN' },
  SALES: captured,
  CAPTURE: captured,
  VOID: undone,
  RETURN: undone,
  RETURNX: undone,
  CANCEL: undone,
}

function words(status: CardStatus, bucket: Bucket): Set<string> {
  if (bucket === 'after180') return new Set()
  return new Set(accepted[status][bucket].split(' '))
}

/** The one code that refuses `jobCd`, or empty when it is accepted. */
function expectedError(status: CardStatus, jobCd: JobCd, bucket: Bucket): string {
  if (jobCd === 'FORCERETURN') return 'E01030061'
  if (jobCd === 'CHECK' || jobCd === 'CANCEL') return 'E01050004'
  if (words(status, bucket).has(jobCd)) return ''
  if (status === 'UNPROCESSED' || status === 'AUTHENTICATED') return 'E11010002'
  const known = Object.values(accepted[status]).some((list) => list.split(' ').includes(jobCd))
  if (!known) return 'E11010003'
  if (bucket === 'after180') return 'E11010010'
  return jobCd === 'SALES' ? 'E01420010' : 'E11010003'
}

async function tryOut(sandbox: Sandbox, status: CardStatus, jobCd: JobCd, moment: string): Promise<[string, string]> {
  const orderId = `${status}-${jobCd}`
  const [seeded] = sandbox.ledger.seed([{ kind: 'card', orderId, status, amountYen: 3000, processedAt: PROCESSED_AT }])
  sandbox.setNow(Date.parse(`${moment}+09:00`))
  const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
  const answer = await alter(sandbox, keys, `JobCd=${jobCd}&Amount=3000&Method=1`)
  return [errorsOf(answer).join('|'), sandbox.ledger.trade(orderId)?.status ?? '']
}

describe('status × JobCd × day', () => {
  it.each(moments)('%s (%s)', async (moment, bucket) => {
    const sandbox = await openSandbox()
    let applied = 0
    for (const status of cardStatuses) {
      for (const jobCd of jobCds) {
        const error = expectedError(status, jobCd, bucket)
        const expected = [error, error === '' ? jobCd : status]
        expect(await tryOut(sandbox, status, jobCd, moment), `${status} ${jobCd} ${moment}`).toEqual(expected)
        if (error === '') applied += 1
      }
    }
    expect(sandbox.ledger.mutations()).toHaveLength(applied)
  })
})

describe('ChangeTran', () => {
  const changes = new Map<CardStatus, string>([
    ['AUTH', 'AUTH CAPTURE'],
    ['SALES', 'AUTH CAPTURE'],
    ['CAPTURE', 'AUTH CAPTURE'],
    ['SAUTH', 'SAUTH'],
  ])

  function expectedChange(status: CardStatus, jobCd: JobCd): string {
    if (jobCd === 'FORCERETURN') return 'E01030061'
    if (!['AUTH', 'CAPTURE', 'SAUTH'].includes(jobCd)) return 'E01050004'
    if (changes.get(status)?.split(' ').includes(jobCd) === true) return ''
    return status === 'UNPROCESSED' || status === 'AUTHENTICATED' ? 'E11010002' : 'E11010003'
  }

  it('is accepted where §4.4 says so and refused everywhere else', async () => {
    const sandbox = await openSandbox({ now: () => PROCESSED_AT })
    for (const status of cardStatuses) {
      for (const jobCd of jobCds) {
        const orderId = `${status}-${jobCd}`
        const [seeded] = sandbox.ledger.seed([
          { kind: 'card', orderId, status, amountYen: 3000, processedAt: PROCESSED_AT },
        ])
        const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
        const answer = await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=${jobCd}&Amount=2500`)
        const error = expectedChange(status, jobCd)
        const trade = sandbox.ledger.trade(orderId)
        expect([errorsOf(answer).join('|'), trade?.status, trade?.amountYen], orderId).toEqual(
          error === '' ? ['', jobCd, 2500] : [error, status, 3000],
        )
      }
    }
  })

  it('is refused after 180 days', async () => {
    const sandbox = await openSandbox({ now: () => Date.parse('2027-05-10T00:00:00+09:00') })
    const [seeded] = sandbox.ledger.seed([
      { kind: 'card', orderId: 'a-1', status: 'SALES', amountYen: 3000, processedAt: PROCESSED_AT },
    ])
    const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
    const answer = await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=CAPTURE&Amount=2500`)
    expect(errorsOf(answer)).toEqual(['E11010010'])
  })
})
