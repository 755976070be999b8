import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { LinkJob, PaymentLinkState } from '../../src-shared/payment-link.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import { statusCoding } from '../orders/order-codes.ts'

/** One payment link: what was asked for, how far it is, and when the gateway is asked about it next. */
export interface LinkRecord {
  readonly id: number
  readonly orderId: number
  /** Counted from 1 for each order; never given twice. */
  readonly attempt: number
  readonly gatewayOrderNo: string
  readonly amountYen: number
  readonly job: LinkJob
  readonly threeDSecure: boolean
  readonly state: PaymentLinkState
  /** Opens the payment page to whoever has it. Only of an open link; never to be logged. */
  readonly url: string | null
  readonly codes: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  readonly tradeStatus: SettlementStatus | null
  readonly seenAt: Instant | null
  /** When the gateway first did not know a trade it had shown as paid; null after any other answer. */
  readonly missingAt: Instant | null
  /** The trade under the link's number was not tied to the order, because it does not fit the link. */
  readonly doubtful: boolean
  /** The gateway had the number already when the desk asked for it: perhaps a link that a restored copy forgot. */
  readonly taken: boolean
  /** Inquiries in a row that got no answer. */
  readonly unanswered: number
  /** Null when nothing has to be asked any more. */
  readonly nextInquiryAt: Instant | null
  readonly operatorId: string
}

interface Row {
  id: number
  order_id: number
  attempt: number
  gateway_order_no: string
  amount_yen: number
  job: LinkJob
  three_d_secure: number
  state: PaymentLinkState
  url: string | null
  codes: string
  issued_at: number
  expires_at: number
  trade_status: SettlementStatus | null
  seen_at: number | null
  missing_at: number | null
  doubtful: number
  taken: number
  unanswered: number
  next_inquiry_at: number | null
  operator_id: string
}

/** Writes a new link; returns its id. A number that was used before is a thrown bug. */
export async function insertLink(db: Knex, link: Omit<LinkRecord, 'id'>): Promise<number> {
  const row: Omit<Row, 'id'> = {
    order_id: link.orderId,
    attempt: link.attempt,
    gateway_order_no: link.gatewayOrderNo,
    amount_yen: link.amountYen,
    job: link.job,
    three_d_secure: link.threeDSecure ? 1 : 0,
    state: link.state,
    url: link.url,
    codes: link.codes,
    issued_at: link.issuedAt,
    expires_at: link.expiresAt,
    trade_status: link.tradeStatus,
    seen_at: link.seenAt,
    missing_at: link.missingAt,
    doubtful: link.doubtful ? 1 : 0,
    taken: link.taken ? 1 : 0,
    unanswered: link.unanswered,
    next_inquiry_at: link.nextInquiryAt,
    operator_id: link.operatorId,
  }
  const [id] = await db('payment_links').insert(row)
  return Number(id)
}

/** What may change in a link after it was written; never its number or its amount. */
export interface LinkProgress {
  readonly state: PaymentLinkState
  readonly url: string | null
  readonly codes?: string
  readonly tradeStatus?: SettlementStatus | null
  readonly seenAt?: Instant
  readonly missingAt?: Instant | null
  readonly doubtful?: boolean
  readonly taken?: boolean
  readonly unanswered: number
  readonly nextInquiryAt: Instant | null
}

/** Moves a link on. One that is no longer in the state `from` is a thrown bug and rolls the transaction back. */
export async function updateLink(
  db: Knex,
  id: number,
  from: PaymentLinkState,
  { state, url, codes, tradeStatus, seenAt, missingAt, doubtful, taken, unanswered, nextInquiryAt }: LinkProgress,
): Promise<void> {
  const row: Partial<Row> = { state, url, unanswered, next_inquiry_at: nextInquiryAt }
  if (codes !== undefined) row.codes = codes
  if (tradeStatus !== undefined) row.trade_status = tradeStatus
  if (seenAt !== undefined) row.seen_at = seenAt
  if (missingAt !== undefined) row.missing_at = missingAt
  if (taken !== undefined) row.taken = taken ? 1 : 0
  if (doubtful !== undefined) row.doubtful = doubtful ? 1 : 0
  const changed = await db('payment_links').where({ id, state: from }).update(row)
  if (changed !== 1) throw new Error(`payment link ${String(id)} is not ${from} any more`)
}

export async function findLink(db: Knex, id: number): Promise<LinkRecord | null> {
  const row = (await db('payment_links').where({ id }).first()) as Row | undefined
  return row === undefined ? null : fromRow(row)
}

