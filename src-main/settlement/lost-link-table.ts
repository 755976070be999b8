import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { LinkJob } from '../../src-shared/payment-link.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { WitnessLink } from './witness-line.ts'

/** A payment link that the witness saw and a restored data file does not know. */
export interface LostLink {
  readonly gatewayOrderNo: string
  readonly orderNo: string
  /** Counted from 1 for each order. */
  readonly attempt: number
  readonly amountYen: number
  readonly job: LinkJob
  readonly threeDSecure: boolean
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** The order that has it back among its own; null while the copy has no such order. */
  readonly orderId: number | null
  readonly tradeStatus: SettlementStatus | null
  /** When the gateway first did not know a trade it had shown as paid; null after any other answer. */
  readonly missingAt: Instant | null
  readonly unanswered: number
  /** Null when nothing has to be asked any more. */
  readonly nextInquiryAt: Instant | null
}

interface Row {
  gateway_order_no: string
  order_no: string
  attempt: number
  amount_yen: number
  job: LinkJob
  three_d_secure: number
  issued_at: number
  expires_at: number
  order_id: number | null
  trade_status: SettlementStatus | null
  seen_at: number | null
  missing_at: number | null
  unanswered: number
  next_inquiry_at: number | null
}

/** Operations and links share the list of what is asked about first; a link is in it under this name. */
const PREFIX = 'link:'

/** True for an entry of the list of lost operations that stands for a link. */
export function isLostLink(operationId: string): boolean {
  return operationId.startsWith(PREFIX)
}

/** The gateway's numbers of everything that was lost, whether it came back or not. */
export async function lostLinkNumbers(db: Knex): Promise<ReadonlySet<string>> {
  const rows = await db('lost_links').select<Pick<Row, 'gateway_order_no'>[]>('gateway_order_no')
  return new Set(rows.map((row) => row.gateway_order_no))
}

/** Writes down what was lost; the gateway is asked about all of it before money moves (settlement.md R10). */
export async function saveLostLinks(trx: Knex, links: readonly WitnessLink[], foundAt: Instant): Promise<void> {
  for (const link of links) {
    const row: Row = {
      gateway_order_no: link.gatewayOrderNo,
      order_no: link.orderNo,
      attempt: link.nth,
      amount_yen: link.amountYen,
      job: link.job,
      three_d_secure: link.threeDSecure ? 1 : 0,
      issued_at: link.issuedAt,
      expires_at: link.expiresAt,
      order_id: null,
      trade_status: null,
      seen_at: null,
      missing_at: null,
      unanswered: 0,
      next_inquiry_at: foundAt,
    }
    await trx('lost_links').insert(row).onConflict('gateway_order_no').merge()
    await trx('lost_operations')
      .insert({
        operation_id: PREFIX + link.gatewayOrderNo,
        order_no: link.orderNo,
        gateway_order_no: link.gatewayOrderNo,
        trade_kind: 'card',
        action: 'link',
        amount_yen: link.amountYen,
        state: 'intended',
        happened_at: link.issuedAt,
        found_at: foundAt,
        answered_at: null,
      })
      .onConflict('operation_id')
      .merge()
  }
}

export async function findLostLink(db: Knex, gatewayOrderNo: string): Promise<LostLink | null> {
  const row = (await db('lost_links').where({ gateway_order_no: gatewayOrderNo }).first()) as Row | undefined
  return row === undefined ? null : fromRow(row)
}

/** Links of an 注文番号 that no order has back yet. */
export async function lostLinksOf(db: Knex, orderNo: string): Promise<readonly LostLink[]> {
  const rows = (await db('lost_links').where({ order_no: orderNo }).whereNull('order_id').orderBy('attempt')) as Row[]
  return rows.map(fromRow)
}

/** Links without an order that the gateway still has to be asked about. */
export async function watchedLostLinks(db: Knex): Promise<readonly LostLink[]> {
  const rows = (await db('lost_links').whereNull('order_id').whereNotNull('next_inquiry_at')) as Row[]
  return rows.map(fromRow)
}

/** Links without an order whose trade is in one of these states. */
export async function lostLinksIn(db: Knex, states: readonly SettlementStatus[]): Promise<readonly LostLink[]> {
  const rows = (await db('lost_links')
    .whereNull('order_id')
    .whereIn('trade_status', states)
    .orderBy('issued_at')) as Row[]
  return rows.map(fromRow)
}

/** The order has the link back among its own, where it is watched from now on. */
export async function markReturned(trx: Knex, gatewayOrderNo: string, orderId: number): Promise<void> {
  await trx('lost_links')
    .where({ gateway_order_no: gatewayOrderNo })
    .update({ order_id: orderId, next_inquiry_at: null })
}

/** What an inquiry said of a link without an order, or that it had no answer. */
export async function saveLostLook(
  trx: Knex,
  gatewayOrderNo: string,
  look: Partial<Pick<LostLink, 'tradeStatus' | 'missingAt' | 'unanswered'>> & Pick<LostLink, 'nextInquiryAt'>,
  at: Instant,
): Promise<void> {
  const row: Partial<Row> = { next_inquiry_at: look.nextInquiryAt, unanswered: look.unanswered ?? 0 }
  if (look.tradeStatus !== undefined) Object.assign(row, { trade_status: look.tradeStatus, seen_at: at })
  if (look.missingAt !== undefined) row.missing_at = look.missingAt
  await trx('lost_links').where({ gateway_order_no: gatewayOrderNo }).update(row)
}

function fromRow(row: Row): LostLink {
  return {
    gatewayOrderNo: row.gateway_order_no,
    orderNo: row.order_no,
    attempt: row.attempt,
    amountYen: row.amount_yen,
    job: row.job,
    threeDSecure: row.three_d_secure === 1,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    orderId: row.order_id,
    tradeStatus: row.trade_status,
    missingAt: row.missing_at,
    unanswered: row.unanswered,
    nextInquiryAt: row.next_inquiry_at,
  }
}
