import { consoleAction, endSlip } from '../../../src-main/sandbox/console-actions.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { change } from '../operator.ts'
import { press, tell } from '../press.ts'
import { calm, type World } from '../world.ts'

/** Somebody else changes the trade: in the gateway's console, or the buyer pays. */
function meddle(world: World, { orderNo, consoleJob, name }: OperationKind): void {
  if (consoleJob === null) {
    endSlip(
      world.gateway,
      { orderId: orderNo, kind: name === 'コンビニ取消' ? 'convenience' : 'payEasy' },
      'PAYSUCCESS',
    )
    return
  }
  consoleAction(world.gateway, { orderId: orderNo, endpoint: 'AlterTran.idPass', jobCd: consoleJob })
}

type Moment = 'before' | 'during' | 'after'

async function meddled(kind: OperationKind, moment: Moment): Promise<readonly string[]> {
  return tell(
    kind,
    async (world) => {
      if (moment === 'before') meddle(world, kind)
      world.onMoment = (reached, { isMutation }) => {
        if (!isMutation || reached !== (moment === 'during' ? 'leaving' : 'applied') || moment === 'before') return
        world.onMoment = () => undefined
        try {
          meddle(world, kind)
        } catch {
          // The buyer of a number that is taken back cannot pay any more: then nobody has meddled.
        }
      }
      if (moment === 'after') {
        world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: 'reset-after-apply' } : calm)
      }
      const told = await press(world, kind)
      if (moment === 'before' && told !== 'refused before: settlement.changed-at-gateway') {
        world.broken('I4', `the trade had been changed before, and the operator was told ${told}`)
      }
      await world.passUntil(world.timeline.now + 5 * 60_000)
    },
    { again: false },
  )
}

export const consoleChanges: Family = {
  letter: 'M',
  title: 'changed in the console',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I6', 'I7', 'I11'],
  run: () =>
    runCases(
      operationKinds.flatMap((kind) =>
        (['before', 'during', 'after'] as const).map((moment): FaultCase => ({
          name: `${kind.name}, ${moment}`,
          run: () => meddled(kind, moment),
        })),
      ),
    ),
}

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

export const twice: Family = {
  letter: 'L',
  title: 'twice: clicks and instances',
  invariants: ['I2', 'I3', 'I4', 'I6'],
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
  ]
}