export async function findLinkByNumber(db: Knex, gatewayOrderNo: string): Promise<LinkRecord | null> {
  const row = (await db('payment_links').where({ gateway_order_no: gatewayOrderNo }).first()) as Row | undefined
  return row === undefined ? null : fromRow(row)
}

/** Links with their 注文番号, as the witness is told of them: one, or all in the order in which they were made. */
export async function linksForWitness(
  db: Knex,
  gatewayOrderNo?: string,
): Promise<readonly (LinkRecord & { readonly orderNo: string })[]> {
  const query = db('payment_links').join('orders', 'orders.id', 'payment_links.order_id').orderBy('payment_links.id')
  if (gatewayOrderNo !== undefined) query.where({ gateway_order_no: gatewayOrderNo })
  const rows = await query.select<(Row & { order_no: string })[]>('payment_links.*', 'orders.order_no')
  return rows.map((row) => ({ ...fromRow(row), orderNo: row.order_no }))
}

/** All links of an order, newest first. */
export async function linksOfOrder(db: Knex, orderId: number): Promise<readonly LinkRecord[]> {
  const rows = (await db('payment_links').where({ order_id: orderId }).orderBy('attempt', 'desc')) as Row[]
  return rows.map(fromRow)
}

/** The addresses of every link that still opens a page. */
export async function openAddresses(db: Knex): Promise<readonly string[]> {
  const rows = await db('payment_links').whereNotNull('url').select<{ url: string }[]>('url')
  return rows.map(({ url }) => url)
}

/** Every link the gateway still has to be asked about, the longest due first. */
export async function watchedLinks(db: Knex): Promise<readonly LinkRecord[]> {
  const rows = (await db('payment_links').whereNotNull('next_inquiry_at').orderBy('next_inquiry_at')) as Row[]
  return rows.map(fromRow)
}

/** Links whose trade is not their order's and holds money: a person has to look at them. */
export async function strayLinks(db: Knex, holding: readonly SettlementStatus[]): Promise<readonly LinkRecord[]> {
  const rows = await db('payment_links')
    // A trade that the order gave up leaves its number behind: that ties nothing (as the view `link_money` has it).
    .leftJoin('payments', (tie) =>
      tie.on('payments.gateway_order_no', 'payment_links.gateway_order_no').andOnVal('payments.link_state', 'linked'),
    )
    .where({ 'payment_links.state': 'paid' })
    .whereIn('payment_links.trade_status', holding)
    .whereNull('payments.order_id')
    .orderBy('payment_links.id')
    .select<Row[]>('payment_links.*')
  return rows.map(fromRow)
}

/**
 * Links whose trade is the order's and still reserves money although the order is cancelled: a buyer may pay after that,
 * and no other list shows a 仮売上 of a cancelled order.
 */
export async function linksOfCancelled(db: Knex): Promise<readonly LinkRecord[]> {
  const rows = await db('payment_links')
    .join('payments', 'payments.gateway_order_no', 'payment_links.gateway_order_no')
    .join('orders', 'orders.id', 'payment_links.order_id')
    .where({ 'payment_links.state': 'paid', 'orders.status': statusCoding.codeOf('cancelled') })
    .whereIn('payments.status', ['authorised', 'simpleAuthorised'])
    .whereNull('orders.deleted_at')
    .orderBy('payment_links.id')
    .select<Row[]>('payment_links.*')
  return rows.map(fromRow)
}

/** The order a number was used for, if any. */
export async function orderOfLink(db: Knex, gatewayOrderNo: string): Promise<number | null> {
  const row = await db<Row>('payment_links').where({ gateway_order_no: gatewayOrderNo }).first('order_id')
  return row?.order_id ?? null
}

function fromRow(row: Row): LinkRecord {
  return {
    id: row.id,
    orderId: row.order_id,
    attempt: row.attempt,
    gatewayOrderNo: row.gateway_order_no,
    amountYen: row.amount_yen,
    job: row.job,
    threeDSecure: row.three_d_secure === 1,
    state: row.state,
    url: row.url,
    codes: row.codes,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    tradeStatus: row.trade_status,
    seenAt: row.seen_at,
    missingAt: row.missing_at,
    doubtful: row.doubtful === 1,
    taken: row.taken === 1,
    unanswered: row.unanswered,
    nextInquiryAt: row.next_inquiry_at,
    operatorId: row.operator_id,
  }
}
