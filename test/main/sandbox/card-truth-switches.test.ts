import { afterAll, describe, expect, it } from 'vitest'
import { Fields } from '../../../src-main/sandbox/fields.ts'
import { Gateway } from '../../../src-main/sandbox/gateway.ts'
import type { SandboxRules } from '../../../src-main/sandbox/rules.ts'
import { cardStatuses, jobCds } from '../../../src-main/sandbox/trade.ts'
import type { CardStatus, JobCd } from '../../../src-main/sandbox/trade.ts'
import { DAY_MS, SHOP } from './sandbox-bench.ts'

/** Last processing and authorisation of every trade: the tenth of a month with thirty days. */
const PROCESSED_AT = Date.parse('2026-11-10T15:30:00+09:00')
/** Same day, next day, month end, next month, both borders of the periods. */
const daysLater = [0, 1, 20, 21, 59, 60, 61, 89, 90, 91, 180, 181]
const LAST_DAY_OF_THE_MONTH = 20

const strict = { voidOnSameDayOnly: true, returnInSameMonthOnly: true, returnxInLaterMonthOnly: true }
const lenient = { voidOnSameDayOnly: false, returnInSameMonthOnly: false, returnxInLaterMonthOnly: false }
const ruleSets: readonly (Partial<SandboxRules> & { contract: SandboxRules['contract']; authorisationDays: number })[] =
  (['older', 'newer', 'either'] as const).flatMap((contract) =>
    [60, 90].flatMap((authorisationDays) => [
      { contract, authorisationDays, ...strict },
      { contract, authorisationDays, ...lenient },
      { contract, authorisationDays, ...strict, returnFromNextDayOnly: true },
    ]),
  )

const captured = 'VOID RETURN RETURNX CANCEL'
const undone = 'AUTH SAUTH CAPTURE'
/** gmo-protocol.md §4.1 by hand: what leads on from where, whatever the day. */
const possible: Readonly<Record<CardStatus, string>> = {
  ...{ UNPROCESSED: '', AUTHENTICATED: '', CHECK: '', AUTH: 'SALES VOID RETURN CANCEL', SAUTH: 'VOID RETURN' },
  ...{ SALES: captured, CAPTURE: captured, VOID: undone, RETURN: undone, RETURNX: undone, CANCEL: undone },
}

function unknownWord(rules: Partial<SandboxRules>, jobCd: JobCd): boolean {
  if (jobCd === 'CHECK') return true
  if (jobCd === 'CANCEL') return rules.contract === 'older'
  return ['VOID', 'RETURN', 'RETURNX'].includes(jobCd) && rules.contract === 'newer'
}

/** Whether the day allows what the status allows. */
function inTime(rules: (typeof ruleSets)[number], status: CardStatus, jobCd: JobCd, days: number): boolean {
  const sameMonth = days <= LAST_DAY_OF_THE_MONTH
  const isCaptured = status === 'SALES' || status === 'CAPTURE'
  if (jobCd === 'VOID') return rules.voidOnSameDayOnly !== true || days === 0
  if (jobCd === 'RETURNX') return rules.returnxInLaterMonthOnly !== true || !sameMonth
  if (jobCd !== 'RETURN') return jobCd !== 'SALES' || days <= rules.authorisationDays
  if (rules.returnFromNextDayOnly === true && days === 0) return false
  return !isCaptured || rules.returnInSameMonthOnly !== true || sameMonth
}

/** The code of §4.5 that refuses the request, or empty. */
function expected(rules: (typeof ruleSets)[number], status: CardStatus, jobCd: JobCd, days: number): string {
  if (jobCd === 'FORCERETURN') return 'E01030061'
  if (unknownWord(rules, jobCd)) return 'E01050004'
  if (status === 'UNPROCESSED' || status === 'AUTHENTICATED') return 'E11010002'
  if (!possible[status].split(' ').includes(jobCd)) return 'E11010003'
  if (days > 180) return 'E11010010'
  if (inTime(rules, status, jobCd, days)) return ''
  return jobCd === 'SALES' ? 'E01420010' : 'E11010003'
}

let cells = 0
afterAll(() => {
  process.stdout.write(`card truth table: ${cells} cells (status × JobCd × day × contract and switches)\n`)
})

describe('status × JobCd × day × switches', () => {
  it.each(ruleSets)('set %#: $contract contract, $authorisationDays days', (rules) => {
    const gateway = new Gateway({ ledgerPath: ':memory:', ...SHOP, now: () => PROCESSED_AT, rules })
    const cases = cardStatuses.flatMap((status, row) =>
      jobCds.flatMap((jobCd, column) =>
        daysLater.map((days) => ({ status, jobCd, days, orderId: `${row}-${column}-${days}` })),
      ),
    )
    const seeded = gateway.ledger.seed(
      cases.map(({ orderId, status }) => ({
        ...({ kind: 'card', amountYen: 3000, processedAt: PROCESSED_AT } as const),
        ...{ orderId, status },
      })),
    )
    for (const [index, { status, jobCd, days, orderId }] of cases.entries()) {
      gateway.clock.set(PROCESSED_AT + days * DAY_MS)
      const keys = { AccessID: seeded[index]!.accessId, AccessPass: seeded[index]!.accessPass }
      const body = { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass, ...keys, JobCd: jobCd, Amount: '3000', Method: '1' }
      const answer = gateway.process('AlterTran.idPass', new Fields(Object.entries(body)), 'api', 'cell')
      const error = expected(rules, status, jobCd, days)
      const after = gateway.ledger.trade(orderId)?.status
      expect([answer.ok ? '' : answer.errInfos.join('|'), after], `${status} ${jobCd} ${days}`).toEqual([
        error,
        error === '' ? jobCd : status,
      ])
      cells += 1
    }
    gateway.ledger.close()
  })
})
