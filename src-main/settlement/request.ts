import type { AlterRequest, Change } from '../gmo/change.ts'
import type { MayLeave } from '../gmo/exchange.ts'
import type { Gateway } from '../gmo/gateway.ts'
import type { Receipt, Trade } from '../gmo/trade.ts'
import type { Operation } from './operation-table.ts'

/**
 * What came of sending. The receipt is null where the gateway confirms without a time (an unpaid number taken back):
 * an inquiry has to bring it. `bug` when our own code broke on the way.
 */
export type Sent = Change<Receipt | null> | { readonly outcome: 'unknown'; readonly reason: 'bug' }

/** Jobs of 金額変更 and 再オーソリ: what the trade shall be afterwards. */
const amountJobs = { amountAuthorised: 'authorised', amountCaptured: 'captured' } as const
const authorisationJobs = { reauthorised: 'authorised', recaptured: 'captured' } as const

/**
 * Sends the one request of an operation (R13): 実売上 and the cancel words name what the gateway reported, 金額変更 and
 * 再オーソリ the order's amount, tax included in it. Nothing leaves when `mayLeave` says no at that moment.
 */
export async function sendOperation(
  gateway: Gateway,
  operation: Operation,
  trade: Trade,
  mayLeave: MayLeave,
): Promise<Sent> {
  const { action, expectedAmountYen } = operation
  const { access, amountYen, taxYen } = trade
  switch (action) {
    case 'amountAuthorised':
    case 'amountCaptured':
      return gateway.changeAmount(
        { access, job: amountJobs[action], amountYen: expectedAmountYen, taxYen: 0 },
        mayLeave,
      )
    case 'reauthorised':
    case 'recaptured':
      return gateway.alter(
        { ...authorisation(trade), job: authorisationJobs[action], amountYen: expectedAmountYen },
        mayLeave,
      )
    default:
      return isSlip(trade)
        ? takeBack(gateway, trade, mayLeave)
        : gateway.alter({ access, job: action, amountYen, taxYen }, mayLeave)
  }
}

/** The card is charged in the way it was before. */
function authorisation({ access, method, payTimes }: Trade): Omit<AlterRequest, 'job' | 'amountYen'> {
  return { access, taxYen: 0, method: method ?? 'once', ...(payTimes === null ? {} : { payTimes }) }
}

function isSlip({ convenience, payEasy }: Trade): boolean {
  return convenience !== null || payEasy !== null
}

async function takeBack(gateway: Gateway, { access, convenience }: Trade, mayLeave: MayLeave): Promise<Sent> {
  const answer = await (convenience === null
    ? gateway.cancelPayEasy(access, mayLeave)
    : gateway.cancelConvenience(access, mayLeave))
  return answer.outcome === 'applied' ? { ...answer, receipt: null } : answer
}
