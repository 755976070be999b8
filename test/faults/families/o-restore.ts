import { createBackupService } from '../../../src-main/backup/backup-service.ts'
import { tradesDiffering } from '../checks.ts'
import { runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { press, tell } from '../press.ts'
import { calm, type World } from '../world.ts'

/** What happens between the copy and the fault that makes somebody restore it. */
type Meanwhile = (world: World) => Promise<void>

async function pressAll(world: World, kinds: readonly OperationKind[]): Promise<void> {
  for (const kind of kinds) await press(world, kind)
}

const stories: readonly (readonly [name: string, before: Meanwhile, meanwhile: Meanwhile])[] = [
  ['one operation since', async () => {}, (world) => pressAll(world, operationKinds.slice(0, 1))],
  ['every kind of operation since', async () => {}, (world) => pressAll(world, operationKinds)],
  [
    'copied while an outcome was open',
    async (world) => {
      world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'reset-after-apply' } : calm)
      await pressAll(world, operationKinds.slice(0, 2))
      world.fateOf = () => calm
    },
    (world) => world.passUntil(world.timeline.now + 5 * 60_000),
  ],
  [
    'an outcome open when it was restored',
    async () => {},
    async (world) => {
      world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'reset-after-apply' } : calm)
      await pressAll(world, operationKinds)
      world.fateOf = () => calm
    },
  ],
  [
    'a month old',
    async () => {},
    async (world) => {
      await pressAll(world, operationKinds.slice(0, 4))
      await world.passUntil(world.timeline.now + 30 * 86_400_000)
    },
  ],
]

/** R10 and I2: after an old copy was restored nothing is done twice, and asking brings the desk up to date. */
async function restored(before: Meanwhile, meanwhile: Meanwhile): Promise<readonly string[]> {
  return tell(
    operationKinds[0]!,
    async (world) => {
      await before(world)
      const clock = { now: () => world.timeline.now, sleep: () => Promise.resolve() }
      const made = await createBackupService({ dataDir: world.process.dataDir, clock }).make('manual')
      await meanwhile(world)
      const { dataDir } = world.process
      await world.finish(world.process.close())
      await createBackupService({ dataDir, clock }).restore(made.id)
      await world.startOver(dataDir)
      await checkMoneyIsOff(world)
      const deeds = world.gateway.ledger.mutations().length
      await world.finish(world.process.settlement.reconcile())
      const { reconcile } = await world.process.settlement.counts()
      if (reconcile > 0) world.broken('I2', `${String(reconcile)} trades still wait for an inquiry`)
      checkMovedAreKnown(world)
      for (const kind of operationKinds) {
        const told = await press(world, kind)
        if (told === 'refused before: settlement.reconcile-first') world.broken('I4', `${kind.name} is still closed`)
      }
      checkNothingTwice(world, deeds)
      await world.finish(world.process.settlement.sweep.start())
      await world.passUntil(world.timeline.now + 3_600_000)
    },
    { again: false },
  )
}

/** R10: what moved since the copy was made keeps every button closed, and the gateway is sent nothing. */
async function checkMoneyIsOff(world: World): Promise<void> {
  const { settlement } = world.process
  const deeds = world.gateway.ledger.mutations().length
  const { reconcile } = await settlement.counts()
  if (reconcile === 0) world.broken('I2', 'nothing is known of what moved since the copy was made')
  for (const kind of operationKinds) {
    const told = await press(world, kind)
    // An order whose outcome was open when the copy was made is closed for that reason already.
    if (told !== 'refused before: settlement.reconcile-first' && told !== 'refused before: settlement.in-progress') {
      world.broken('I2', `${kind.name} before the moved orders were asked about: ${told}`)
    }
  }
  if (world.gateway.ledger.mutations().length !== deeds) world.broken('I2', 'money moved before anything was asked')
}

/** After 照会 the orders that moved show what the gateway has, without anybody looking at them one by one. */
function checkMovedAreKnown(world: World): void {
  const { trades, mutations } = { trades: world.gateway.ledger.trades(), mutations: world.gateway.ledger.mutations() }
  const moved = new Set(mutations.filter(({ origin }) => origin === 'api').map(({ orderId }) => orderId))
  const kept = world.process.journal.payments().filter(({ gatewayOrderNo }) => moved.has(gatewayOrderNo))
  for (const what of tradesDiffering(kept, trades)) world.broken('I3', what)
}

/** Orders the copy knows nothing of may not move at the first press: the desk has to look first. */
function checkNothingTwice(world: World, deedsBefore: number): void {
  const mutations = world.gateway.ledger.mutations()
  for (const { orderId } of mutations.slice(deedsBefore)) {
    const earlier = mutations.slice(0, deedsBefore).some((one) => one.orderId === orderId)
    if (earlier) world.broken('I2', `order ${orderId} was done again after an old copy had been restored`)
  }
}

export const oldBackups: Family = {
  letter: 'O',
  title: 'restored backups',
  invariants: ['I2', 'I3', 'I6', 'I7'],
  run: () =>
    runCases(stories.map(([name, before, meanwhile]): FaultCase => ({ name, run: () => restored(before, meanwhile) }))),
}
