import type { Knex } from 'knex'
import { isSealed } from '../db/seal.ts'
import {
  settlementActions,
  type OpenOperation,
  type OrderSettlement,
  type SettlementAction,
  type SettlementStatus,
  type UnlinkedReason,
} from '../../src-shared/settlement.ts'

/**
 * The seam between orders and money at the gateway: orders know a trade only through the view `order_settlement`, which
 * the settlement part lays over its own tables.
 */
interface SettlementRow {
  readonly order_id: number
  readonly status: SettlementStatus | null
  readonly link_state: 'linked' | 'unlinked'
  readonly unlinked_reason: UnlinkedReason | null
  readonly gateway_order_no: string | null
  readonly amount_yen: number | null
  readonly processed_at: number | null
  readonly authorised_at: number | null
  readonly settle_by: string | null
  readonly inquired_at: number | null
  readonly open_operation_id: string | null
  readonly open_operation_action: SettlementAction | null
  readonly open_operation_state: 'intended' | 'unknown' | 'conflict' | null
  readonly open_operation_started_at: number | null
  readonly open_operation_codes: string | null
  readonly store_code: string
  readonly receipt_no: string
  readonly confirmation_no: string
  readonly customer_no: string
  readonly institution_no: string
  readonly term_at: number | null
  readonly refused_words: string | null
}

/** What an order with a gateway's payment method shows before the gateway was ever asked about it. */
export const neverAsked: OrderSettlement = {
  status: null,
  link: { state: 'unlinked', reason: 'notAsked' },
  amountYen: null,
  processedAt: null,
  authorisedAt: null,
  settleBy: null,
  inquiredAt: null,
  underInquiry: null,
  payment: null,
  refusedWords: [],
}

/** The trades of orders by order id; an order that was never asked about is not in the map. */
export async function settlementsOf(
  db: Knex,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, OrderSettlement>> {
  const rows = await db.raw<SettlementRow[]>(
    'SELECT * FROM order_settlement WHERE order_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(orderIds)],
  )
  return new Map(rows.map((row) => [row.order_id, fromRow(row)]))
}

/** True when the order's trade is as it was written, or there is none. */
export async function isTradeSound(db: Knex, orderId: number): Promise<boolean> {
  const rows = await db.raw<object[]>('SELECT * FROM payment_rows WHERE order_id = ?', [orderId])
  return rows.every((row) => isSealed('payments', row))
}

/** Those of `orderIds` under an operation whose outcome is not known yet. */
export async function lockedOrders(db: Knex, orderIds: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db.raw<{ order_id: number }[]>(
    `SELECT order_id FROM order_settlement
     WHERE order_id IN (SELECT value FROM json_each(?)) AND open_operation_id IS NOT NULL`,
    [JSON.stringify(orderIds)],
  )
  return new Set(rows.map((row) => row.order_id))
}

/** True while the buyer may still pay through a link that was given out for the order. */
export async function isPayableByLink(db: Knex, orderId: number): Promise<boolean> {
  const rows: unknown[] = await db.raw('SELECT 1 FROM payable_orders WHERE order_id = ? LIMIT 1', [orderId])
  return rows.length > 0
}

/** Money that a payment link brought and that is not the order's own trade. */
export interface LinkMoney {
  readonly gatewayOrderNo: string
  readonly amountYen: number
  readonly status: SettlementStatus
}

/** The first paid link of an order beside its trade that still holds the buyer's money, or null. */
export async function linkMoneyOf(db: Knex, orderId: number): Promise<LinkMoney | null> {
  const [row] = await db.raw<{ gateway_order_no: string; amount_yen: number; trade_status: SettlementStatus }[]>(
    'SELECT gateway_order_no, amount_yen, trade_status FROM link_money WHERE order_id = ? LIMIT 1',
    [orderId],
  )
  if (row === undefined) return null
  return { gatewayOrderNo: row.gateway_order_no, amountYen: row.amount_yen, status: row.trade_status }
}

function fromRow(row: SettlementRow): OrderSettlement {
  return {
    status: row.status,
    link: linkOf(row),
    amountYen: row.amount_yen,
    processedAt: row.processed_at,
    authorisedAt: row.authorised_at,
    settleBy: row.settle_by,
    inquiredAt: row.inquired_at,
    underInquiry: openOperationOf(row),
    payment: slipOf(row),
    refusedWords: settlementActions.filter((action) => row.refused_words?.split(',').includes(action) === true),
  }
}

function linkOf(row: SettlementRow): OrderSettlement['link'] {
  return row.link_state === 'linked' && row.gateway_order_no !== null
    ? { state: 'linked', gatewayOrderNo: row.gateway_order_no }
    : { state: 'unlinked', reason: row.unlinked_reason ?? 'notAsked' }
}

/** The journal calls an operation that may be under way `intended`; to the operator it is in progress. */
function openOperationOf(row: SettlementRow): OrderSettlement['underInquiry'] {
  const { open_operation_id: id, open_operation_action: action, open_operation_started_at: startedAt } = row
  if (id === null || action === null || startedAt === null) return null
  return { id, action, state: openStateOf(row), startedAt }
}

function openStateOf(row: SettlementRow): OpenOperation['state'] {
  const { open_operation_state: state, open_operation_codes: codes } = row
  if (state === 'conflict') return codes === 'missing' ? 'missing' : 'conflict'
  return state === 'unknown' ? 'unknown' : 'inProgress'
}

function slipOf(row: SettlementRow): OrderSettlement['payment'] {
  const slip = {
    storeCode: row.store_code,
    receiptNo: row.receipt_no,
    confirmationNo: row.confirmation_no,
    customerNo: row.customer_no,
    institutionNo: row.institution_no,
    termAt: row.term_at,
  }
  return Object.values(slip).every((value) => value === '' || value === null) ? null : slip
}
