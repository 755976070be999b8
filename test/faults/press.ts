import type { SettlementResult } from '../../src-shared/api.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { healAndCheck } from './heal.ts'
import { kindShop, type OperationKind } from './kinds.ts'
import { change, isExpected } from './operator.ts'
import { openWorld } from './template.ts'
import type { World } from './world.ts'

/** How pressing a button ended: what the operator was told, the code of a refusal, or nothing for want of a program. */
export type Told = SettlementResult['outcome'] | `refused before: ${string}` | 'storage' | 'dead'

/** Presses the button of `kind` once and waits for what the operator is told. */
export async function press(world: World, kind: OperationKind): Promise<Told> {
  const { process } = world
  try {
    const id = (await process.orders.byOrderNos([kind.orderNo])).get(kind.orderNo)?.id ?? 0
    const result = await world.finish(change(world, process, id, kind.action))
    return result?.outcome ?? 'dead'
  } catch (error) {
    if (!process.alive) return 'dead'
    if (error instanceof Refusal) return `refused before: ${error.failure.code}`
    if (isExpected(error)) return 'storage'
    throw error
  }
}

/**
 * Plays `story` in a world of its own, lets everything heal, does what was not done once more, and checks everything
 * again: after any fault each operation must still be possible, and only once.
 */
export async function tell(
  kind: OperationKind,
  story: (world: World) => Promise<unknown>,
  options: { readonly again?: boolean } = {},
): Promise<readonly string[]> {
  const world = await openWorld(kindShop)
  try {
    await story(world)
    if (!world.lost) await healAndCheck(world)
    if (options.again !== false) await again(world, kind)
  } catch (error) {
    world.broken('I9', `the program came to a stop: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  } finally {
    await world.end()
  }
  return world.violations.map((violation) => `${violation} [${kind.name}]`)
}

/** What was proven not done can be done, and what was done is not done again. */
async function again(world: World, kind: OperationKind): Promise<void> {
  const before = world.gateway.ledger.mutations(kind.orderNo).length
  const told = await press(world, kind)
  const made = world.gateway.ledger.mutations(kind.orderNo).length - before
  if (before === 0 && (told !== 'applied' || made !== 1)) {
    world.broken('I5', `after everything had healed the operation still came to ${told}, applied ${String(made)} times`)
  }
  if (before > 0 && told === 'applied' && made !== 1)
    world.broken('I2', `a second press was applied ${String(made)} times`)
  if (before > 0 && made > 0 && kind.action !== 'amountAuthorised' && world.behindOurBack.size === 0) {
    world.broken('I2', 'what was done was done again')
  }
  await healAndCheck(world)
}
