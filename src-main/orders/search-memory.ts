import type { OrderConditions, OrderSort } from '../../src-shared/order-search.ts'
import type { Connection } from '../db/database.ts'
import { isSameTide } from '../db/tide.ts'
import type { ProbedFilter } from './order-search-plan.ts'
import { dataTide, type DataTide } from './order-search-table.ts'

/** What is known of one search while nothing in the file changes. */
export interface KnownSearch {
  readonly tide: DataTide
  readonly probed: Promise<readonly ProbedFilter[]>
  /** What is kept of the result by its order, null where no beginning was found that way. */
  readonly lists: Map<string, Promise<KnownList | null>>
}

/** The result of a search in one order, or its beginning. */
export interface KnownList {
  readonly ids: readonly number[]
  readonly isWhole: boolean
}

/**
 * The last searches of the window. It asks for a page and for the count of the same conditions right after each other,
 * and for further pages: what was found out for one serves the others, until anything is written.
 */
export interface SearchMemory {
  /** Null inside a transaction, whose changes may be taken back. `probe` is asked when the search is new. */
  search(
    db: Connection,
    conditions: OrderConditions,
    probe: (orders: number) => Promise<readonly ProbedFilter[]>,
  ): Promise<KnownSearch | null>
}

const KEPT = 8

/** A memory for one open file. */
export function createSearchMemory(): SearchMemory {
  const known = new Map<string, KnownSearch>()
  return {
    async search(db, conditions, probe) {
      if (db.isTransaction === true) return null
      const tide = await dataTide(db)
      const key = JSON.stringify(conditions)
      const found = known.get(key)
      if (found !== undefined && isSameTide(found.tide, tide)) return found
      const search = { tide, probed: probe(tide.orders), lists: new Map() }
      known.delete(key)
      known.set(key, search)
      // What failed is tried again the next time; whoever asked hears of it anyway.
      search.probed.catch(() => known.delete(key))
      for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest)
      return search
    },
  }
}

/** Which list of a search. */
export function listKey({ key, descending }: OrderSort): string {
  return `${key} ${String(descending)}`
}
