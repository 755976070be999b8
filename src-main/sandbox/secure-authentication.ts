import { randomBytes } from 'node:crypto'
import { digitsOf } from './gateway-ids.ts'
import { causeOf } from './gateway-request.ts'
import type { GatewayRequest, Pair } from './gateway-request.ts'
import { MOST_WRONG_CODES } from './secure-step.ts'
import type { SecureStep } from './secure-step.ts'
import type { Ledger } from './ledger.ts'
import type { KnownCard } from './test-cards.ts'
import type { Trade } from './trade.ts'

const NO_RETURN_URL = 'E01530001'
const UNFINISHED = 'E21030007'
const outcomes = { waiting: UNFINISHED, failed: 'E21030001', cancelled: 'E21020002' } as const

/**
 * Opens an authentication for an unpaid trade: the pairs with the address the buyer's browser has to be sent to, or the
 * ErrInfo when the shop named no address to come back to. The address is written raw, `&` and `=` included (§3.9).
 */
export function startSecureStep(
  request: GatewayRequest,
  trade: Trade,
  card: KnownCard,
  payment: Readonly<Record<string, string>>,
  memberId: string,
): Pair[] | string {
  const { fields, ledger, at } = request
  const returnUrl = fields.get('RetUrl')
  if (!/^https?:\/\/[^\s]+$/.test(returnUrl) || !URL.canParse(returnUrl)) return NO_RETURN_URL
  const { orderId, accessId, amountYen, taxYen } = trade
  const step: SecureStep = {
    token: randomBytes(24).toString('hex'),
    transId: randomBytes(8).toString('hex'),
    ...{ orderId, accessId, amountYen: amountYen + taxYen, card, memberId, payment, returnUrl },
    state: 'waiting',
    wrongCodes: 0,
  }
  ledger.secureSteps.put(step.token, step)
  // An order has one authentication at a time: a new one takes the place of the one the buyer walked away from.
  ledger.currentSecureStep.put(orderId, step.token)
  if (trade.status === 'UNPROCESSED') {
    ledger.change(trade, { ...trade, status: 'AUTHENTICATED', processedAt: at }, causeOf(request, trade.jobCd))
  }
  return [
    ['ACS', '2'],
    ['RedirectUrl', `${request.baseUrl}/secure?transId=${step.transId}&t=${step.token}`],
  ]
}

/** The finished authentication of `trade`, or the ErrInfo that keeps its card from being charged (E21…). */
export function passesIssuer(request: GatewayRequest, trade: Trade): SecureStep | string {
  const { ledger } = request
  const token = ledger.currentSecureStep.get(trade.orderId)
  const step = token === undefined ? undefined : ledger.secureSteps.get(token)
  if (step === undefined) return UNFINISHED
  return step.state === 'passed' ? step : outcomes[step.state]
}

/** What the holder did on the issuer's page. */
export type HolderAct =
  { readonly do: 'enter'; readonly code: string } | { readonly do: 'cancel' } | { readonly do: 'vouch' }

/** The one-time code the pretend issuer has "sent": six digits that follow from the token. */
export function oneTimeCode(step: SecureStep): string {
  return digitsOf(`${step.token}|code`, 6)
}

/** Moves a waiting authentication on; one that has ended stays as it is. Hands back how it stands now. */
export function actAtIssuer(ledger: Ledger, step: SecureStep, act: HolderAct): SecureStep {
  if (step.state !== 'waiting') return step
  const after = afterAct(step, act)
  ledger.transact(() => {
    ledger.secureSteps.put(step.token, after)
  })
  return after
}

function afterAct(step: SecureStep, act: HolderAct): SecureStep {
  if (act.do === 'cancel') return { ...step, state: 'cancelled' }
  if (act.do === 'vouch') return { ...step, state: 'passed' }
  if (act.code === oneTimeCode(step)) return { ...step, state: 'passed' }
  const wrongCodes = step.wrongCodes + 1
  return { ...step, wrongCodes, state: wrongCodes >= MOST_WRONG_CODES ? 'failed' : 'waiting' }
}
