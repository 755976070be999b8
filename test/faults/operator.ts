import { Refusal } from '../../src-shared/failure.ts'
import type { SettlementResult } from '../../src-shared/api.ts'
import type { SettlementAction } from '../../src-shared/settlement.ts'
import { isCancel } from '../../src-shared/settlement-rules.ts'
import { owner, type DeskProcess } from './desk-process.ts'
import type { World } from './world.ts'

/** What the operator presses on an order. */
export interface Press {
  readonly orderNo: string
  /** Which of the operations the desk offers; a number beyond them goes round. */
  readonly choice: number
  /** 2: a double click. */
  readonly times: 1 | 2
}

/** Presses a button and goes on; what comes of it is checked whenever it comes. */
export function settle(world: World, press: Press): void {
  const { process } = world
  if (!process.alive) return
  void pressed(world, process, press).catch((error: unknown) => {
    if (process.alive && !isExpected(error)) world.broken('I4', `the program threw ${String(error)}`)
  })
}

async function pressed(world: World, process: DeskProcess, press: Press): Promise<void> {
  const id = (await process.orders.byOrderNos([press.orderNo])).get(press.orderNo)?.id
  if (id === undefined) throw new Error(`there is no order ${press.orderNo}`)
  const allowed = (await process.settlement.offered(id)).filter((offer) => offer.allowed)
  const action = allowed[press.choice % Math.max(1, allowed.length)]?.action
  if (action === undefined) return
  const clicks = Array.from({ length: press.times }, () => change(world, process, id, action))
  await Promise.all(clicks.map((click) => click.catch(onlyExpected)))
}

/** One click on an operation. Refusals and the death of the program are part of the game; anything else is thrown. */
export async function change(
  world: World,
  process: DeskProcess,
  id: number,
  action: SettlementAction,
  seen?: number,
): Promise<SettlementResult> {
  const version = seen ?? (await process.orders.open(id)).version
  const thenStatus = action === 'sales' ? 'paid' : isCancel(action) ? 'cancelled' : null
  const result = await process.settlement.change({ id, seen: version, action, thenStatus, reason: '試験' }, owner)
  checkResult(world, process, id, result)
  return result
}

/** I4: what the operator is told is what happened. */
function checkResult(world: World, process: DeskProcess, orderId: number, result: SettlementResult): void {
  const operation = process.journal.operations().findLast((one) => one.orderId === orderId)
  if (operation === undefined) {
    world.broken('I4', `order ${String(orderId)} was told ${result.outcome} of an operation that is not in the journal`)
    return
  }
  const open = result.outcome === 'unknown' || result.outcome === 'conflict'
  const shown = result.order.settlement?.underInquiry ?? null
  if (open !== (shown !== null))
    world.broken('I4', `${result.outcome} is told, and the order shows ${String(shown?.state)}`)
  checkDeeds(world, operation.id, result)
}

function checkDeeds(world: World, id: string, result: SettlementResult): void {
  const { applied } = world.deedsOf(id)
  const done = result.outcome === 'applied' && !result.confirmed
  if (done && applied !== 1)
    world.broken('I4', `done is told of operation ${id}, which was applied ${String(applied)} times`)
  const undone = result.outcome === 'refused' || result.outcome === 'notSent'
  if (undone && applied !== 0) world.broken('I4', `${result.outcome} is told of operation ${id}, which was applied`)
}

function onlyExpected(error: unknown): void {
  if (!isExpected(error)) throw error
}

/** A refusal, or a disk that does not take any more. */
export function isExpected(error: unknown): boolean {
  if (error instanceof Refusal) return true
  return error instanceof Error && /killed|disk is full|disk I\/O error|database is locked/.test(error.message)
}
