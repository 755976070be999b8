import { checkRun, checkStandsStill, hold, passToEnd, startRun, watchSent } from '../bulk-play.ts'
import { everyNth, runCases, type FaultCase, type Family, type Scale } from '../family.ts'
import { healAndCheck } from '../heal.ts'
import { cardItem, type ShopItem } from '../shop-items.ts'
import { fsyncsOfRun, runKilledAtFsync, straceMissing } from '../strace.ts'
import { openWorld } from '../template.ts'
import type { World } from '../world.ts'

const runShop: readonly ShopItem[] = Array.from({ length: 20 }, (_, index) => cardItem(String(301 + index), 3))
const selection = runShop.map(({ order }) => order.orderNo)

/** A bulk run of 実売上 over the twenty orders, from its preview to its end or its death. */
async function twentyOrders(world: World): Promise<void> {
  const runId = await startRun(world, selection, 'sales')
  if (runId !== null && world.process.alive) await passToEnd(world, runId)
}

async function killedAtCommit(nth: number, when: 'before' | 'after'): Promise<readonly string[]> {
  const world = await openWorld(runShop)
  try {
    let commits = 0
    world.onStatement = (sql) => {
      if (when === 'before' && sql.startsWith('COMMIT') && commits + 1 === nth) world.kill()
    }
    world.onCommit = () => {
      commits += 1
      if (when === 'after' && commits === nth) world.kill()
    }
    const sent = watchSent(world)
    await twentyOrders(world)
    if (world.process.alive) world.broken('I9', `there is no commit ${String(nth)}`)
    else await goOn(world, sent)
  } catch (error) {
    world.broken('I9', `the program came to a stop: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  } finally {
    await world.end()
  }
  return world.violations
}

/** Nothing is sent before 再開; what is left of the run is done then, and every order is sold once and not twice. */
async function goOn(world: World, sent: Set<string>): Promise<void> {
  world.onStatement = () => undefined
  world.onCommit = () => undefined
  await world.start()
  await checkStandsStill(world, sent, [])
  await healAndCheck(world)
  const { bulk } = world.process.settlement
  const [known] = await bulk.list()
  if (known === undefined) await twentyOrders(world)
  else if (known.endedAt === null) {
    if (known.state !== 'interrupted') world.broken('I10', `after the restart the run is ${known.state}`)
    await hold(world, known.id, 'resume')
    await passToEnd(world, known.id)
  }
  await healAndCheck(world, { secrets: false })
  const [run] = await bulk.list()
  if (run === undefined) throw new Error('the run is not there')
  const { sums } = await checkRun(world, run.id, selection)
  if (sums.applied.count + sums.confirmed.count !== selection.length) {
    world.broken('I2', `not every order was sold: ${JSON.stringify(sums)}`)
  }
}

export const everyCommit: Family = {
  letter: 'B',
  title: 'bulk run killed at every commit and fsync',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I10', 'I11'],
  run: async ({ scale }) => {
    const total = await commitsOfRun()
    const all = Array.from({ length: total }, (_, index) => index + 1).flatMap((nth) =>
      (['before', 'after'] as const).map((when): FaultCase => ({
        name: `${when} commit ${String(nth)} of ${String(total)}`,
        run: () => killedAtCommit(nth, when),
      })),
    )
    const chosen = scale === 'full' ? all : everyNth(all, 9)
    return runCases(straceMissing() === null ? [...chosen, ...(await everyFsync(scale))] : chosen)
  },
  left: () => [straceMissing()].flatMap((reason) => (reason === null ? [] : [`real kills at every fsync: ${reason}`])),
}

/** The real program killed by the system in the middle of an fsync: at its start, and at each one of its run. */
async function everyFsync(scale: Scale): Promise<readonly FaultCase[]> {
  const total = scale === 'full' ? await fsyncsOfRun(runShop) : 9
  const fsyncs = Array.from({ length: total }, (_, index) => index + 1)
  return (scale === 'full' ? fsyncs : [2, 9]).map((k) => ({
    name: `fsync ${String(k)} of a real program`,
    run: () => runKilledAtFsync(k, runShop),
  }))
}

async function commitsOfRun(): Promise<number> {
  const world = await openWorld(runShop)
  let commits = 0
  world.onCommit = () => (commits += 1)
  try {
    await twentyOrders(world)
  } finally {
    await world.end()
  }
  return commits
}
