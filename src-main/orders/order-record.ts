import { Refusal } from '../../src-shared/failure.ts'
import { isSealed, sealOf } from '../db/seal.ts'
import { ordererColumns, ordererFromRow, type OrdererColumns } from './contact-columns.ts'
import { sourceCoding, statusCoding } from './order-codes.ts'
import { orderNoNumber } from './order-number.ts'
import type { CartContent, StoredOrder } from './stored-order.ts'

/** Rows that an order's row points to. */
export interface OrderReferences {
  readonly personId: number
  readonly nameKey: string
  readonly paymentMethodId: number
  readonly customerId: number | null
}

/** The row of an order, as it is written. */
export interface OrderRecord extends OrdererColumns {
  readonly id: number | null
  readonly version: number
  readonly order_no: string
  readonly order_no_number: number | null
  readonly source: number
  readonly status: number
  readonly ordered_at: number
  readonly updated_at: number
  readonly paid_at: number | null
  readonly shipped_at: number | null
  readonly payment_method_id: number
  readonly subtotal_yen: number
  readonly discount_yen: number
  readonly shipping_yen: number
  readonly fee_yen: number
  readonly tax_yen: number
  readonly total_yen: number
  readonly payment_total_yen: number
  readonly used_points: number
  readonly added_points: number
  readonly customer_no: string | null
  readonly customer_id: number | null
  readonly person_id: number
  readonly name_key: string
  readonly has_message: number
  readonly device: number | null
  readonly message: string
  readonly note: string
  readonly cart_updated_at: number
  readonly cart_status: number
  readonly cart_paid_at: number | null
  readonly cart_shipped_at: number | null
  readonly cart_note: string
  readonly cart_content: string | null
  readonly content_hash: string
  readonly checksum: number
}

/** The row as it is read, with the name of the payment method. */
export type OrderRow = OrderRecord & {
  readonly id: number
  readonly payment_method: string
  readonly deleted_at: number | null
}

/** The columns in one fixed order: `saveOrders` relies on every record naming them alike. */
export function toRecord(order: StoredOrder, references: OrderReferences): OrderRecord {
  const { orderer, money, cart } = order
  const record = {
    id: order.id === 0 ? null : order.id,
    version: order.version,
    order_no: order.orderNo,
    order_no_number: orderNoNumber(order.orderNo),
    source: sourceCoding.codeOf(order.source),
    status: statusCoding.codeOf(order.status),
    ordered_at: order.orderedAt,
    updated_at: order.updatedAt,
    paid_at: order.paidAt,
    shipped_at: order.shippedAt,
    payment_method_id: references.paymentMethodId,
    subtotal_yen: money.subtotalYen,
    discount_yen: money.discountYen,
    shipping_yen: money.shippingYen,
    fee_yen: money.feeYen,
    tax_yen: money.taxYen,
    total_yen: money.totalYen,
    payment_total_yen: money.paymentTotalYen,
    used_points: money.usedPoints,
    added_points: money.addedPoints,
    customer_no: order.customerNo,
    customer_id: references.customerId,
    person_id: references.personId,
    name_key: references.nameKey,
    has_message: order.message.trim() === '' ? 0 : 1,
    ...ordererColumns(orderer),
    device: order.device,
    message: order.message,
    note: order.note,
    cart_updated_at: cart.updatedAt,
    cart_status: statusCoding.codeOf(cart.status),
    cart_paid_at: cart.paidAt,
    cart_shipped_at: cart.shippedAt,
    cart_note: cart.note,
    cart_content: order.cartContent === null ? null : JSON.stringify(order.cartContent),
    content_hash: order.contentHash,
    checksum: 0,
  }
  record.checksum = sealOf('orders', record)
  return record
}

/** Refusal `storage.damaged` for an order. */
export function damagedOrder(orderNo: string): Refusal {
  return new Refusal('storage.damaged', { what: 'order', orderNo }, 'restore-backup')
}

/** An order from its row. Refusal `storage.damaged` when the row is not as it was written. */
export function fromRow(row: OrderRow): StoredOrder {
  if (!isSealed('orders', row)) {
    throw damagedOrder(row.order_no)
  }
  return {
    id: row.id,
    version: row.version,
    orderNo: row.order_no,
    source: sourceCoding.wordOf(row.source),
    status: statusCoding.wordOf(row.status),
    orderedAt: row.ordered_at,
    updatedAt: row.updated_at,
    paidAt: row.paid_at,
    shippedAt: row.shipped_at,
    customerNo: row.customer_no,
    orderer: ordererFromRow(row),
    message: row.message,
    note: row.note,
    money: {
      subtotalYen: row.subtotal_yen,
      discountYen: row.discount_yen,
      shippingYen: row.shipping_yen,
      feeYen: row.fee_yen,
      taxYen: row.tax_yen,
      totalYen: row.total_yen,
      paymentTotalYen: row.payment_total_yen,
      usedPoints: row.used_points,
      addedPoints: row.added_points,
    },
    paymentMethodName: row.payment_method,
    device: row.device,
    cart: {
      updatedAt: row.cart_updated_at,
      status: statusCoding.wordOf(row.cart_status),
      paidAt: row.cart_paid_at,
      shippedAt: row.cart_shipped_at,
      note: row.cart_note,
    },
    cartContent: row.cart_content === null ? null : (JSON.parse(row.cart_content) as CartContent),
    contentHash: row.content_hash,
  }
}
