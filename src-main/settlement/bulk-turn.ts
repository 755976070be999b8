import type { SettlementResult } from '../../src-shared/api.ts'
import { nextStatus, planLine } from '../../src-shared/bulk-run.ts'
import { Refusal, type Failure } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { describeGatewayError } from '../gmo/errors.ts'
import type { Gateway } from '../gmo/gateway.ts'
import { storageFailure } from '../storage-failure.ts'
import { linesOfRun, refuseLine } from './bulk-line-table.ts'
import type { RunRecord } from './bulk-run-table.ts'
import type { ChangeRequest } from './intent.ts'
import type { SettlementParts } from './parts.ts'

/** The one way in which money moves: journal, look, rules, turn of the order; `gateway` is what it asks and sends by. */
export type ChangeOne = (request: ChangeRequest, operator: Operator, gateway: Gateway) => Promise<SettlementResult>

/** An order that waits for its turn, with the amount the operator agreed to. */
export interface WaitingLine {
  readonly orderId: number
  readonly plannedYen: number
}

/**
 * How a turn ended, as far as the run must know. `done`: the line says the rest, whatever it is. `silent`: sent, outcome
 * open. `unsent`, `busy`, `midnight`: nothing happened, the order may come again. `settings`, `storage`: no order fares better.
 */
export type TurnEnd = 'done' | 'silent' | 'unsent' | 'busy' | 'midnight' | 'settings' | 'storage'

/**
 * One order's turn. What is done is computed now, from the order and the day as they are: a cancel word may be another
 * than planned, an amount may not. What the rules refuse is written to the line; everything else is in the journal.
 */
export async function takeTurn(
  parts: SettlementParts,
  change: (request: ChangeRequest) => Promise<SettlementResult>,
  run: RunRecord,
  line: WaitingLine,
): Promise<TurnEnd> {
  try {
    const request = await requestNow(parts, run, line)
    return await endOf(parts, run, line, await change(request))
  } catch (error) {
    return endOfRefusal(parts, run, line, error)
  }
}

async function requestNow(parts: SettlementParts, run: RunRecord, line: WaitingLine): Promise<ChangeRequest> {
  const [facts] = await parts.orders.facts([line.orderId])
  if (facts === undefined) throw new Refusal('order.not-found', { id: line.orderId })
  const { cancelRules } = await parts.terms()
  const { action, amountYen, excluded } = planLine(facts, run.action, parts.clock.now(), cancelRules)
  if (action === null) {
    if (excluded === null) throw new Error('a plan without an action says why')
    throw new Refusal(excluded.code, excluded.params, excluded.next)
  }
  if (amountYen !== line.plannedYen) throw new Refusal('order.changed-meanwhile', { orderNo: facts.orderNo })
  const thenStatus = nextStatus(run.action, run.thenStatus, facts.orderStatus)
  return { id: facts.id, seen: facts.version, action, thenStatus, reason: '', runId: run.id }
}

async function endOf(
  parts: SettlementParts,
  run: RunRecord,
  { orderId }: WaitingLine,
  result: SettlementResult,
): Promise<TurnEnd> {
  if (result.outcome === 'unknown') return 'silent'
  if (result.outcome !== 'notSent') return 'done'
  if (result.because === 'dayTurned') return 'midnight'
  const [line] = await parts.db.read((db) => linesOfRun(db, run.id, [orderId]))
  return isBusy(line?.resultCodes ?? '') ? 'busy' : 'unsent'
}

async function endOfRefusal(
  parts: SettlementParts,
  run: RunRecord,
  { orderId }: WaitingLine,
  error: unknown,
): Promise<TurnEnd> {
  if (storageFailure(error) !== null) return 'storage'
  if (!(error instanceof Refusal)) parts.log.error('bulk.turn', { run: run.id, orderId, error: String(error) })
  const failure: Failure = error instanceof Refusal ? error.failure : { code: 'bug', params: { call: 'bulk.start' } }
  const end = passing(failure)
  if (end !== null) return end
  return refused(parts, run, orderId, failure)
}

/** What says nothing about the order itself. */
function passing({ code, params }: Failure): TurnEnd | null {
  if (code === 'gateway.offline' || code === 'gateway.no-answer') return 'unsent'
  if (code === 'gateway.not-configured') return 'settings'
  if (isOfTheDesk(code, params)) return 'storage'
  if (code === 'gateway.refused') return isBusy(String(params['codes'] ?? '')) ? 'busy' : null
  return code === 'settlement.not-allowed' && params['why'] === 'midnight' ? 'midnight' : null
}

/** The witness cannot be written, or the records are damaged as a whole: no other order would fare better. */
function isOfTheDesk(code: Failure['code'], { what }: Failure['params']): boolean {
  return code === 'storage.witness' || (code === 'storage.damaged' && (what === 'journal' || what === 'witness'))
}

/** Writes a refusal to the line. A disk that does not take it stops the run: the line stays in the queue. */
export async function refused(
  parts: SettlementParts,
  run: RunRecord,
  orderId: number,
  failure: Failure,
): Promise<TurnEnd> {
  try {
    await parts.db.write((trx) => refuseLine(trx, run.id, orderId, failure))
    return 'done'
  } catch (error) {
    parts.log.error('bulk.refused', { run: run.id, orderId, error: String(error) })
    return 'storage'
  }
}

function isBusy(codes: string): boolean {
  return codes.split('|').some((code) => describeGatewayError(code).kind === 'busy')
}
