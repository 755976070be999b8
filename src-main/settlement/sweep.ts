import type { Instant } from '../../src-shared/business-day.ts'
import type { SweepEnd, SweepReport, SweepState } from '../../src-shared/sweep.ts'
import { unlessLost } from './damaged-row.ts'
import type { SettlementParts } from './parts.ts'
import { lookAtOrder, type Look } from './sweep-look.ts'
import { lastSweep, openTradeIds, saveSweep } from './sweep-table.ts'
import { nextSweepAt, startSweepTimer, type SweepTimer } from './sweep-timer.ts'

/** Asks the gateway about every open trade, one after the other. It changes nothing there. */
export interface Sweep {
  /** Starts one, or goes on with a paused one; while one runs, that one's state. */
  start(): Promise<SweepState>
  hold(how: 'pause' | 'stop'): Promise<SweepState>
  state(): Promise<SweepState>
  /** The plan was changed. */
  replan(): void
  /** Resolves when the sweep is not looking at this order, or at no order when none is named. */
  letGo(orderId?: number): Promise<void>
  /** Ends what runs after the order it is at. */
  close(): Promise<void>
}

/** What the sweep has to know of the service around it. */
export interface SweepSurroundings {
  /** True while a request for that order is under way. */
  readonly isBusy: (orderId: number) => boolean
  /** True while trades of unlinked orders are being looked for anyway. */
  readonly isLinking: () => boolean
  readonly unlinkedIds: () => Promise<readonly number[]>
}

/** Nothing older can be taken back at the gateway (gmo-protocol.md §4.1). */
const SOLD_FOR_MS = 180 * 86_400_000
/** After so many orders in a row without a usable answer the rest would fare no better. */
const PATIENCE = 3

type Counts = Omit<SweepReport, 'finishedAt' | 'end'>
const noCounts: Counts = { total: 0, asked: 0, linked: 0, adopted: 0, differing: 0, leftOut: 0, unanswered: 0 }

interface Run {
  counts: Counts
  done: number
  /** Orders in a row without a usable answer. */
  silent: number
  stopped: boolean
  /** Resolves when a paused run may go on; null while it is not paused. */
  pause: { readonly over: Promise<void>; readonly end: () => void } | null
  ended: Promise<void>
}

/** Builds the sweep and starts its timer. */
export async function createSweep(parts: SettlementParts, around: SweepSurroundings): Promise<Sweep> {
  return new DeskSweep(parts, around, await parts.db.read((db) => lastSweep(db)))
}

class DeskSweep implements Sweep {
  readonly #parts: SettlementParts
  readonly #around: SweepSurroundings
  readonly #timer: SweepTimer
  #last: SweepReport | null
  #run: Run | null = null
  #looking: { readonly orderId: number; readonly over: Promise<unknown> } | null = null
  #closed = false

