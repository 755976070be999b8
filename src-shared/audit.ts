import type { Instant } from './business-day.ts'

/** Everything that is written to the history, by kind. */
export const auditKinds = [
  'order.imported',
  'order.reimported',
  'order.created',
  'order.changed',
  'order.deleted',
  'order.restored',
  'order.statusHeld',
  'order.evened',
  'orders.exported',
  'settlement.requested',
  'settlement.applied',
  'settlement.refused',
  'settlement.unknown',
  'settlement.notApplied',
  'settlement.confirmed',
  'settlement.conflict',
  'settlement.linked',
  'settlement.unlinked',
  'settlement.refreshed',
  'settlement.adopted',
  'settlement.tradeGone',
  'bulk.started',
  'bulk.held',
  'bulk.ended',
  'mail.sent',
  'mail.failed',
  'mail.unknown',
  'link.issued',
  'link.refused',
  'link.notSent',
  'link.unknown',
  'link.taken',
  'link.takenElsewhere',
  'link.paid',
  'link.paidTwice',
  'link.doubtful',
  'link.ended',
  'settings.changed',
  'backup.made',
  'backup.restored',
  'records.witness-renewed',
] as const
export type AuditKind = (typeof auditKinds)[number]

/** One change of one field, as texts the operator can read. */
export interface FieldChange {
  readonly field: string
  readonly from: string
  readonly to: string
}

/** One entry of the history. Entries are only ever added. */
export interface AuditEntry {
  readonly id: number
  readonly at: Instant
  readonly kind: AuditKind
  readonly operatorName: string
  readonly orderId: number | null
  readonly changes: readonly FieldChange[]
  /** Codes and numbers that go with the kind (gateway error codes, amounts); never a secret. */
  readonly details: Readonly<Record<string, string | number>>
}
