import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { TradeState } from './verdict.ts'

/** Opens an attempt; returns its row id. */
export async function beginAttempt(
  db: Knex,
  operationId: string,
  kind: 'mutation' | 'inquiry',
  at: Instant,
): Promise<number> {
  const [id] = await db('settlement_attempts').insert({ operation_id: operationId, kind, started_at: at })
  return Number(id)
}

/** Closes an attempt with what came back. */
export async function endAttempt(
  db: Knex,
  attemptId: number,
  end: { readonly at: Instant; readonly outcome: string; readonly codes?: string; readonly trade?: TradeState },
): Promise<void> {
  await db('settlement_attempts')
    .where({ id: attemptId })
    .update({
      ended_at: end.at,
      outcome: end.outcome,
      codes: end.codes ?? '',
      gateway_status: end.trade?.status ?? null,
      gateway_amount_yen: end.trade?.amountYen ?? null,
      gateway_processed_at: end.trade?.processedAt ?? null,
    })
}

/** What an inquiry ends with that got no answer about the trade. */
const unansweredOutcomes: readonly (string | null)[] = [null, 'refused', 'unknown', 'not-sent']

/**
 * When the gateway first said that it knows no such trade, of the inquiries since the last attempt or the last answer
 * that showed the trade; null when none did.
 */
export async function missingSince(db: Knex, operationId: string): Promise<Instant | null> {
  const attempts: { kind: string; outcome: string | null; ended_at: number | null }[] = await db('settlement_attempts')
    .where({ operation_id: operationId })
    .orderBy('id', 'desc')
    .select('kind', 'outcome', 'ended_at')
  let since: Instant | null = null
  for (const { kind, outcome, ended_at: endedAt } of attempts) {
    if (kind === 'mutation') break
    if (outcome === 'missing') since = endedAt
    else if (!unansweredOutcomes.includes(outcome)) break
  }
  return since
}
