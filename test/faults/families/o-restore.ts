import { createBackupService } from '../../../src-main/backup/backup-service.ts'
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
      const deeds = world.gateway.ledger.mutations().length
      for (const kind of operationKinds) {
        const hadMoved = world.gateway.ledger.mutations(kind.orderNo).length > 0
        await press(world, kind)
        if (hadMoved) world.behindOurBack.add(kind.orderNo)
      }
      checkNothingTwice(world, deeds)
      await world.finish(world.process.settlement.reconcile())
      await world.finish(world.process.settlement.sweep.start())
      await world.passUntil(world.timeline.now + 3_600_000)
    },
    { again: false },
  )
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
