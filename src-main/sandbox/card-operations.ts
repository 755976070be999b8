import * as check from './card-fields.ts'
import { amountErrors, hasInstalments, paymentErrors } from './card-register.ts'
import { alterSteps, changeSteps, contractKnows, findStep } from './card-rules.ts'
import type { CardStep } from './card-rules.ts'
import { checkFields } from './field-check.ts'
import type { Fields } from './fields.ts'
import { gatewayDateTime } from './gateway-date.ts'
import { answer, causeOf, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import { jobCds } from './trade.ts'
import type { JobCd, Trade } from './trade.ts'

/** One of the two endpoints that move an executed card trade. */
interface Operation {
  readonly steps: readonly CardStep[]
  readonly jobCds: ReadonlySet<JobCd>
  /** Re-authorisation by AlterTran names the way of payment again; ChangeTran goes on with the old one. */
  readonly namesMethod: boolean
}

const alter: Operation = { steps: alterSteps, jobCds: jobCdsOf(alterSteps), namesMethod: true }
const change: Operation = { steps: changeSteps, jobCds: jobCdsOf(changeSteps), namesMethod: false }

/** AlterTran: 実売上, the cancels and re-authorisation (gmo-protocol.md §3.3, §4.1). */
export function alterTran(request: GatewayRequest): Answer {
  return operate(request, alter)
}

/** ChangeTran: another amount, which inside the gateway is a cancel and a new authorisation (§3.4, §4.4). */
export function changeTran(request: GatewayRequest): Answer {
  return operate(request, change)
}

function operate(request: GatewayRequest, operation: Operation): Answer {
  const { fields, ledger } = request
  const trade = ledger.byAccess(fields.get('AccessID'), fields.get('AccessPass'))
  const found = trade?.kind === 'card' ? trade : undefined
  const jobCd = jobCds.find((known) => known === fields.get('JobCd'))
  const errors = [
    ...shopErrors(request, 'card'),
    ...checkFields(fields, [check.jobCd]),
    ...(jobCd === undefined ? [] : jobCdErrors(request, operation, jobCd)),
    ...checkFields(fields, [check.accessId, check.accessPass]),
    ...(found === undefined ? ['E01110002'] : []),
  ]
  if (errors.length > 0 || found === undefined || jobCd === undefined) return refuse(...errors)
  return takeStep(request, operation, found, jobCd)
}

function takeStep(request: GatewayRequest, operation: Operation, found: Trade, jobCd: JobCd): Answer {
  const { fields, rules, at } = request
  // The amount is looked at only once the trade is found (recorded).
  const late = inputErrors(fields, operation, jobCd)
  if (late.length > 0) return refuse(...late)
  const step = findStep(operation.steps, found, jobCd, at, rules)
  if (typeof step === 'string') return refuse(step)
  const refusal = stepError(step, fields, found)
  if (refusal !== null) return refuse(refusal)
  return answer(operationPairs(apply(request, found, step, operation)))
}

function stepError(step: CardStep, fields: Fields, trade: Trade): string | null {
  if (step.amount === 'equal' && !namesItsAmount(fields, trade)) return 'E01060010'
  // The card is asked again for a new authorisation; when it declines, everything stays as it was (§4.4).
  return step.amount === 'new' && trade.renewalDeclinedWith !== '' ? trade.renewalDeclinedWith : null
}

function jobCdErrors(request: GatewayRequest, operation: Operation, jobCd: JobCd): string[] {
  if (jobCd === 'FORCERETURN') return ['E01030061']
  return operation.jobCds.has(jobCd) && contractKnows(request.rules, jobCd) ? [] : ['E01050004']
}

function inputErrors(fields: Fields, operation: Operation, jobCd: JobCd): string[] {
  const amounts = new Set(operation.steps.filter((step) => step.jobCd === jobCd).map((step) => step.amount))
  if (amounts.has('ignored')) return []
  const pays = operation.namesMethod && amounts.has('new')
  return [...amountErrors(fields), ...paymentErrors(fields, pays)]
}

/** A Tax that is left out is not compared: the gateway's own modules capture with and without it. */
function namesItsAmount(fields: Fields, trade: Trade): boolean {
  if (Number(fields.get('Amount')) !== trade.amountYen) return false
  return fields.get('Tax') === '' || Number(fields.get('Tax')) === trade.taxYen
}

function apply(request: GatewayRequest, before: Trade, step: CardStep, operation: Operation): Trade {
  const { fields, ledger, at } = request
  const renewed = step.amount === 'new'
  const payment = renewed && operation.namesMethod ? namedPayment(fields) : {}
  const after: Trade = {
    ...before,
    status: step.to,
    jobCd: step.jobCd,
    // A change without Tax folds the earlier one into the new amount (gmo-protocol.md §3.4).
    amountYen: renewed ? Number(fields.get('Amount')) : before.amountYen,
    taxYen: renewed ? Number(fields.get('Tax')) : before.taxYen,
    ...payment,
    processedAt: at,
    authorisedAt: renewed ? at : before.authorisedAt,
    ...(step.ids === 'new' ? ledger.newProcessingIds(at) : {}),
  }
  ledger.change(before, after, causeOf(request, step.jobCd))
  return after
}

function namedPayment(fields: Fields): Pick<Trade, 'method' | 'payTimes'> {
  const method = fields.get('Method')
  return { method, payTimes: hasInstalments(method) ? fields.get('PayTimes') : '' }
}

/** The answer names neither order nor status nor amount (recorded). */
function operationPairs(trade: Trade): [string, string][] {
  return [
    ['AccessID', trade.accessId],
    ['AccessPass', trade.accessPass],
    ['Forward', trade.forward],
    ['Approve', trade.approve],
    ['TranID', trade.tranId],
    ['TranDate', gatewayDateTime(trade.processedAt)],
  ]
}

function jobCdsOf(steps: readonly CardStep[]): ReadonlySet<JobCd> {
  return new Set(steps.map((step) => step.jobCd))
}