  constructor(parts: SettlementParts, around: SweepSurroundings, last: SweepReport | null) {
    this.#parts = parts
    this.#around = around
    this.#last = last
    this.#timer = startSweepTimer(
      parts,
      () => this.#last?.finishedAt ?? null,
      () => this.#begin().ended,
    )
  }

  async start(): Promise<SweepState> {
    resume(this.#begin())
    await this.#publish()
    return this.state()
  }

  async hold(how: 'pause' | 'stop'): Promise<SweepState> {
    if (how === 'stop') this.#stop()
    else if (this.#run !== null) pause(this.#run)
    await this.#publish()
    return this.state()
  }

  async state(): Promise<SweepState> {
    if (this.#run !== null) return stateOf(this.#run, this.#last, null)
    const schedule = await this.#parts.sweepSchedule()
    const nextAt = nextSweepAt(schedule, this.#last?.finishedAt ?? null, this.#parts.clock.now())
    return stateOf(this.#run, this.#last, nextAt)
  }

  replan(): void {
    this.#timer.wake()
    void this.#publish()
  }

  async letGo(orderId?: number): Promise<void> {
    while (this.#looking !== null && (orderId === undefined || this.#looking.orderId === orderId)) {
      await this.#looking.over
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const quiet = this.#timer.stop()
    this.#stop()
    await this.#run?.ended
    await quiet
  }

  #begin(): Run {
    if (this.#run !== null) return this.#run
    const begun: Run = { counts: noCounts, done: 0, silent: 0, stopped: false, pause: null, ended: Promise.resolve() }
    this.#run = begun
    begun.ended = this.#go(begun)
    return begun
  }

  async #go(run: Run): Promise<void> {
    const end = await this.#through(run).catch((error: unknown): SweepEnd => {
      this.#parts.log.error('settlement.sweep', { error: String(error) })
      return 'failed'
    })
    // A sweep that the end of the program cut off does not put off the next one.
    if (!this.#closed) await this.#keep({ finishedAt: this.#parts.clock.now(), end, ...run.counts })
    this.#run = null
    if (this.#closed) return
    if (run.counts.linked + run.counts.adopted > 0) this.#parts.swept()
    await this.#publish()
    this.#timer.wake()
  }

  /** Remembered here as well: a report that cannot be written must not make the plan start over at once. */
  async #keep(report: SweepReport): Promise<void> {
    const { db, log } = this.#parts
    this.#last = report
    log.info('settlement.sweep', { ...report })
    await db
      .write((trx) => saveSweep(trx, report))
      .catch((error: unknown) => {
        log.error('settlement.sweep', { error: String(error) })
      })
  }

  async #through(run: Run): Promise<SweepEnd> {
    const { db, clock } = this.#parts
    const soldSince = clock.now() - SOLD_FOR_MS
    const linked = await db.read((connection) => openTradeIds(connection, soldSince))
    const ids = [...linked, ...(await this.#around.unlinkedIds())]
    run.counts = { ...run.counts, total: ids.length }
    await this.#publish()
    for (const id of ids) {
      while (run.pause !== null) await run.pause.over
      if (isStopped(run)) return 'stopped'
      const look = await this.#lookAlone(id)
      take(run, look)
      const end = endAfter(run, look)
      // What fails because the program is ending says nothing about the gateway.
      if (end !== null) return isStopped(run) ? 'stopped' : end
      await this.#publish()
    }
    return 'finished'
  }

  /** Leaves out an order with a request under way; a request that comes meanwhile waits (`letGo`). */
  async #lookAlone(orderId: number): Promise<Look> {
    if (this.#around.isBusy(orderId)) return { answer: 'leftOut' }
    const look = unlessLost(lookAtOrder(this.#parts, orderId, this.#around.isLinking))
    this.#looking = { orderId, over: look.catch(() => undefined) }
    try {
      return (await look) ?? { answer: 'leftOut' }
    } finally {
      this.#looking = null
    }
  }

  /** Tells the windows. That they could not be told stops no sweep. */
  async #publish(): Promise<void> {
    try {
      this.#parts.events.send('settlement.sweep', await this.state())
    } catch (error) {
      this.#parts.log.error('settlement.sweep', { error: String(error) })
    }
  }

  #stop(): void {
    if (this.#run === null) return
    this.#run.stopped = true
    resume(this.#run)
  }
}

function stateOf(run: Run | null, last: SweepReport | null, nextAt: Instant | null): SweepState {
  if (run === null) return { running: false, paused: false, done: 0, total: 0, last, nextAt }
  return { running: true, paused: run.pause !== null, done: run.done, total: run.counts.total, last, nextAt }
}

function isStopped(run: Run): boolean {
  return run.stopped
}

function pause(run: Run): void {
  if (run.pause !== null || run.stopped) return
  let end = (): void => undefined
  const over = new Promise<void>((resolve) => (end = resolve))
  run.pause = { over, end }
}

function resume(run: Run): void {
  run.pause?.end()
  run.pause = null
}

function take(run: Run, look: Look): void {
  const { counts } = run
  const answered = look.answer === 'found' || look.answer === 'missing'
  const leftOut = look.answer === 'leftOut'
  run.done += 1
  if (!leftOut) run.silent = answered ? 0 : run.silent + 1
  run.counts = {
    total: counts.total,
    asked: counts.asked + (leftOut ? 0 : 1),
    linked: counts.linked + (look.linked === true ? 1 : 0),
    adopted: counts.adopted + (look.adopted === true ? 1 : 0),
    differing: counts.differing + (look.differs === true ? 1 : 0),
    leftOut: counts.leftOut + (leftOut ? 1 : 0),
    unanswered: counts.unanswered + (answered || leftOut ? 0 : 1),
  }
}

/** Whether there is any sense in asking about the next order. */
function endAfter({ silent }: Run, { answer }: Look): SweepEnd | null {
  if (answer === 'unreachable' || answer === 'notConfigured') return answer
  if (silent < PATIENCE) return null
  return answer === 'refused' ? 'refused' : 'unreachable'
}
