import type { EffectPreview } from './effect-preview.ts'
import type { StockChoice } from './order-effects.ts'
import type { SettlementStatus } from './settlement.ts'

/** An order that was deleted or brought back, with its new version. */
export interface DeletedOrder {
  readonly id: number
  readonly version: number
  readonly orderNo: string
}

/** Whether stock and points of a deleted order are given back. */
export interface DeletionChoices {
  readonly stock: StockChoice
  readonly points: StockChoice
}

/** What deleting an order can give back, and how the two questions are preset. */
export interface DeletionPreview extends Pick<EffectPreview, 'stock' | 'points'> {
  readonly preset: DeletionChoices
}

/**
 * Whether the gateway holds the buyer's money in this state, has taken it, or may still take it (a number for コンビニ or
 * Pay-easy that can still be paid). `other` is a state nobody knows: it counts as money.
 */
export function holdsMoney(status: SettlementStatus): boolean {
  return standing.has(status)
}

const standing: ReadonlySet<SettlementStatus> = new Set([
  'authorised',
  'simpleAuthorised',
  'sales',
  'captured',
  'requested',
  'paid',
  'other',
])
