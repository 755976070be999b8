import { DatabaseSync } from '@photostructure/sqlite'
import { openDatabase } from '../../../src-main/db/open.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { journalLines } from '../../support/journal-files.ts'
import { checkRun, finishRest, hold, passToEnd, startRun } from '../bulk-play.ts'
import { runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { change } from '../operator.ts'
import { press, tell } from '../press.ts'
import type { World } from '../world.ts'

/** Two or more presses at once, or one after the other with what was seen before: one deed. */
async function pressedTwice(kind: OperationKind, how: 'double click' | 'seen before'): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    const { process } = world
    const id = (await process.orders.byOrderNos([kind.orderNo])).get(kind.orderNo)?.id ?? 0
    const { version } = await process.orders.open(id)
    const click = () => change(world, process, id, kind.action, version).catch(onlyRefusals)
    if (how === 'double click') await world.finish(Promise.all([click(), click(), click()]))
    else {
      await world.finish(click())
      await world.finish(click())
    }
    const applied = world.gateway.ledger.mutations(kind.orderNo).length
    if (applied !== 1) world.broken('I2', `${how}: applied ${String(applied)} times`)
  })
}

function onlyRefusals(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

/** A second program on the same folder does not get in. */
async function secondInstance(): Promise<readonly string[]> {
  const broken: string[] = []
  const kind = operationKinds[0]!
  await tell(kind, async (world) => {
    const dataDir = world.folder('shared')
    const first = await openDatabase({ dataDir })
    const second = await openDatabase({ dataDir }).catch((error: unknown) => error)
    if (!(second instanceof Refusal) || second.failure.code !== 'startup.in-use') {
      broken.push(`I2: a second program was let into the folder: ${String(second)}`)
    }
    await first.close()
    const third = await openDatabase({ dataDir })
    await third.close()
  })
  return broken
}

/** What the old program wrote after another one took the file over. */
interface TakeOver {
  /** Something was committed, or the witness grew. */
  readonly wrote: () => boolean
  readonly end: () => void
}

/** Another program takes the lease past the folder's lock, as on a network drive that has none. */
function takeOver(world: World): TakeOver {
  const { file, dataDir } = world.process
  const other = new DatabaseSync(file, { timeout: 5000 })
  other.exec("UPDATE writer_lease SET epoch = epoch + 1, holder = 'another'")
  // Grows with every commit of any other connection.
  const version = () => JSON.stringify(other.prepare('PRAGMA data_version').get())
  const [before, lines] = [version(), journalLines(dataDir).length]
  return {
    wrote: () => version() !== before || journalLines(dataDir).length !== lines,
    end: () => {
      other.close()
    },
  }
}

/** R12: an old program whose lease was taken writes nothing, and the new one finds out what became of its request. */
async function takenOver(kind: OperationKind, when: 'before' | 'on its way'): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    let taken: TakeOver | null = when === 'before' ? takeOver(world) : null
    world.onMoment = (reached, { isMutation }) => {
      if (isMutation && reached === 'arrived') taken ??= takeOver(world)
    }
    const told = await press(world, kind)
    await world.passUntil(world.timeline.now + 10 * 60_000)
    // It cannot write down what it heard: what it sent is open to it, and what it did not send is refused (R7).
    const wanted = when === 'before' ? 'refused before: storage.taken-over' : 'unknown'
    if (told !== wanted) world.broken('I4', `the old program told ${told}`)
    const made = world.gateway.ledger.mutations(kind.orderNo).length
    if (made !== (when === 'before' ? 0 : 1)) world.broken('I2', `it was applied ${String(made)} times`)
    await fenced(world, taken)
  })
}

async function fenced(world: World, taken: TakeOver | null): Promise<void> {
  if (taken === null) world.broken('I9', 'nobody took the file over: the case has lost its point')
  if (taken?.wrote() === true) world.broken('I2', 'the old program wrote after its lease was taken')
  taken?.end()
  await world.startOver(world.process.dataDir)
}

/**
 * A bulk run whose file is taken over while its first order is on its way: nothing else is sent, not even for the order
 * whose intent was durable already and that was waiting for its turn.
 */
async function runTakenOver(): Promise<readonly string[]> {
  const selection = ['201', '202', '207']
  return tell(operationKinds[0]!, async (world) => {
    let taken: TakeOver | null = null
    world.onMoment = (reached, { isMutation }) => {
      if (!isMutation || reached !== 'arrived' || taken !== null) return
      taken = takeOver(world)
    }
    const runId = await startRun(world, selection, 'sales')
    await world.passUntil(world.timeline.now + 10 * 60_000)
    const made = selection.filter((orderNo) => world.gateway.ledger.mutations(orderNo).length > 0)
    if (made.length !== 1) world.broken('I2', `sent although the file was taken over: ${made.join(' ')}`)
    await fenced(world, taken)
    await world.passUntil(world.timeline.now + 10 * 60_000)
    await hold(world, runId ?? '', 'resume')
    await passToEnd(world, runId ?? '')
    await checkRun(world, runId ?? '', selection)
    await finishRest(world, runId ?? '', selection)
  })
}

export const twice: Family = {
  letter: 'L',
  title: 'twice: clicks and instances',
  invariants: ['I2', 'I3', 'I4', 'I6', 'I7', 'I10'],
  run: () => runCases(twiceCases()),
}

function twiceCases(): readonly FaultCase[] {
  return [
    ...operationKinds.flatMap((kind) =>
      (['double click', 'seen before'] as const).map((how): FaultCase => ({
        name: `${kind.name}, ${how}`,
        run: () => pressedTwice(kind, how),
      })),
    ),
    { name: 'a second program', run: secondInstance },
    ...operationKinds.flatMap((kind) =>
      (['before', 'on its way'] as const).map((when): FaultCase => ({
        name: `${kind.name}, taken over ${when}`,
        run: () => takenOver(kind, when),
      })),
    ),
    { name: 'a bulk run, taken over on its way', run: runTakenOver },
  ]
}
