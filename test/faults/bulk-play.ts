import { bulkLineStates, statusOfBulk, type BulkAction, type BulkLine, type BulkRun } from '../../src-shared/bulk.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { owner } from './desk-process.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
/** Longer than any run of the trials takes, in the world's time. */
const LONGEST_MS = 12 * 60 * MINUTE_MS

/** A button of a bulk run. */
export type Hold = 'pause' | 'resume' | 'cancel'

/** Previews and starts a run over `orderNos`; null when the program died on the way. */
export async function startRun(world: World, orderNos: readonly string[], action: BulkAction): Promise<string | null> {
  const { orders, settlement } = world.process
  const found = await world.finish(orders.byOrderNos(orderNos))
  if (found === null) return null
  const ids = orderNos.map((orderNo) => found.get(orderNo)?.id ?? 0)
  return startWith(world, settlement, ids, action)
}

async function startWith(
  world: World,
  { bulk }: World['process']['settlement'],
  ids: readonly number[],
  action: BulkAction,
): Promise<string | null> {
  const preview = await world.finish(bulk.preview({ ids: [...ids] }, action))
  if (preview === null) return null
  const run = await inRealTime(world, bulk.start(preview.digest, statusOfBulk[action], owner))
  return run?.id ?? null
}

/** Writing many lines pauses for real milliseconds in between; no time of the world passes meanwhile. */
async function inRealTime<T>(world: World, work: Promise<T>): Promise<T | null> {
  const { process } = world
  const death = new AbortController()
  const died = (async () => {
    while (process.alive && !death.signal.aborted) await sleep(1)
    return null
  })()
  try {
    return await Promise.race([work, died])
  } catch (error) {
    if (process.alive) throw error
    return null
  } finally {
    death.abort()
    work.catch(() => undefined)
  }
}

/** Presses one of the three buttons; null when the program died on the way. */
export function hold(world: World, runId: string, how: Hold): Promise<BulkRun | null> {
  return world.finish(world.process.settlement.bulk.hold(runId, how, owner))
}

/** Lets time pass while `goesOn` and the program lives. False when it still goes on at the end of all patience. */
export async function passWhile(world: World, goesOn: () => boolean): Promise<boolean> {
  const limit = world.timeline.now + LONGEST_MS
  await world.quiet()
  while (goesOn() && world.process.alive && world.timeline.step(limit)) await world.quiet()
  return !world.process.alive || !goesOn()
}

/** Lets the run end. One that neither ends nor pauses is broken. */
export async function passToEnd(world: World, runId: string): Promise<void> {
  const { journal } = world.process
  if (!(await passWhile(world, () => journal.openRun() === runId))) world.broken('I10', `run ${runId} never ended`)
}

/** Orders for which a request that changes something was made, seen from the network. */
export function watchSent(world: World): Set<string> {
  const sent = new Set<string>()
  const { fateOf } = world
  world.fateOf = (shipment) => {
    if (shipment.isMutation) sent.add(shipment.orderId)
    return fateOf(shipment)
  }
  return sent
}

/** Nothing but `underWay` may be sent while the run is held: minutes later it is still so. */
export async function checkStandsStill(
  world: World,
  sent: Set<string>,
  underWay: readonly string[],
  minutes = 10,
): Promise<void> {
  const before = new Set([...sent, ...underWay])
  await world.passUntil(world.timeline.now + minutes * MINUTE_MS)
  const more = [...sent].filter((orderNo) => !before.has(orderNo))
  if (more.length > 0) world.broken('I10', `sent while the run was held: ${more.join(' ')}`)
}

/** Orders of the run that are under way just now. */
export async function underWayOf(world: World, runId: string): Promise<readonly string[]> {
  const report = await world.finish(world.process.settlement.bulk.report(runId))
  return (report?.lines ?? []).filter(({ state }) => state === 'underWay').map(({ orderNo }) => orderNo)
}

/**
 * I10 for a run that is over: every order of the selection is in exactly one outcome, the sums are those of the lines
 * and of the selection, and every outcome is what the ledger says.
 */
export async function checkRun(world: World, runId: string, orderNos: readonly string[]): Promise<BulkRun> {
  const { run, lines } = await world.process.settlement.bulk.report(runId)
  const named = lines.map(({ orderNo }) => orderNo).sort()
  if (named.join(' ') !== orderNos.toSorted().join(' ')) {
    world.broken('I10', `the report has ${String(named.length)} lines for ${String(orderNos.length)} orders`)
  }
  if (run.state !== 'ended') world.broken('I10', `run ${runId} is ${run.state}`)
  if (run.total !== orderNos.length) world.broken('I10', `the sums count ${String(run.total)} orders`)
  for (const state of bulkLineStates) {
    const ours = lines.filter((line) => line.state === state)
    const yen = ours.reduce((total, line) => total + line.amountYen, 0)
    if (run.sums[state].count === ours.length && run.sums[state].yen === yen) continue
    world.broken('I10', `${state}: ${String(ours.length)} lines of ¥${String(yen)}, sums ${JSON.stringify(run.sums)}`)
  }
  for (const line of lines) checkLine(world, line)
  return run
}

const deedsOfOutcome: Readonly<Partial<Record<BulkLine['state'], number>>> = {
  applied: 1,
  confirmed: 1,
  excluded: 0,
  failed: 0,
  notSent: 0,
}

function checkLine(world: World, { orderNo, state }: BulkLine): void {
  const made = world.gateway.ledger.mutations(orderNo).length
  const wanted = deedsOfOutcome[state]
  if (wanted === undefined) world.broken('I10', `${orderNo} is ${state} after the run and everything open has ended`)
  else if (made > 1) world.broken('I2', `${orderNo} was done ${String(made)} times`)
  else if (made !== wanted) world.broken('I4', `${orderNo} is called ${state} and was done ${String(made)} times`)
}

/** 失敗のみ再選択 over and over until nothing is left, then every order of `orderNos` was done once. */
export async function finishRest(world: World, runId: string, orderNos: readonly string[]): Promise<void> {
  const { action, ids } = await world.process.settlement.bulk.reselectFailed(runId)
  if (ids.length > 0) {
    const again = await startWith(world, world.process.settlement, ids, action)
    if (again !== null) await passToEnd(world, again)
  }
  for (const orderNo of orderNos) {
    const made = world.gateway.ledger.mutations(orderNo).length
    if (made !== 1) world.broken('I2', `in the end ${orderNo} was done ${String(made)} times`)
  }
}
