import type { Knex } from 'knex'
import type { AuditEntry, AuditKind } from '../../src-shared/audit.ts'
import { insertInto, runForRows } from '../db/rows.ts'
import { eventHash, type SealedEvent } from './event-hash.ts'

/** An entry before it has its place in the chain. `changes` and `details` are JSON texts. */
export type NewEvent = Omit<SealedEvent, 'id'>

interface EventRow {
  readonly id: number
  readonly at: number
  readonly kind: AuditKind
  readonly operator_id: string
  readonly operator_name: string
  readonly order_id: number | null
  readonly changes: string
  readonly details: string
  readonly previous_hash: string
  readonly hash: string
}

interface ChainEnd {
  readonly length: number
  readonly hash: string
}

const CHECKED_AT_ONCE = 5_000

const columns = [
  ...['id', 'at', 'kind', 'operator_id', 'operator_name', 'order_id', 'changes', 'details', 'previous_hash', 'hash'],
]

/** Adds entries to the end of the chain, in their order. */
export async function insertEvents(trx: Knex, events: readonly NewEvent[]): Promise<void> {
  const end = await chainEnd(trx)
  let hash = end.hash
  const rows = events.map((event, index) => {
    const previous = hash
    const sealed = { ...event, id: end.length + index + 1 }
    hash = eventHash(previous, sealed)
    return [
      sealed.id,
      event.at,
      event.kind,
      event.operatorId,
      event.operatorName,
      event.orderId,
      event.changes,
      event.details,
      previous,
      hash,
    ]
  })
  await runForRows(trx, insertInto('events', columns), rows)
  await trx.raw('UPDATE event_chain SET length = ?, hash = ?', [end.length + events.length, hash])
}

/** The entries of one order, newest first. */
export async function eventsOfOrder(db: Knex, orderId: number): Promise<readonly AuditEntry[]> {
  const rows = await db.raw<EventRow[]>('SELECT * FROM events WHERE order_id = ? ORDER BY id DESC', [orderId])
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    kind: row.kind,
    operatorName: row.operator_name,
    orderId: row.order_id,
    changes: JSON.parse(row.changes) as AuditEntry['changes'],
    details: JSON.parse(row.details) as AuditEntry['details'],
  }))
}

/** Id of the first entry that does not fit the chain; null when every entry is as it was written and none is missing. */
export async function firstBrokenEvent(db: Knex): Promise<number | null> {
  const end = await chainEnd(db)
  let hash = ''
  let last = 0
  for (;;) {
    const rows = await db.raw<EventRow[]>('SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?', [
      last,
      CHECKED_AT_ONCE,
    ])
    for (const row of rows) {
      if (row.id !== last + 1 || row.previous_hash !== hash || row.hash !== eventHash(hash, sealedOf(row)))
        return last + 1
      last = row.id
      hash = row.hash
    }
    if (rows.length < CHECKED_AT_ONCE) break
  }
  const before: { n: number }[] = await db.raw('SELECT count(*) AS n FROM events WHERE id < 1')
  if (before[0]?.n !== 0) return 0
  return last === end.length && hash === end.hash ? null : last + 1
}

function sealedOf(row: EventRow): SealedEvent {
  const { id, at, kind, changes, details } = row
  return {
    id,
    at,
    kind,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    orderId: row.order_id,
    changes,
    details,
  }
}

async function chainEnd(db: Knex): Promise<ChainEnd> {
  const rows = await db.raw<ChainEnd[]>('SELECT length, hash FROM event_chain')
  return rows[0] ?? { length: 0, hash: '' }
}
