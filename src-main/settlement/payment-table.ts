import type { Knex } from 'knex'
import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus, UnlinkedReason } from '../../src-shared/settlement.ts'
import { isSealed, sealOf, sealRows } from '../db/seal.ts'
import { damagedTrade } from './damaged-row.ts'

/** What is kept of a trade. Its pass is not among it: every operation asks the gateway for it anew. */
export interface PaymentRecord {
  readonly orderId: number
  readonly gatewayOrderNo: string
  readonly status: SettlementStatus
  readonly amountYen: number
  readonly taxYen: number
  readonly processedAt: Instant
  readonly authorisedAt: Instant | null
  readonly settleBy: BusinessDay | null
  readonly accessId: string
  readonly tranId: string
  readonly approve: string
  readonly method: string
  readonly payTimes: string
  readonly storeCode: string
  readonly receiptNo: string
  readonly confirmationNo: string
  readonly customerNo: string
  readonly institutionNo: string
  readonly termAt: Instant | null
  readonly inquiredAt: Instant
}

interface Row {
  order_id: number
  link_state: 'linked' | 'unlinked'
  gateway_order_no: string
  status: SettlementStatus
  amount_yen: number
  tax_yen: number
  processed_at: number
  authorised_at: number | null
  settle_by: string | null
  access_id: string
  tran_id: string
  approve: string
  method: string
  pay_times: string
  store_code: string
  receipt_no: string
  confirmation_no: string
  customer_no: string
  institution_no: string
  term_at: number | null
  inquired_at: number
}

/** The linked trade of an order, or null. Refusal `storage.damaged` when it is not as it was written. */
export async function findPayment(db: Knex, orderId: number): Promise<PaymentRecord | null> {
  const row = await soundRow(db, orderId)
  return row?.link_state === 'linked' ? fromRow(row) : null
}

/** Writes what the gateway showed; the order is linked from now on. */
export async function savePayment(db: Knex, record: PaymentRecord): Promise<void> {
  const row = { ...toRow(record), unlinked_reason: null }
  await db('payments')
    .insert({ ...row, checksum: sealOf('payments', row) })
    .onConflict('order_id')
    .merge()
}

/** Remembers why no trade was found. A trade that was linked before stays linked. */
export async function saveUnlinked(db: Knex, orderId: number, reason: UnlinkedReason, at: Instant): Promise<void> {
  const row = { order_id: orderId, link_state: 'unlinked', unlinked_reason: reason, inquired_at: at }
  await db('payments')
    .insert({ ...row, checksum: sealOf('payments', { ...row, ...noSlip }) })
    .onConflict('order_id')
    .merge({ unlinked_reason: reason, inquired_at: at })
    .where({ 'payments.link_state': 'unlinked' })
}

/**
 * Gives up a trade that is not at the gateway: the order has none from now on. Only its number stays, so that it can be
 * looked for again (`keptNumber`). Refusal `storage.damaged` as above.
 */
export async function forgetTrade(db: Knex, orderId: number, at: Instant): Promise<void> {
  const row = await soundRow(db, orderId)
  if (row === null) return
  const money = { status: null, amount_yen: null, tax_yen: null, processed_at: null, authorised_at: null }
  const card = { access_id: null, tran_id: null, approve: null, method: null, pay_times: null, settle_by: null }
  const gone = { ...money, ...card, ...noSlip, term_at: null, link_state: 'unlinked' }
  const checksum = sealOf('payments', { ...row, ...gone })
  await db('payments')
    .where({ order_id: orderId })
    .update({ ...gone, unlinked_reason: 'notFound', inquired_at: at, checksum })
}

/** The number of a trade that the order had and that was not at the gateway any more; null when there is none such. */
export async function keptNumber(db: Knex, orderId: number): Promise<string | null> {
  const row = await soundRow(db, orderId)
  return row?.link_state === 'unlinked' ? row.gateway_order_no : null
}

/** Order that already carries this number of the gateway, if any: one trade belongs to one order. */
export async function orderOfTrade(db: Knex, gatewayOrderNo: string): Promise<number | null> {
  const row = await db<Row>('payments').where({ gateway_order_no: gatewayOrderNo }).first('order_id')
  return row?.order_id ?? null
}

/** Every 仮売上 with the day it was authorised, so that a new limit can be written to all. */
export async function authorisedPayments(db: Knex): Promise<readonly { orderId: number; authorisedAt: Instant }[]> {
  const rows = await db<{ order_id: number; authorised_at: number }>('payments')
    .whereIn('status', ['authorised', 'simpleAuthorised'])
    .whereNotNull('authorised_at')
    .select('order_id', 'authorised_at')
  return rows.map((row) => ({ orderId: row.order_id, authorisedAt: row.authorised_at }))
}

/** Writes the last day of 実売上 of one order. Refusal `storage.damaged` as above. */
export async function saveSettleBy(db: Knex, orderId: number, settleBy: BusinessDay): Promise<void> {
  if ((await soundRow(db, orderId)) === null) return
  await db('payments').where({ order_id: orderId }).update({ settle_by: settleBy })
  await sealRows(db, 'payments', [orderId])
}

/** What a row holds that was written without these columns. */
const noSlip = { store_code: '', receipt_no: '', confirmation_no: '', customer_no: '', institution_no: '' }

async function soundRow(db: Knex, orderId: number): Promise<Row | null> {
  const row = (await db('payments').where({ order_id: orderId }).first()) as Row | undefined
  if (row === undefined) return null
  if (isSealed('payments', row)) return row
  const order = await db('orders').where({ id: orderId }).first<{ order_no: string } | undefined>('order_no')
  throw damagedTrade(order?.order_no ?? '')
}

function fromRow(row: Row): PaymentRecord {
  return {
    orderId: row.order_id,
    gatewayOrderNo: row.gateway_order_no,
    status: row.status,
    amountYen: row.amount_yen,
    taxYen: row.tax_yen,
    processedAt: row.processed_at,
    authorisedAt: row.authorised_at,
    settleBy: row.settle_by,
    accessId: row.access_id,
    tranId: row.tran_id,
    approve: row.approve,
    method: row.method,
    payTimes: row.pay_times,
    storeCode: row.store_code,
    receiptNo: row.receipt_no,
    confirmationNo: row.confirmation_no,
    customerNo: row.customer_no,
    institutionNo: row.institution_no,
    termAt: row.term_at,
    inquiredAt: row.inquired_at,
  }
}

function toRow(record: PaymentRecord): Row {
  return {
    order_id: record.orderId,
    link_state: 'linked',
    gateway_order_no: record.gatewayOrderNo,
    status: record.status,
    amount_yen: record.amountYen,
    tax_yen: record.taxYen,
    processed_at: record.processedAt,
    authorised_at: record.authorisedAt,
    settle_by: record.settleBy,
    access_id: record.accessId,
    tran_id: record.tranId,
    approve: record.approve,
    method: record.method,
    pay_times: record.payTimes,
    store_code: record.storeCode,
    receipt_no: record.receiptNo,
    confirmation_no: record.confirmationNo,
    customer_no: record.customerNo,
    institution_no: record.institutionNo,
    term_at: record.termAt,
    inquired_at: record.inquiredAt,
  }
}
