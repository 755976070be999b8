import type { BulkAction } from '../../src-shared/bulk.ts'
import { checkRun, checkStandsStill, hold, passToEnd, startRun, watchSent, type Hold } from './bulk-play.ts'
import { owner } from './desk-process.ts'
import { healAndCheck } from './heal.ts'
import type { OperationKind } from './kinds.ts'
import { isExpected } from './operator.ts'
import { press, tell } from './press.ts'
import type { World } from './world.ts'

/** Which run does operations of a kind; the others are pressed on an order beside a run of 実売上. */
const runOf: Readonly<Record<string, BulkAction>> = {
  実売上: 'sales',
  返品: 'cancel',
  コンビニ取消: 'cancel',
  ペイジー取消: 'cancel',
}

/** Most statements that writing down a hold takes: BEGIN, lines, run, COMMIT, the end of the run, the history. */
const MOST_STATEMENTS = 30

interface Played {
  /** It died at the wanted statement. */
  readonly died: boolean
}

/**
 * A run is paused or cancelled while an operation of `kind` is on its way, and the program dies at every statement of
 * writing that down: one world for each, until a world sees the hold through.
 */
export async function diesDuring(kind: OperationKind, how: 'pause' | 'cancel'): Promise<readonly string[]> {
  const broken: string[] = []
  for (let k = 1; ; k += 1) {
    const played: { died: boolean } = { died: false }
    const found = await tell(kind, async (world) => {
      played.died = (await heldAt(world, kind, how, k)).died
    })
    broken.push(...found.map((what) => `statement ${String(k)}: ${what}`))
    if (!played.died) return k > 6 ? broken : [...broken, `I9: a ${how} takes only ${String(k - 1)} statements`]
    if (k > MOST_STATEMENTS) return [...broken, `I9: a ${how} never comes to its end`]
  }
}

async function heldAt(world: World, kind: OperationKind, how: 'pause' | 'cancel', k: number): Promise<Played> {
  const action = runOf[kind.name]
  const orderNos = action === undefined ? ['201', '207'] : [kind.orderNo, action === 'sales' ? '207' : '202']
  const selection = [...new Set([...orderNos, '207'])]
  const pressed = pressHoldOnTheWay(world, kind, how, k)
  const sent = watchSent(world)
  const runId = await startRun(world, selection, action ?? 'sales')
  if (runId === null) throw new Error('the run was not started')
  pressed.runId = runId
  if (action === undefined) await press(world, kind)
  await world.passUntil(world.timeline.now + 60_000)
  if (!pressed.done) world.broken('I9', `nothing of ${kind.name} was on its way: the case has lost its point`)
  const died = !world.process.alive
  if (died) await restarted(world, sent)
  await seenThrough(world, runId, died ? how : null)
  await healAndCheck(world)
  const { sums } = await checkRun(world, runId, selection)
  if (how === 'pause' && sums.notSent.count > 0) world.broken('I10', 'a paused run that went on left orders unsent')
  return { died }
}

/** After the restart nothing of the run is sent before somebody says so. */
async function restarted(world: World, sent: Set<string>): Promise<void> {
  world.onStatement = () => undefined
  world.onMoment = () => undefined
  await world.start()
  await checkStandsStill(world, sent, [])
}

/** What the operator does then: goes on with a run, or cancels what was to be cancelled and is not. */
async function seenThrough(world: World, runId: string, how: 'pause' | 'cancel' | null): Promise<void> {
  if (world.process.journal.openRun() === null) return
  await hold(world, runId, how === 'cancel' ? 'cancel' : 'resume')
  await passToEnd(world, runId)
}

/** Presses the button when the operation has arrived at the gateway; dies at the `k`-th statement of what follows. */
function pressHoldOnTheWay(
  world: World,
  kind: OperationKind,
  how: Hold,
  k: number,
): { runId: string; readonly done: boolean } {
  const pressed = { runId: '', done: false }
  let statements = 0
  world.onMoment = (reached, { isMutation, orderId }) => {
    if (!isMutation || orderId !== kind.orderNo || reached !== 'arrived' || pressed.done) return
    pressed.done = true
    world.onStatement = () => {
      statements += 1
      if (statements === k) world.kill()
    }
    const { process } = world
    process.settlement.bulk
      .hold(pressed.runId, how, owner)
      .catch((error: unknown) => {
        if (process.alive && !isExpected(error)) world.broken('I9', `${how} threw ${String(error)}`)
      })
      .finally(() => {
        // Only what belongs to the button: the answer of the operation is written later.
        if (process.alive) world.onStatement = () => undefined
      })
  }
  return pressed
}
