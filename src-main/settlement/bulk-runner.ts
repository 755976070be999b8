import type { BulkPause } from '../../src-shared/bulk.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Gateway } from '../gmo/gateway.ts'
import { waitingLines, withdrawWaiting } from './bulk-line-table.ts'
import { createPace, waitAfterSlowing, type Pace } from './bulk-pace.ts'
import { updateRun, type RunRecord } from './bulk-run-table.ts'
import { refused, takeTurn, type ChangeOne, type TurnEnd, type WaitingLine } from './bulk-turn.ts'
import { createSlots, throughSlots } from './gateway-slots.ts'
import type { SettlementParts } from './parts.ts'

/** What a runner is built with. */
export interface RunnerParts {
  readonly parts: SettlementParts
  readonly change: ChangeOne
  readonly atOnce: number
  /** 0 ≤ n < 1, for the spread of waits. */
  readonly random: () => number
  /** Told after everything that moved, with the orders that did. */
  readonly moved: (orderIds: readonly number[]) => void
}

/** Failures of the network in a row after which the run pauses by itself. */
const NETWORK_PATIENCE = 5
/** So often an order comes again that was not sent, and so often one that the gateway was too busy for. */
const MOST_TRIES: Readonly<Record<'unsent' | 'busy', number>> = { unsent: 3, busy: 20 }
/** Orders taken beyond the requests that may be under way: one looks up and writes while the others wait for answers. */
const AHEAD = 1
/** Wait while the day changes. */
const MIDNIGHT_WAIT_MS = 10_000
/** Completions from which the rate is told. */
const RATE_OVER = 20

/** Takes the lines of one run to their end, several at once, and never the same order twice at a time. */
export class BulkRunner {
  readonly #with: RunnerParts
  readonly #pace: Pace
  readonly #gateway: Gateway
  readonly #underWay = new Map<number, Instant>()
  readonly #turns = new Set<Promise<void>>()
  readonly #tries = new Map<number, number>()
  #run: RunRecord
  #operator: Operator
  #queue: WaitingLine[] = []
  #taking = false
  #closed = false
  #failures = 0
  #finished: Instant[] = []
  #waitsUntil: Instant | null = null
  #waiting = new AbortController()
  /** The end of the run, once and for all who bring it about: the last turn, 中止, 再開 with nothing left. */
  #ending: Promise<void> | null = null

  constructor(runnerParts: RunnerParts, run: RunRecord, operator: Operator) {
    this.#with = runnerParts
    this.#pace = createPace(runnerParts.atOnce)
    this.#gateway = throughSlots(
      runnerParts.parts.gateway,
      createSlots(() => this.#pace.limit),
      // A transaction that writes nothing: it only proves the lease.
      () => runnerParts.parts.db.write(() => Promise.resolve()),
    )
    this.#run = run
    this.#operator = operator
  }

