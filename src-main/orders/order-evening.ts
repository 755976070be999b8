import { Refusal } from '../../src-shared/failure.ts'
import type { EvenWay } from '../../src-shared/effect-preview.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { StockChoice } from '../../src-shared/order-effects.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Transaction } from '../db/database.ts'
import { effectOfWrite, type DeskParts } from './desk-write.ts'
import { heldRowOf, writeHeld } from './effects-table.ts'
import { applyEffect, planEffect, standsApart, stateOf } from './order-effects.ts'
import { asOrder, mustLoad } from './order-store.ts'
import { bumpVersion } from './order-table.ts'

/** An order whose holding is to be what it should be. */
export interface EvenRequest {
  readonly id: number
  readonly seen: number
  readonly how: EvenWay
  readonly stock?: StockChoice | undefined
}

/**
 * Closes the gap that a file of the cart left between what an order holds and what it should hold: by moving stock and
 * points, or by taking both as right (the cart moved its own, and the numbers were counted since). Also takes back or
 * gives back what an earlier change was told to keep. Stock left as it is (`stock` keep) is decided with it, and stands
 * apart no longer; moving without `stock` moves what stands apart. Refusals: `order.not-found`, `order.changed-meanwhile`,
 * `stock.short`, `points.short`.
 */
export async function evenOrder(
  trx: Transaction,
  { id, seen, how, stock }: EvenRequest,
  operator: Operator,
  { audit, clock }: DeskParts,
): Promise<Order> {
  const before = await mustLoad(trx, id)
  const { orderNo, version } = before.order
  if (version !== seen) throw new Refusal('order.changed-meanwhile', { orderNo }, 'reload')
  const row = await heldRowOf(trx, before.order)
  const state = stateOf(before)
  const isOpen = standsApart(state, row)
  const preset = isOpen && how === 'move' ? 'follow' : null
  const effect = effectOfWrite({ before, after: before, choice: stock ?? preset }, row)
  const plan = await planEffect(trx, effect, orderNo)
  const moves = plan.stock.length + plan.points.length > 0
  if (!moves && !isOpen) return asOrder(trx, before)
  const at = clock.now()
  const entry = { at, kind: 'order.evened', operator, orderId: id } as const
  if (how === 'accept' || !moves) {
    const { target: holding, keptInsteadOf } = effect
    await writeHeld(trx, id, { holding, keptInsteadOf, beforeDeletion: null })
    await audit.append(trx, { ...entry, details: { because: '在庫とポイントを動かさずに合わせた' } })
  } else {
    if (plan.short !== null) throw new Refusal(plan.short.code, plan.short.params, plan.short.next)
    const note = { at, reason: 'evened', operatorName: operator.name } as const
    const changes = await applyEffect(trx, plan, { orderId: id, row, state }, note)
    await audit.append(trx, { ...entry, changes })
  }
  await bumpVersion(trx, id, at)
  return asOrder(trx, await mustLoad(trx, id))
}
