import { randomUUID } from 'node:crypto'
import {
  statusOfBulk,
  type BulkAction,
  type BulkLine,
  type BulkPreview,
  type BulkRun,
  type BulkSelection,
} from '../../src-shared/bulk.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { OrderStatus } from '../../src-shared/order.ts'
import { insertLines } from './bulk-line-table.ts'
import { createBulkPreviews, type BulkPreviews } from './bulk-preview.ts'
import { findRun, insertRun, listRuns, openRun, type RunRecord } from './bulk-run-table.ts'
import { BulkRunner } from './bulk-runner.ts'
import type { ChangeOne } from './bulk-turn.ts'
import { viewLines, viewRuns } from './bulk-view.ts'
import type { SettlementParts } from './parts.ts'

/** Many orders at once: planned, run, held, reported. One run at a time. */
export interface Bulk {
  preview(selection: BulkSelection, action: BulkAction): Promise<BulkPreview>
  /** Refusals `bulk.already-running`, `bulk.changed-since-preview`, `bulk.nothing-to-do`. */
  start(digest: string, thenStatus: OrderStatus | null, operator: Operator): Promise<BulkRun>
  /** Refusals `bulk.not-found`, `bulk.not-running`. */
  hold(runId: string, how: 'pause' | 'resume' | 'cancel', operator: Operator): Promise<BulkRun>
  state(): Promise<BulkRun | null>
  list(): Promise<readonly BulkRun[]>
  report(runId: string): Promise<{ readonly run: BulkRun; readonly lines: readonly BulkLine[] }>
  reselectFailed(runId: string): Promise<{ readonly action: BulkAction; readonly ids: readonly number[] }>
  /** Takes no further order and waits for those under way. The run can be gone on with after the next start. */
  close(): Promise<void>
}

/**
 * Builds the service. A run that was not over when the program ended is left as it is: nothing is sent for it before an
 * operator says 再開 (R14).
 */
export function createBulk(
  parts: SettlementParts,
  change: ChangeOne,
  random: () => number = () => Math.random(),
): Bulk {
  return new DeskBulk(parts, change, random)
}

/** The windows are told at most so often: a person sees no more, and every telling is work between two orders. */
const TELL_EVERY_MS = 150

class DeskBulk implements Bulk {
  readonly #parts: SettlementParts
  readonly #change: ChangeOne
  readonly #random: () => number
  readonly #previews: BulkPreviews
  #runner: BulkRunner | null = null
  #starting = false
  /** What starts, holds or closes, one after the other: two windows must not make two runners for one run. */
  #turn: Promise<unknown> = Promise.resolve()
  readonly #untold = new Set<number>()
  #telling: NodeJS.Timeout | null = null

  constructor(parts: SettlementParts, change: ChangeOne, random: () => number) {
    this.#parts = parts
    this.#change = change
    this.#random = random
    this.#previews = createBulkPreviews(parts)
  }

  preview(selection: BulkSelection, action: BulkAction): Promise<BulkPreview> {
    return this.#previews.make(selection, action)
  }

