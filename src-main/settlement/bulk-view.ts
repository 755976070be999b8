import type { BulkLine, BulkLineState, BulkRun, BulkSums } from '../../src-shared/bulk.ts'
import { lineState, sumLines } from '../../src-shared/bulk-run.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { GatewayMessage } from '../../src-shared/settlement.ts'
import type { Connection } from '../db/database.ts'
import { describeGatewayError } from '../gmo/errors.ts'
import { groupsOfRuns, linesOfRun, type LineGroup, type LineRecord } from './bulk-line-table.ts'
import type { RunRecord } from './bulk-run-table.ts'
import type { BulkRunner } from './bulk-runner.ts'
import { dayTurned } from './verdict.ts'

/** Runs with their sums. `runner` is the one that works, if any; it knows what is under way. */
export async function viewRuns(
  db: Connection,
  records: readonly RunRecord[],
  runner: BulkRunner | null,
): Promise<readonly BulkRun[]> {
  const ids = records.map(({ id }) => id)
  const groups = await groupsOfRuns(db, ids)
  const views: BulkRun[] = []
  for (const stored of records) {
    const own = runner?.run.id === stored.id ? runner : null
    // A pause that the disk did not take is one all the same.
    const record = own?.run ?? stored
    const lines = groups.filter(({ runId }) => runId === record.id)
    const sums = sumLines([...statesOf(record, lines), ...(await movesUnderWay(db, record, own))])
    const statusHeld = lines.reduce((sum, { held }) => sum + held, 0)
    views.push({ ...viewOf(record, own, sums), statusHeld })
  }
  return views
}

interface Group {
  readonly state: BulkLineState
  readonly count: number
  readonly yen: number
}

function statesOf(record: RunRecord, groups: readonly LineGroup[]): readonly Group[] {
  const over = record.endedAt !== null
  return groups.map(({ count, yen, runId: _run, held: _held, ...facts }) => ({
    state: lineState({ ...facts, over, underWay: false }),
    count,
    yen,
  }))
}

/** The file does not know what is under way: those few are taken from where the file has them. */
async function movesUnderWay(db: Connection, record: RunRecord, runner: BulkRunner | null): Promise<readonly Group[]> {
  if (runner === null || runner.underWay.size === 0) return []
  const over = record.endedAt !== null
  const lines = await linesOfRun(db, record.id, [...runner.underWay.keys()])
  return lines.flatMap((line) => {
    const yen = line.amountYen
    const inFile = lineState({ ...line, over, underWay: false })
    return [
      { state: inFile, count: -1, yen: -yen },
      { state: 'underWay', count: 1, yen },
    ] as const
  })
}

function viewOf(record: RunRecord, runner: BulkRunner | null, sums: BulkSums): Omit<BulkRun, 'statusHeld'> {
  const { operatorId: _operator, state, ...rest } = record
  return {
    ...rest,
    state: state === 'running' && runner === null ? 'interrupted' : state,
    total: Object.values(sums).reduce((total, { count }) => total + count, 0),
    sums,
    atOnce: runner?.atOnce ?? 0,
    waitsUntil: runner?.waitsUntil ?? null,
    perMinute: runner?.perMinute ?? null,
  }
}

/** Lines of a run as screens show them, in the order of its preview; with `orderIds` only those. */
export async function viewLines(
  db: Connection,
  record: RunRecord,
  runner: BulkRunner | null,
  orderIds: readonly number[] | null = null,
): Promise<readonly BulkLine[]> {
  const underWay = runner?.run.id === record.id ? runner.underWay : new Map<number, Instant>()
  const lines = await linesOfRun(db, record.id, orderIds)
  return lines.map((line) => viewOfLine(line, record.endedAt !== null, underWay.get(line.orderId) ?? null))
}

function viewOfLine(line: LineRecord, over: boolean, startedAt: Instant | null): BulkLine {
  const { position, orderId, orderNo, name, action, amountYen, statusHeld } = line
  const state = lineState({ ...line, over, underWay: startedAt !== null })
  const failed = state === 'failed' || state === 'excluded'
  const messages = failed && line.operation?.moved === false ? messagesIn(line.resultCodes) : []
  const failure = failed && messages.length === 0 ? failureOf(line) : null
  return { position, orderId, orderNo, name, action, amountYen, state, startedAt, failure, messages, statusHeld }
}

function failureOf({ excludedFor, refused, orderNo, operation, resultCodes }: LineRecord): Failure {
  if (operation?.state === 'awaitRetry' && !operation.moved && resultCodes === dayTurned) {
    return { code: 'settlement.not-allowed', params: { orderNo, why: dayTurned } }
  }
  const code = operation?.state === 'adopted' ? 'settlement.decided-by-hand' : 'settlement.not-done'
  return excludedFor ?? refused ?? { code, params: { orderNo } }
}

/** Gateway codes are capitals and digits; other reasons in the journal are the client's own words. */
function messagesIn(codes: string): readonly GatewayMessage[] {
  const known = codes.split('|').filter((code) => /^[0-9A-Z]{5,12}$/.test(code))
  return known.map((code) => {
    const { message, advice } = describeGatewayError(code)
    return { code, message, advice }
  })
}
