import { dayOf, type Instant } from '../../src-shared/business-day.ts'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import { deletionPreset, effectOf, goodsPieces, nothingHeld, type StockChoice } from '../../src-shared/order-effects.ts'
import { moneySettingsOn, type MoneySettings } from '../../src-shared/money-settings.ts'
import type { DeletionPreview } from '../../src-shared/order-deletion.ts'
import type { NewOrderEffects, OrderChanges } from '../../src-shared/order-input.ts'
import { countedTotals } from '../../src-shared/order-money.ts'
import { pointsOfNos } from '../customers/points.ts'
import type { Connection } from '../db/database.ts'
import { effectOfWrite } from './desk-write.ts'
import { heldRowOf } from './effects-table.ts'
import { asProductLines, withMoney, type ChangeTerms } from './money-change.ts'
import { withStatus } from './order-change.ts'
import { heldBy, planEffect, standsApart, stateOf } from './order-effects.ts'
import type { OrderParts } from './order-fields.ts'
import { mustLoad } from './order-store.ts'

/** True for changes that have to do with stock and points. */
export function hasEffect({ status, lines, charges }: OrderChanges): boolean {
  return status !== undefined || lines !== undefined || charges !== undefined
}

/** A change of 受注編集 as typed. */
interface TypedChange {
  readonly changes: OrderChanges
  readonly terms: ChangeTerms
  readonly stock: StockChoice | null
  readonly now: Instant
}

/**
 * What saving these changes does to stock and points. Looks only at what decides about that, so that a name that is still
 * missing hides nothing. Refusals: those of `withMoney`.
 */
export async function previewChange(
  db: Connection,
  before: OrderParts,
  { changes, terms, stock, now }: TypedChange,
): Promise<EffectPreview> {
  const row = await heldRowOf(db, before.order)
  const { status, lines, charges } = changes
  const counted = withMoney(before, { lines, charges }, terms)
  const after = status === undefined ? counted : withStatus(counted, status, now)
  const touches = hasEffect(changes)
  const effect = effectOfWrite({ before, after, choice: stock }, row)
  const names = new Map(after.lines.map((line) => [line.productCode, line.name]))
  const { short, ...moves } = await planEffect(db, effect, before.order.orderNo, names)
  return {
    ...{ stock: moves.stock, points: moves.points, short, asked: effect.asked },
    choice: effect.asked === null ? null : (stock ?? effect.asked.preset),
    member: await memberOf(db, after.order.customerNo),
    gap: standsApart(stateOf(before), row) ? (touches ? 'with' : 'left') : 'none',
  }
}

/** What registering this order does to stock and points; lines that cannot be counted yet count as they are typed. */
export async function previewCreate(
  db: Connection,
  { customerNo, lines, charges, orderedAt }: NewOrderEffects,
  shop: MoneySettings,
  now: Instant,
): Promise<EffectPreview> {
  const settings = moneySettingsOn(shop, dayOf(orderedAt ?? now))
  const { usedPoints, addedPoints } = countedTotals(lines, charges, null, settings)
  const goods = asProductLines(lines)
  const state = { status: 'received', customerNo, usedPoints, addedPoints, goods: goodsPieces(goods) } as const
  const names = new Map(goods.map((line) => [line.productCode, line.name]))
  const { short, stock, points } = await planEffect(db, effectOf(state, nothingHeld, state, 'follow'), '', names)
  return { stock, points, short, asked: null, choice: null, member: await memberOf(db, customerNo), gap: 'none' }
}

/** What deleting this order can give back. Refusal `order.not-found`. */
export async function previewDeletion(db: Connection, id: number): Promise<DeletionPreview> {
  const before = await mustLoad(db, id)
  const row = await heldRowOf(db, before.order)
  const held = heldBy(row, stateOf(before))
  const target = { ...nothingHeld, customerNo: held.customerNo }
  const { stock, points } = await planEffect(db, { held, target, keptInsteadOf: null }, before.order.orderNo)
  const preset = deletionPreset(before.order.status, held)
  // Points that are spent by now cannot be taken back: the deletion would be refused.
  const isSpent = points.some(({ after }) => after !== null && after < 0)
  return { stock, points, preset: isSpent ? { ...preset, points: 'keep' } : preset }
}

async function memberOf(db: Connection, customerNo: string | null): Promise<EffectPreview['member']> {
  if (customerNo === null) return null
  const found = (await pointsOfNos(db, [customerNo])).get(customerNo)
  return { customerNo, points: found?.points ?? null }
}
