import type { Instant } from '../../src-shared/business-day.ts'
import type { SweepEnd, SweepReport, SweepState } from '../../src-shared/sweep.ts'
import type { SettlementParts } from './parts.ts'
import { lookAtOrder, type Look } from './sweep-look.ts'
import { lastSweep, openTradeIds, saveSweep } from './sweep-table.ts'
import { nextSweepAt, startSweepTimer } from './sweep-timer.ts'

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
  let run: Run | null = null
  let closed = false
  let looking: { readonly orderId: number; readonly over: Promise<unknown> } | null = null
  let last = await parts.db.read((db) => lastSweep(db))

  function begin(): Run {
    if (run !== null) return run
    const begun: Run = { counts: noCounts, done: 0, silent: 0, stopped: false, pause: null, ended: Promise.resolve() }
    run = begun
    begun.ended = go(begun)
    return begun
  }

  async function go(mine: Run): Promise<void> {
    const end = await through(mine).catch((error: unknown): SweepEnd => {
      parts.log.error('settlement.sweep', { error: String(error) })
      return 'failed'
    })
    // A sweep that the end of the program cut off does not put off the next one.
    if (!closed) await keep({ finishedAt: parts.clock.now(), end, ...mine.counts })
    run = null
    if (closed) return
    if (mine.counts.linked + mine.counts.adopted > 0) parts.swept()
    await publish()
    timer.wake()
  }

  async function keep(report: SweepReport): Promise<void> {
    last = report
    parts.log.info('settlement.sweep', { ...report })
    await parts.db
      .write((trx) => saveSweep(trx, report))
      .catch((error: unknown) => {
        parts.log.error('settlement.sweep', { error: String(error) })
      })
  }

  async function through(mine: Run): Promise<SweepEnd> {
    const soldSince = parts.clock.now() - SOLD_FOR_MS
    const linked = await parts.db.read((db) => openTradeIds(db, soldSince))
    const ids = [...linked, ...(await around.unlinkedIds())]
    mine.counts = { ...mine.counts, total: ids.length }
    await publish()
    for (const id of ids) {
      while (mine.pause !== null) await mine.pause.over
      if (mine.stopped) return 'stopped'
      const look = await lookAlone(id)
      take(mine, look)
      const end = endAfter(mine, look)
      if (end !== null) return mine.stopped ? 'stopped' : end
      await publish()
    }
    return 'finished'
  }

  /** Leaves out an order with a request under way; a request that comes meanwhile waits (`letGo`). */
  async function lookAlone(orderId: number): Promise<Look> {
    if (around.isBusy(orderId)) return { answer: 'leftOut' }
    const look = lookAtOrder(parts, orderId, around.isLinking)
    looking = { orderId, over: look.catch(() => undefined) }
    try {
      return await look
    } finally {
      looking = null
    }
  }

  function stateNow(nextAt: Instant | null): SweepState {
    const { done, counts } = run ?? { done: 0, counts: noCounts }
    return { running: run !== null, paused: run?.pause != null, done, total: counts.total, last, nextAt }
  }

  async function state(): Promise<SweepState> {
    if (run !== null) return stateNow(null)
    return stateNow(nextSweepAt(await parts.sweepSchedule(), last?.finishedAt ?? null, parts.clock.now()))
  }

  /** Tells the windows. That they could not be told stops no sweep. */
  async function publish(): Promise<void> {
    try {
      parts.events.send('settlement.sweep', await state())
    } catch (error) {
      parts.log.error('settlement.sweep', { error: String(error) })
    }
  }

  function stop(): void {
    if (run === null) return
    run.stopped = true
    resume(run)
  }

  const timer = startSweepTimer(
    parts,
    () => last?.finishedAt ?? null,
    () => begin().ended,
  )

  return {
    async start() {
      resume(begin())
      await publish()
      return state()
    },
    async hold(how) {
      if (how === 'stop') stop()
      else if (run !== null) pause(run)
      await publish()
      return state()
    },
    state,
    replan() {
      timer.wake()
      void publish()
    },
    async letGo(orderId) {
      while (looking !== null && (orderId === undefined || looking.orderId === orderId)) await looking.over
    },
    async close() {
      closed = true
      const quiet = timer.stop()
      stop()
      await run?.ended
      await quiet
    },
  }
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
