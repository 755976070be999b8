import {
  checkRun,
  checkStandsStill,
  finishRest,
  hold,
  passToEnd,
  passWhile,
  startRun,
  underWayOf,
  watchSent,
} from '../bulk-play.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { healAndCheck } from '../heal.ts'
import { cardItem, filledAt, type ShopItem } from '../shop-items.ts'
import { openWorld } from '../template.ts'
import { calm, type World } from '../world.ts'

const SELECTED = 200
const orderNoOf = (index: number): string => String(1001 + index)

/** One in twenty-five was cancelled long ago: those the preview leaves out. */
const isLeftOut = (index: number): boolean => index % 25 === 7

const runShop: readonly ShopItem[] = Array.from({ length: SELECTED }, (_, index) =>
  cardItem(orderNoOf(index), 3, isLeftOut(index) ? { status: 'VOID' } : {}),
)
const selection = runShop.map(({ order }) => order.orderNo)
const toDo = selection.filter((_, index) => !isLeftOut(index))

/** The first request of some orders fails: applied without an answer, lost on its way, or not even sent. */
function spoilSome(world: World): void {
  const tried = new Set<string>()
  world.fateOf = ({ isMutation, orderId }) => {
    if (!isMutation || tried.has(orderId)) return calm
    tried.add(orderId)
    const place = Number(orderId) % 19
    const fault = place === 5 ? 'reset-after-apply' : place === 11 ? 'reset-before-apply' : null
    return { ...calm, fault: place === 16 ? 'refused' : fault }
  }
}

type Way = 'pause and resume' | 'cancel' | 'pause, killed, resume'
const ways: readonly Way[] = ['pause and resume', 'cancel', 'pause, killed, resume']

/** Holds a run of 200 orders in the given way once so many tenths of it were sent. */
async function held(way: Way, tenth: number): Promise<readonly string[]> {
  const world = await openWorld(runShop, filledAt, { atOnce: [1, 3, 8][tenth % 3] ?? 1 })
  try {
    spoilSome(world)
    const sent = watchSent(world)
    const runId = await startRun(world, selection, 'sales')
    if (runId === null) throw new Error('the run was not started')
    const reached = Math.ceil((toDo.length * tenth) / 10)
    if (!(await passWhile(world, () => sent.size < reached))) world.broken('I10', `only ${String(sent.size)} were sent`)
    if (world.process.journal.openRun() !== runId) world.broken('I10', 'the run was over before it was held')
    await hold(world, runId, way === 'cancel' ? 'cancel' : 'pause')
    const underWay = await underWayOf(world, runId)
    if (way === 'pause, killed, resume') world.kill()
    if (!world.process.alive) await world.start()
    await checkStandsStill(world, sent, underWay)
    if (way !== 'cancel') await hold(world, runId, 'resume')
    await passToEnd(world, runId)
    await checkEnd(world, runId, way)
  } catch (error) {
    world.broken('I9', `the program came to a stop: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  } finally {
    await world.end()
  }
  return world.violations
}

async function checkEnd(world: World, runId: string, way: Way): Promise<void> {
  await healAndCheck(world)
  const { sums, cancelled } = await checkRun(world, runId, selection)
  const leftOut = selection.length - toDo.length
  if (sums.excluded.count !== leftOut) world.broken('I10', `${String(sums.excluded.count)} lines are left out`)
  if (cancelled !== (way === 'cancel')) world.broken('I10', 'the run does not say whether it was cancelled')
  if (way !== 'cancel' && sums.notSent.count > 0) world.broken('I10', `${String(sums.notSent.count)} were not sent`)
  await finishRest(world, runId, toDo)
  await healAndCheck(world, { secrets: false })
}

export const holds: Family = {
  letter: 'N',
  title: 'pause, resume, cancel of a bulk run',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I10', 'I11'],
  run: ({ scale }) => {
    const tenths = Array.from({ length: 11 }, (_, tenth) => tenth)
    const all = tenths.flatMap((tenth) =>
      ways.map((way): FaultCase => ({ name: `${way} at ${String(tenth * 10)} %`, run: () => held(way, tenth) })),
    )
    return runCases(scale === 'full' ? all : everyNth(all, 8))
  },
}
