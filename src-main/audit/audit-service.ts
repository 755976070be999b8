import type { AuditEntry, AuditKind, FieldChange } from '../../src-shared/audit.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Database, Transaction } from '../db/database.ts'
import { eventsOfOrder, firstBrokenEvent, insertEvents } from './audit-table.ts'

/** An entry to be added to the history. Never a secret in any field. */
export interface AuditInput {
  readonly at: Instant
  readonly kind: AuditKind
  readonly operator: Pick<Operator, 'id' | 'name'>
  readonly orderId?: number | null
  readonly changes?: readonly FieldChange[]
  readonly details?: AuditEntry['details']
}

/** The history: who did what when. Entries are chained by hashes and only ever added. */
export interface Audit {
  /** Adds an entry in the caller's transaction, so that nothing is done without its entry and no entry without its deed. */
  append(trx: Transaction, entry: AuditInput): Promise<void>
  appendAll(trx: Transaction, entries: readonly AuditInput[]): Promise<void>
  /** Newest first. */
  ofOrder(orderId: number): Promise<readonly AuditEntry[]>
  /** Null when the whole chain holds, else the id at which it first does not. Reads every entry. */
  firstBroken(): Promise<number | null>
}

/** The history kept in the data file. */
export function createAudit(db: Database): Audit {
  const appendAll = async (trx: Transaction, entries: readonly AuditInput[]) => {
    if (entries.length === 0) return
    const events = entries.map(({ at, kind, operator, orderId = null, changes = [], details = {} }) => ({
      at,
      kind,
      operatorId: operator.id,
      operatorName: operator.name,
      orderId,
      changes: JSON.stringify(changes),
      details: JSON.stringify(details),
    }))
    await insertEvents(trx, events)
  }
  return {
    append: (trx, entry) => appendAll(trx, [entry]),
    appendAll,
    ofOrder: (orderId) => db.read((connection) => eventsOfOrder(connection, orderId)),
    firstBroken: () => db.read(firstBrokenEvent),
  }
}
