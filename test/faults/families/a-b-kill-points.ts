import { aroundPoints } from '../around-points.ts'
import { everyNth, runCases, type FaultCase, type Family, type Scale } from '../family.ts'
import { cardItem, type ShopItem } from '../shop-items.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { press, tell } from '../press.ts'
import { straceMissing, struckAtFsync } from '../strace.ts'
import { openWorld } from '../template.ts'
import { healAndCheck } from '../heal.ts'
import { change } from '../operator.ts'
import { calm, type World } from '../world.ts'

const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I11']

/** Arms the death of the program at one point of an operation. */
type Arm = (world: World) => void

const isIntent = (sql: string) => /^insert into `?settlement_attempts/i.test(sql)

/** Dies around the `nth` commit counted from the statement for which `from` is true. */
function atCommit(from: (sql: string) => boolean, when: 'before' | 'after'): Arm {
  return (world) => {
    let seen = false
    world.onStatement = (sql) => {
      seen ||= from(sql)
      if (seen && when === 'before' && sql.startsWith('COMMIT')) world.kill()
    }
    world.onCommit = () => {
      if (seen && when === 'after') world.kill()
    }
  }
}

const atMoment =
  (moment: 'leaving' | 'arrived' | 'applied' | 'delivered', mutation = true): Arm =>
  (world) => {
    world.onMoment = (reached, shipment) => {
      if (reached === moment && shipment.isMutation === mutation) world.kill()
    }
  }

/** After the answer came: at the `nth` statement of writing it down, or around its commit. */
const afterAnswer =
  (point: { readonly statement?: number; readonly commit?: 'before' | 'after' }): Arm =>
  (world) => {
    let counted = -1
    world.onMoment = (reached, { isMutation }) => {
      if (reached === 'delivered' && isMutation) counted = 0
    }
    world.onStatement = (sql) => {
      if (counted < 0) return
      counted += 1
      if (counted === point.statement || (point.commit === 'before' && sql.startsWith('COMMIT'))) world.kill()
    }
    world.onCommit = () => {
      if (counted >= 0 && point.commit === 'after') world.kill()
    }
  }

const duringInquiry: Arm = (world) => {
  world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'reset-after-apply' } : calm)
  let sent = false
  world.onMoment = (reached, { isMutation }) => {
    sent ||= isMutation
    if (sent && !isMutation && reached === 'arrived') world.kill()
  }
}

const headersOnly: Arm = (world) => {
  world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'headers-only' } : calm)
  atMoment('delivered')(world)
}

const points: readonly (readonly [name: string, arm: Arm])[] = [
  ['before the intent is committed', atCommit(isIntent, 'before')],
  ['after the intent is committed', atCommit(isIntent, 'after')],
  ['after the connection stands', atMoment('leaving')],
  ['after the request is sent', atMoment('arrived')],
  ['applied, but not answered', atMoment('applied')],
  ['answered with headers only', headersOnly],
  ['answer read, result not begun', afterAnswer({ statement: 1 })],
  ['inside the transaction of the result', afterAnswer({ statement: 4 })],
  ['before the result is committed', afterAnswer({ commit: 'before' })],
  ['after the result is committed', afterAnswer({ commit: 'after' })],
  ['during the inquiry', duringInquiry],
]

async function killed(kind: OperationKind, arm: Arm): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    arm(world)
    await press(world, kind)
    if (world.process.alive) await world.passUntil(world.timeline.now + 30_000)
    if (world.process.alive) world.broken('I9', 'the program was never killed: the case has lost its point')
  })
}

export const killPoints: Family = {
  letter: 'A',
  title: 'kill points',
  invariants,
  run: ({ scale }) => {
    const inside = points.flatMap(([name, arm]) =>
      operationKinds.map((kind): FaultCase => ({ name: `${kind.name}: ${name}`, run: () => killed(kind, arm) })),
    )
    const around = aroundPoints.flatMap(([name, story]) =>
      operationKinds.map((kind): FaultCase => ({
        name: `${kind.name}: ${name}`,
        run: () => tell(kind, (world) => story(world, kind)),
      })),
    )
    const all = [...inside, ...around]
    return runCases(scale === 'full' ? all : everyNth(all, 7))
  },
  left: () => ['during the pause and the cancel of a bulk run: the families are not written for bulk runs yet'],
}

const runShop: readonly ShopItem[] = Array.from({ length: 20 }, (_, index) => cardItem(String(301 + index), 3))

/** Settles twenty orders one after the other; answers how many commits that took, or where it died. */
async function twentyOrders(world: World): Promise<void> {
  const { process } = world
  for (const { order } of runShop) {
    if (!process.alive) return
    const id = (await process.orders.byOrderNos([order.orderNo])).get(order.orderNo)?.id ?? 0
    await world.finish(change(world, process, id, 'sales'))
  }
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
    await twentyOrders(world)
    if (world.process.alive) world.broken('I9', `there is no commit ${String(nth)}`)
    await healAndCheck(world)
    await goOn(world)
  } finally {
    await world.end()
  }
  return world.violations
}

/** What is left of the run is done; then every order is sold once and not twice. */
async function goOn(world: World): Promise<void> {
  const { process } = world
  for (const { order } of runShop) {
    const id = (await process.orders.byOrderNos([order.orderNo])).get(order.orderNo)?.id ?? 0
    const isOpen = (await process.settlement.offered(id)).some(({ action, allowed }) => action === 'sales' && allowed)
    if (isOpen) await world.finish(change(world, process, id, 'sales'))
  }
  await healAndCheck(world)
  for (const { order } of runShop) {
    const sold = world.gateway.ledger.mutations(order.orderNo).length
    if (sold !== 1) world.broken('I2', `order ${order.orderNo} was sold ${String(sold)} times`)
  }
}

export const everyCommit: Family = {
  letter: 'B',
  title: 'kill at every commit',
  invariants,
  run: async ({ scale }) => {
    const total = await commitsOfRun()
    const all = Array.from({ length: total }, (_, index) => index + 1).flatMap((nth) =>
      (['before', 'after'] as const).map((when): FaultCase => ({
        name: `${when} commit ${String(nth)} of ${String(total)}`,
        run: () => killedAtCommit(nth, when),
      })),
    )
    const chosen = scale === 'full' ? all : everyNth(all, 9)
    return runCases(straceMissing() === null ? [...chosen, ...everyFsync(scale)] : chosen)
  },
  left: () => [straceMissing()].flatMap((reason) => (reason === null ? [] : [`real kills at every fsync: ${reason}`])),
}

/** The real program killed by the system in the middle of an fsync: at the start, and in each of its first operations. */
function everyFsync(scale: Scale): readonly FaultCase[] {
  const fsyncs = scale === 'full' ? Array.from({ length: 40 }, (_, index) => index + 1) : [2, 9]
  return fsyncs.map((k) => ({
    name: `fsync ${String(k)} of a real program`,
    run: () => struckAtFsync(k, 'signal=KILL', { done: 0, confirmed: 0 }),
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
