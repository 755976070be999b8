/**
 * Every expected failure of the program by its code. Codes cross the door, sentences never do: the window writes them
 * from `text.ts`. A bug is not in this list: it is thrown, logged and reported as `bug`.
 */
export const failureCodes = [
  'bug',
  'call.unknown',
  'call.invalid',
  'call.forbidden',
  'call.too-large',
  'core.unavailable',
  'storage.full',
  'storage.locked',
  'storage.failed',
  'storage.damaged',
  'storage.taken-over',
  'storage.witness',
  'startup.newer-file',
  'startup.damaged-file',
  'startup.unreadable-folder',
  'startup.migration-failed',
  'startup.in-use',
  'startup.practice-gateway',
  'startup.not-a-shop',
  'order.not-found',
  'order.changed-meanwhile',
  'order.card-number-in-text',
  'order.selection-changed',
  'order.undo-too-late',
  'order.money-standing',
  'order.link-money',
  'order.link-open',
  'view.name-taken',
  'view.not-found',
  'export.gone',
  'export.nothing',
  'order.already-created',
  'order.no-lines',
  'order.line-without-name',
  'order.line-text-too-long',
  'order.price-out-of-range',
  'order.quantity-out-of-range',
  'order.charge-out-of-range',
  'order.total-negative',
  'order.total-too-large',
  'order.no-delivery',
  'order.delivery-under-way',
  'order.split-mismatch',
  'order.name-missing',
  'product.not-found',
  'stock.short',
  'stock.changed-meanwhile',
  'customer.not-found',
  'points.short',
  'points.changed-meanwhile',
  'order.method-locked',
  'order.money-locked',
  'file.not-found',
  'file.too-large',
  'file.incomplete',
  'import.empty',
  'import.unknown-layout',
  'import.missing-columns',
  'import.changed-since-preview',
  'import.problems-not-accepted',
  'settlement.not-linked',
  'settlement.not-allowed',
  'settlement.too-late',
  'settlement.in-progress',
  'settlement.amount-differs',
  'settlement.amount-same',
  'settlement.amount-out-of-range',
  'settlement.reason-missing',
  'settlement.changed-at-gateway',
  'settlement.nothing-to-inquire',
  'settlement.trade-missing',
  'settlement.reconcile-first',
  'settlement.not-done',
  'settlement.decided-by-hand',
  'bulk.already-running',
  'bulk.changed-since-preview',
  'bulk.nothing-to-do',
  'bulk.too-many',
  'bulk.not-found',
  'bulk.not-running',
  'link.not-possible',
  'link.alive',
  'link.taken',
  'link.taken-unanswered',
  'link.perhaps-paid',
  'link.not-looked',
  'gateway.not-configured',
  'gateway.offline',
  'gateway.refused',
  'gateway.no-answer',
  'mail.not-configured',
  'mail.busy',
  'mail.already-sent',
  'mail.not-found',
  'mail.template-not-found',
  'mail.unknown-placeholder',
  'backup.not-found',
  'backup.damaged',
  'records.sound',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** What the window may offer beside the sentence: one step that helps. */
export type NextStep =
  | 'retry'
  | 'reload'
  | 'inquire'
  | 'open-gateway-settings'
  | 'open-mail-settings'
  | 'restore-backup'
  | 'choose-folder'
  | 'check-records'

/** An expected failure. `params` fills the sentence: order numbers, yen, days, gateway codes. Never a secret. */
export interface Failure {
  readonly code: FailureCode
  readonly params: Readonly<Record<string, string | number>>
  readonly next?: NextStep
}

/**
 * Carries an expected failure out of a nested call to the door, which turns it into an answer. Anything else that is
 * thrown is a bug.
 */
export class Refusal extends Error {
  readonly failure: Failure

  constructor(code: FailureCode, params: Failure['params'] = {}, next?: NextStep) {
    super(code)
    this.name = 'Refusal'
    this.failure = next === undefined ? { code, params } : { code, params, next }
  }
}