  async start(digest: string, thenStatus: OrderStatus | null, operator: Operator): Promise<BulkRun> {
    if (this.#starting) throw new Refusal('bulk.already-running')
    this.#starting = true
    return this.#alone(() => this.#begin(digest, thenStatus, operator)).finally(() => (this.#starting = false))
  }

  hold(runId: string, how: 'pause' | 'resume' | 'cancel', operator: Operator): Promise<BulkRun> {
    return this.#alone(() => this.#hold(runId, how, operator))
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#turn.then(work)
    this.#turn = own.catch(() => undefined)
    return own
  }

  async #begin(digest: string, thenStatus: OrderStatus | null, operator: Operator): Promise<BulkRun> {
    if ((await this.#open()) !== null) throw new Refusal('bulk.already-running')
    const preview = await this.#previews.confirm(digest)
    if (preview.lines.every((line) => line.action === null)) throw new Refusal('bulk.nothing-to-do')
    const record = await this.#write(preview, thenStatus, operator)
    this.#runner = await this.#runnerFor(record, operator)
    await this.#runner.resume(operator)
    return this.#view(this.#runner.run)
  }

  async #hold(runId: string, how: 'pause' | 'resume' | 'cancel', operator: Operator): Promise<BulkRun> {
    const record = await this.#find(runId)
    if (record.endedAt !== null) throw new Refusal('bulk.not-running')
    const runner = this.#runner?.run.id === runId ? this.#runner : await this.#runnerFor(record, operator)
    this.#runner = runner
    if (how === 'pause') await runner.pause('operator')
    else if (how === 'resume') await runner.resume(operator)
    else await runner.cancel()
    await this.#note('bulk.held', runId, operator, { how })
    this.#flush()
    return this.#view(runner.run)
  }

  async state(): Promise<BulkRun | null> {
    const record = await this.#open()
    return record === null ? null : this.#view(record)
  }

  async list(): Promise<readonly BulkRun[]> {
    return this.#parts.db.read(async (db) => viewRuns(db, await listRuns(db), this.#runner))
  }

  async report(runId: string): Promise<{ readonly run: BulkRun; readonly lines: readonly BulkLine[] }> {
    const record = await this.#find(runId)
    const lines = await this.#parts.db.read((db) => viewLines(db, record, this.#runner))
    return { run: await this.#view(record), lines }
  }

  async reselectFailed(runId: string): Promise<{ readonly action: BulkAction; readonly ids: readonly number[] }> {
    const { run, lines } = await this.report(runId)
    const again = lines.filter(({ state }) => state === 'failed' || state === 'notSent')
    return { action: run.action, ids: again.map(({ orderId }) => orderId) }
  }

  async close(): Promise<void> {
    await this.#alone(async () => this.#runner?.close())
    clearTimeout(this.#telling ?? undefined)
  }

  async #write(preview: BulkPreview, thenStatus: OrderStatus | null, operator: Operator): Promise<RunRecord> {
    const { clock, db, audit } = this.#parts
    const wanted = thenStatus === statusOfBulk[preview.action] ? thenStatus : null
    const record: RunRecord = {
      id: randomUUID(),
      action: preview.action,
      thenStatus: wanted,
      state: 'running',
      pausedBy: null,
      cancelled: false,
      operatorId: operator.id,
      operatorName: operator.name,
      createdAt: clock.now(),
      endedAt: null,
    }
    const { operatorName: _name, ...row } = record
    await db.write(async (trx) => {
      await insertRun(trx, row)
      await insertLines(trx, record.id, preview.lines)
      const details = { run: record.id, action: record.action, orders: preview.lines.length }
      await audit.append(trx, { at: clock.now(), kind: 'bulk.started', operator, details })
    })
    return record
  }

  async #runnerFor(record: RunRecord, operator: Operator): Promise<BulkRunner> {
    const { bulkAtOnce: atOnce } = await this.#parts.terms()
    const moved = (ids: readonly number[]): void => {
      this.#tell(ids)
    }
    return new BulkRunner(
      { parts: this.#parts, change: this.#change, random: this.#random, atOnce, moved },
      record,
      operator,
    )
  }

  async #open(): Promise<RunRecord | null> {
    return this.#parts.db.read((db) => openRun(db))
  }

  async #find(runId: string): Promise<RunRecord> {
    const record = await this.#parts.db.read((db) => findRun(db, runId))
    if (record === null) throw new Refusal('bulk.not-found')
    return record
  }

  async #view(record: RunRecord): Promise<BulkRun> {
    const [view] = await this.#parts.db.read((db) => viewRuns(db, [record], this.#runner))
    if (view === undefined) throw new Error(`run ${record.id} vanished`)
    return view
  }

  async #note(kind: 'bulk.held', run: string, operator: Operator, more: Record<string, string>): Promise<void> {
    const { db, audit, clock } = this.#parts
    await db.write((trx) => audit.append(trx, { at: clock.now(), kind, operator, details: { run, ...more } }))
  }

  /** Collects what moved and tells it together; that a run paused or ended is told at once. */
  #tell(ids: readonly number[]): void {
    for (const id of ids) this.#untold.add(id)
    const state = this.#runner?.run.state ?? 'ended'
    if (state !== 'running') this.#flush()
    else
      this.#telling ??= setTimeout(() => {
        this.#flush()
      }, TELL_EVERY_MS).unref()
  }

  #flush(): void {
    clearTimeout(this.#telling ?? undefined)
    this.#telling = null
    const ids = [...this.#untold]
    this.#untold.clear()
    void this.#publish(ids)
  }

  /** Tells the windows what moved. That they could not be told stops no run. */
  async #publish(orderIds: readonly number[]): Promise<void> {
    const runner = this.#runner
    if (runner === null) return
    try {
      const run = await this.#view(runner.run)
      const lines =
        orderIds.length === 0 ? [] : await this.#parts.db.read((db) => viewLines(db, runner.run, runner, orderIds))
      this.#parts.events.send('bulk.progress', { run, lines })
    } catch (error) {
      this.#parts.log.error('bulk.progress', { error: String(error) })
    }
  }
}
