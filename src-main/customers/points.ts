import { Refusal } from '../../src-shared/failure.ts'
import type { HandReason, LedgerPage, LedgerRange, MoveNote } from '../../src-shared/ledger.ts'
import type { Connection, Transaction } from '../db/database.ts'
import {
  countBalancesApart,
  countPointMoves,
  pointMovesOf,
  pointsById,
  pointsByNo,
  writePoints,
  type PointRow,
} from './point-table.ts'

/** What a member's balance is changed by; negative takes. */
export interface PointChange {
  readonly customerId: number
  readonly change: number
}

/** Members with their balance, by 会員ID; unknown ones are not in the map. */
export async function pointsOfNos(
  db: Connection,
  customerNos: readonly string[],
): Promise<ReadonlyMap<string, PointRow>> {
  if (customerNos.length === 0) return new Map()
  return new Map((await pointsByNo(db, customerNos)).map((row) => [row.customerNo, row]))
}

/** Members with their balance, by id; unknown ones are not in the map. */
export async function pointsOf(db: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, PointRow>> {
  return new Map((await pointsById(db, ids)).map((row) => [row.id, row]))
}

/**
 * Moves balances, each with its line in the ledger; an unknown balance is passed over. Refusal `points.short` (`name`,
 * `customerNo`, `points`) when one would fall below 0: the caller's transaction must not be kept then.
 */
export async function movePoints(trx: Transaction, changes: readonly PointChange[], note: MoveNote): Promise<void> {
  for (const { customerId, change } of changes) {
    const [member] = await pointsById(trx, [customerId])
    if (member === undefined) throw new Refusal('customer.not-found', { id: customerId })
    if (member.points === null || change === 0) continue
    const after = member.points + change
    if (after < 0) {
      const { name, customerNo, points } = member
      throw new Refusal('points.short', { name, customerNo, points, after })
    }
    await writePoints(trx, { customerId, change, after }, note)
  }
}

/**
 * Sets a balance by hand or from a file; null: not known. Nothing is written when it is that already. Refusals:
 * `customer.not-found`, and `points.changed-meanwhile` when it is no longer `seen` (left out: whatever it is).
 */
export async function setPoints(
  trx: Transaction,
  { customerId, to, seen }: { readonly customerId: number; readonly to: number | null; readonly seen?: number | null },
  note: Omit<MoveNote<HandReason>, 'orderId'>,
): Promise<void> {
  const [member] = await pointsById(trx, [customerId])
  if (member === undefined) throw new Refusal('customer.not-found', { id: customerId })
  if (seen !== undefined && seen !== member.points) {
    throw new Refusal('points.changed-meanwhile', { name: member.name, customerNo: member.customerNo }, 'reload')
  }
  if (to === member.points) return
  const change = (to ?? 0) - (member.points ?? 0)
  await writePoints(trx, { customerId, change, after: to }, { ...note, orderId: null })
}

/** The ledger of one member, newest first. */
export async function pointLedger(db: Connection, customerId: number, range: LedgerRange): Promise<LedgerPage> {
  return { lines: await pointMovesOf(db, customerId, range), total: await countPointMoves(db, customerId) }
}

/** How many balances their ledger does not explain. */
export function balancesApart(db: Connection): Promise<number> {
  return countBalancesApart(db)
}
