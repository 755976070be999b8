import { aroundPoints } from '../around-points.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { diesDuring } from '../hold-points.ts'
import { press, tell } from '../press.ts'
import { calm, type World } from '../world.ts'

const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I10', 'I11']

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

/** Every point with the ways of dying there; each has a world of its own. */
const points: readonly (readonly [name: string, ...arms: Arm[]])[] = [
  ['before the intent is committed', atCommit(isIntent, 'before')],
  ['after the intent is committed', atCommit(isIntent, 'after')],
  ['after the connection stands', atMoment('leaving')],
  ['after the request is sent', atMoment('arrived')],
  ['applied, but not answered', atMoment('applied')],
  ['answered with headers only', headersOnly],
  ['answer read, result not committed', afterAnswer({ statement: 1 }), afterAnswer({ commit: 'before' })],
  ['inside the transaction of the result', afterAnswer({ statement: 4 })],
  ['after the result is committed', afterAnswer({ commit: 'after' })],
  ['during the inquiry', duringInquiry],
]

async function killed(kind: OperationKind, arms: readonly Arm[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const arm of arms) found.push(...(await killedOnce(kind, arm)))
  return found
}

async function killedOnce(kind: OperationKind, arm: Arm): Promise<readonly string[]> {
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
    const inside = points.flatMap(([name, ...arms]) =>
      operationKinds.map((kind): FaultCase => ({ name: `${kind.name}: ${name}`, run: () => killed(kind, arms) })),
    )
    const around = aroundPoints.flatMap(([name, story]) =>
      operationKinds.map((kind): FaultCase => ({
        name: `${kind.name}: ${name}`,
        run: () => tell(kind, (world) => story(world, kind)),
      })),
    )
    const held = (['pause', 'cancel'] as const).flatMap((how) =>
      operationKinds.map((kind): FaultCase => ({
        name: `${kind.name}: during the ${how} of a run`,
        run: () => diesDuring(kind, how),
      })),
    )
    const all = [...inside, ...around.slice(0, 6), ...held, ...around.slice(6)]
    return runCases(scale === 'full' ? all : everyNth(all, 7))
  },
}
