import type { Inquiry } from '../gmo/gateway.ts'
import { sinceFirstLook } from './first-look.ts'
import { endAttempt, missingSince } from './attempt-table.ts'
import { findOperation, openStates, updateOperation, type Operation } from './operation-table.ts'
import { codesOf, settleMissing } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { isMissing, SECOND_LOOK_MS, waitAfterUnanswered } from './verdict.ts'

/**
 * The gateway knows no such trade. Said once it may be a mistake of the moment, and the gateway is asked again; said a
 * second time at least a minute later it is for a person to decide, for nothing at the gateway would ever end the
 * operation. Whatever showed the trade as it was before no longer counts: another attempt needs two looks of its own.
 */
export async function noteMissing(
  parts: SettlementParts,
  operation: Operation,
  attemptId: number,
  { errors }: Extract<Inquiry, { outcome: 'missing' }>,
): Promise<void> {
  const at = parts.clock.now()
  const seenAt = await parts.db.read((db) => missingSince(db, operation.id))
  const key = firstMissingOf(operation)
  parts.firstLooks.delete(operation.id)
  const codes = codesOf(errors)
  if (sinceFirstLook(parts, key, seenAt, at) >= SECOND_LOOK_MS && !isMissing(operation)) {
    parts.firstLooks.delete(key)
    return settleMissing(parts, operation, attemptId, codes)
  }
  await parts.db.write(async (trx) => {
    await endAttempt(trx, attemptId, { at, outcome: 'missing', codes })
    // A conflict waits for a person already.
    if (operation.state === 'conflict') return
    const unanswered = ((await findOperation(trx, operation.id))?.unanswered ?? 0) + 1
    const nextInquiryAt = at + waitAfterUnanswered(unanswered)
    const progress = { state: 'unknown', sameAsBeforeAt: null, unanswered, nextInquiryAt } as const
    await updateOperation(trx, operation.id, openStates, progress, at)
  })
}

/** Under what the first look without a trade is remembered, beside the first that showed it as before. */
export function firstMissingOf({ id }: Pick<Operation, 'id'>): string {
  return `${id} missing`
}
