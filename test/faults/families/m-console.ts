import { consoleAction, endSlip } from '../../../src-main/sandbox/console-actions.ts'
import { runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
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
