import type { Failure } from './failure.ts'
import type { AskedStock, StockChoice } from './order-effects.ts'

/** What becomes of the stock of one product. */
export interface StockEffect {
  readonly productCode: string
  /** 商品名/規格1/規格2. */
  readonly name: string
  /** Below 0: taken from the stock. */
  readonly change: number
  /** Null: not kept at the desk, so that nothing moves. */
  readonly stock: number | null
  readonly after: number | null
  /** It is not enough: the most that the order can have. Null when it is enough. */
  readonly most: number | null
}

/** What becomes of a member's balance. */
export interface PointEffect {
  readonly customerNo: string
  readonly name: string
  readonly change: number
  /** Null: not known, so that nothing moves. */
  readonly points: number | null
  readonly after: number | null
}

/** What a change would do to stock and points; nothing is written yet. */
export interface EffectPreview {
  readonly stock: readonly StockEffect[]
  readonly points: readonly PointEffect[]
  /** The member whose points are meant, moved or not; null for a guest. */
  readonly member: { readonly customerNo: string; readonly points: number | null } | null
  /** What there is to decide about the stock; null when it just follows. */
  readonly asked: AskedStock | null
  /** As it was decided, or preset. */
  readonly choice: StockChoice | null
  /** The first reason why the change would be refused. */
  readonly short: Failure | null
  /**
   * The order holds something else than it should already before the change, because a file of the cart changed it:
   * `with` moves along with the change, `left` stays until it is evened.
   */
  readonly gap: 'none' | 'with' | 'left'
}

/** How a gap is closed: by moving stock and points, or by saying that both are right as they are. */
export const evenWays = ['move', 'accept'] as const
export type EvenWay = (typeof evenWays)[number]