  get run(): RunRecord {
    return this.#run
  }
  /** Orders whose request is under way, with when it began. */
  get underWay(): ReadonlyMap<number, Instant> {
    return this.#underWay
  }
  get atOnce(): number {
    return this.#taking ? this.#pace.limit : 0
  }
  get waitsUntil(): Instant | null {
    return this.#taking ? this.#waitsUntil : null
  }
  /** Orders per minute over the last ones; null when too few were done. */
  get perMinute(): number | null {
    const [first] = this.#finished
    const last = this.#finished.at(-1)
    if (first === undefined || last === undefined || last - first < 1_000) return null
    return Math.round(((this.#finished.length - 1) * 60_000) / (last - first))
  }

  /** Goes through what waits; `operator` is named in the history of what is done from now on. */
  async resume(operator: Operator): Promise<void> {
    if (await this.#isOver()) return
    await this.#move({ state: 'running', pausedBy: null })
    this.#operator = operator
    this.#failures = 0
    this.#finished = []
    this.#tries.clear()
    this.#taking = true
    await this.#refill()
  }

  /** Takes no further order; those under way end. */
  async pause(by: BulkPause): Promise<void> {
    this.#stopTaking()
    if (await this.#isOver()) return
    await this.#move({ state: 'paused', pausedBy: by })
  }

  /** Takes no further order, and what waits is 未送信. The run is over when what is under way has ended. */
  async cancel(): Promise<void> {
    if (this.#ending !== null) return this.#ending
    if (this.#run.endedAt !== null) return
    this.#stopTaking()
    this.#run = { ...this.#run, cancelled: true, state: 'running', pausedBy: null }
    const underWay = [...this.#underWay.keys()]
    await this.#with.parts.db.write(async (trx) => {
      await withdrawWaiting(trx, this.#run.id, underWay)
      await updateRun(trx, this.#run.id, this.#run)
    })
    await this.#endWhenQuiet()
  }

  /** The program ends: what is under way is left to end, what waits stays in the file. */
  async close(): Promise<void> {
    this.#closed = true
    this.#stopTaking()
    await Promise.allSettled(this.#turns)
  }

  /** True when no order is to be taken any more. What ends just now is waited for: nothing may be written over it. */
  async #isOver(): Promise<boolean> {
    await this.#ending
    return this.#run.endedAt !== null || this.#run.cancelled
  }

  #stopTaking(): void {
    this.#taking = false
    this.#waiting.abort()
  }

  async #move(to: Pick<RunRecord, 'state' | 'pausedBy'>): Promise<void> {
    this.#run = { ...this.#run, ...to }
    await this.#with.parts.db.write((trx) => updateRun(trx, this.#run.id, this.#run))
  }

  /** Begins as many turns as the pace allows. */
  #pump(): void {
    if (!this.#taking || this.#waitsUntil !== null) return
    while (this.#underWay.size < this.#pace.limit + AHEAD) {
      const line = this.#queue.shift()
      if (line === undefined) break
      this.#begin(line)
    }
    if (this.#underWay.size === 0 && this.#queue.length === 0) this.#background(this.#refill())
  }

  #begin(line: WaitingLine): void {
    const { parts, moved } = this.#with
    const startedAt = parts.clock.now()
    this.#underWay.set(line.orderId, startedAt)
    moved([line.orderId])
    const [operator, gateway] = [this.#operator, this.#gateway]
    const turn = takeTurn(parts, (request) => this.#with.change(request, operator, gateway), this.#run, line)
      .then((end) => this.#after(line, end, parts.clock.now() - startedAt))
      .catch((error: unknown) => {
        parts.log.error('bulk.run', { run: this.#run.id, error: String(error) })
        this.#stopTaking()
      })
      .finally(() => {
        this.#turns.delete(turn)
        this.#pump()
      })
    this.#turns.add(turn)
  }

  async #after(line: WaitingLine, end: TurnEnd, milliseconds: number): Promise<void> {
    const { clock } = this.#with.parts
    if (end === 'unsent' || end === 'busy') await this.#again(line, end)
    if (end === 'midnight') this.#queue.unshift(line)
    // A line that keeps its operation cannot take a refusal: without this it would wait, and come again, for ever.
    if (end === 'done') this.#tries.set(line.orderId, Number.POSITIVE_INFINITY)
    this.#underWay.delete(line.orderId)
    if (end === 'done' || end === 'silent') this.#finished = [...this.#finished.slice(1 - RATE_OVER), clock.now()]
    this.#failures = end === 'silent' || end === 'unsent' ? this.#failures + 1 : 0
    this.#adapt(end, milliseconds)
    await this.#pauseIfNeeded(end)
    if (this.#run.cancelled) await this.#endWhenQuiet()
    this.#with.moved([line.orderId])
  }

  #adapt(end: TurnEnd, milliseconds: number): void {
    if (end === 'busy') this.#slow()
    else if (end === 'midnight') this.#wait(MIDNIGHT_WAIT_MS)
    else if (end === 'done' && this.#pace.took(milliseconds)) this.#wait(waitAfterSlowing(this.#with.random()))
  }

  /** What is proven not to have happened comes again at the end of the queue, but not for ever. */
  async #again(line: WaitingLine, end: 'unsent' | 'busy'): Promise<void> {
    const tries = (this.#tries.get(line.orderId) ?? 0) + 1
    this.#tries.set(line.orderId, tries)
    if (tries < MOST_TRIES[end]) this.#queue.push(line)
    else if (!this.#run.cancelled && !this.#closed) {
      this.#tries.set(line.orderId, Number.POSITIVE_INFINITY)
      const code = end === 'busy' ? 'gateway.refused' : 'gateway.offline'
      await refused(this.#with.parts, this.#run, line.orderId, { code, params: {} })
    }
  }

  async #pauseIfNeeded(end: TurnEnd): Promise<void> {
    if (!this.#taking) return
    if (end === 'settings' || end === 'storage') {
      this.#stopTaking()
      await this.pause(end).catch((error: unknown) => {
        this.#with.parts.log.error('bulk.pause', { run: this.#run.id, error: String(error) })
      })
    } else if (this.#failures >= NETWORK_PATIENCE) await this.pause('network')
  }

  /** Many answers of one burst may say busy; the pace is lowered once for all of them. */
  #slow(): void {
    if (this.#waitsUntil !== null) return
    this.#pace.slowDown()
    this.#wait(waitAfterSlowing(this.#with.random()))
  }

  #wait(milliseconds: number): void {
    const { clock } = this.#with.parts
    if (!this.#taking) return
    this.#waitsUntil = clock.now() + milliseconds
    this.#waiting = new AbortController()
    void clock.sleep(milliseconds, this.#waiting.signal).then(() => {
      this.#waitsUntil = null
      this.#with.moved([])
      this.#pump()
    })
  }

  /** Reads what waits; ends the run when nothing does. */
  async #refill(): Promise<void> {
    const waiting = await this.#with.parts.db.read((db) => waitingLines(db, this.#run.id))
    // Asked again after the wait: paused, closed, or a turn begun meanwhile.
    if (!this.#taking || this.#closed) return
    this.#queue = waiting.filter(
      ({ orderId }) => !this.#underWay.has(orderId) && this.#tries.get(orderId) !== Number.POSITIVE_INFINITY,
    )
    if (this.#queue.length === 0 && this.#underWay.size === 0) await this.#end()
    else this.#pump()
  }

  async #endWhenQuiet(): Promise<void> {
    if (this.#underWay.size === 0 && this.#run.endedAt === null) await this.#end()
  }

  /** One that the disk did not take may be tried again. */
  #end(): Promise<void> {
    this.#ending ??= this.#writeEnd().finally(() => (this.#ending = null))
    return this.#ending
  }

  async #writeEnd(): Promise<void> {
    const { db, clock, audit } = this.#with.parts
    this.#stopTaking()
    const ended: RunRecord = { ...this.#run, state: 'ended', pausedBy: null, endedAt: clock.now() }
    const { id, action, cancelled } = ended
    await db.write(async (trx) => {
      if (cancelled) await withdrawWaiting(trx, id, [])
      await updateRun(trx, id, ended)
      const details = { run: id, action }
      await audit.append(trx, { at: clock.now(), kind: 'bulk.ended', operator: this.#operator, details })
    })
    this.#run = ended
    this.#with.moved([])
  }

  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#with.parts.log.error('bulk.run', { run: this.#run.id, error: String(error) })
      this.#stopTaking()
    })
  }
}
