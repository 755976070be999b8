import type { Sql } from './sql-text.ts'

/** Names of the indexes of migration 0001 by which a search may read orders. */
export type OrderIndex =
  | 'orders_by_update'
  | 'orders_by_person'
  | 'orders_by_status_update'
  | 'orders_by_method_update'
  | 'orders_by_status'
  | 'orders_by_ordered'
  | 'orders_by_paid'
  | 'orders_by_shipped'
  | 'orders_by_total'
  | 'orders_by_birth'
  | 'orders_by_number'
  | 'orders_by_name'

/** A way to reach just the rows of one condition. */
export interface Lead {
  /** The index to read by; `id` when the condition itself gives the orders' ids. */
  readonly index: OrderIndex | 'id'
  readonly where: Sql
  /** A query whose rows are about as many as the orders the lead gives; it is only ever counted up to a limit. */
  readonly probe: Sql
  /** `where` once the ids that the probe answers (a JSON list) are known, so that they are not looked up again. */
  readonly whereFound?: (ids: string) => Sql
  /** Counts the lead's orders in one go, where that is quicker than counting by `where`. */
  readonly count?: Sql
  /** True when the rows come in the order of 更新日: their pages then need no sorting. */
  readonly isByUpdate: boolean
}

/** One condition: how to look at an order (`check`), and how to find its orders without looking at all (`lead`). */
export interface Filter {
  readonly check: Sql
  /**
   * `check` for a list that is walked until its page is full, where it has to be written otherwise: SQLite turns an
   * EXISTS into a join and first reads the whole other table for it, which only pays when every order is looked at.
   */
  readonly walkCheck?: Sql
  readonly lead: Lead | null
}
