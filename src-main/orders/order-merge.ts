import { hash as digestOf } from 'node:crypto'
import type { OrderStatus, Orderer, OrderMoney } from '../../src-shared/order.ts'
import { cartContentAfter, contentOf, mergeContent } from './content-merge.ts'
import { mergeDeliveries } from './delivery-merge.ts'
import type { ImportedOrder } from './imported-order.ts'
import { mergeValue, overlay } from './merge-rule.ts'
import type { OrderParts } from './order-fields.ts'
import { firstSplit, mergeSplit } from './split-merge.ts'
import type { CartState, StoredOrder } from './stored-order.ts'

const nobody: Orderer = {
  familyName: '',
  givenName: '',
  familyKana: '',
  givenKana: '',
  company: '',
  postalCode: '',
  prefecture: '',
  address1: '',
  address2: '',
  tel: '',
  fax: '',
  email: '',
  sex: null,
  bornOn: null,
  job: null,
}
const noMoney: OrderMoney = {
  subtotalYen: 0,
  discountYen: 0,
  shippingYen: 0,
  feeYen: 0,
  taxYen: 0,
  totalYen: 0,
  paymentTotalYen: 0,
  usedPoints: 0,
  addedPoints: 0,
}

/** How far an order has come. キャンセル and 返品 end it from anywhere, so reaching them is never a step back. */
const progress: Readonly<Record<OrderStatus, number>> = {
  purchaseProcessing: 0,
  paymentProcessing: 0,
  received: 1,
  awaitingPayment: 2,
  paid: 3,
  backordered: 4,
  inProgress: 4,
  shipped: 5,
  cancelled: 6,
  returned: 6,
}

/** Fingerprint of all that a file says of an order. */
export function contentHash(imported: ImportedOrder): string {
  return digestOf('sha256', JSON.stringify(imported), 'base64')
}

/** The first state of an order that a file brings: what has no column is empty. */
export function newOrder(imported: ImportedOrder): OrderParts {
  const { orderNo, source, status, orderedAt, updatedAt, customerNo, paymentMethodName, device } = imported
  const cart = cartAfter(null, imported)
  const order: StoredOrder = {
    id: 0,
    version: 1,
    orderNo,
    source,
    status,
    orderedAt,
    updatedAt,
    paidAt: cart.paidAt,
    shippedAt: cart.shippedAt,
    customerNo: customerNo ?? null,
    orderer: overlay(nobody, imported.orderer),
    message: imported.message ?? '',
    note: cart.note,
    money: overlay(noMoney, imported.money),
    paymentMethodName,
    device: device ?? null,
    cart,
    cartContent: null,
    contentHash: contentHash(imported),
  }
  const lines = imported.lines ?? []
  return { order, lines, deliveries: firstSplit(lines, mergeDeliveries([], imported.deliveries, true)) }
}

/**
 * The state of a known order after a file has been read again; the same objects where nothing moves. Who wins:
 *
 * - A file older than the last one taken over changes nothing: it tells of a past the cart has left behind.
 * - Contents (buyer, sums, lines, payment method, remark) follow the file until the desk changes them; from then on they
 *   are compared like the next.
 * - What both sides change (対応状況, メモ, 入金日, 発送日, and of a delivery 伝票番号, URL, 配達日, 時間) is compared with what the
 *   cart said last. The side that has not moved since gives way to the one that has, so the operator's work survives
 *   every re-import of what the cart has not touched. When both moved, the later 更新日 wins, but 対応状況 never goes back
 *   a step and nothing is emptied that way. What was overwritten stands in the history.
 * - A new キャンセル or 返品 of the cart wins over every unfinished 対応状況, however late the desk touched the order:
 *   nothing may be charged for an order its buyer cancelled.
 * - A 対応状況 that was not taken over is not remembered as the cart's, so that the next file is asked again.
 */
export function mergeOrder(stored: OrderParts, imported: ImportedOrder): OrderParts {
  const before = stored.order
  const hash = contentHash(imported)
  if (before.contentHash === hash || imported.updatedAt < before.cart.updatedAt) return stored
  const fileIsNewer = imported.updatedAt > before.updatedAt
  const status = mergeStatus(before, imported.status, fileIsNewer)
  const isRefused = imported.status !== before.cart.status && imported.status !== status
  const cart = cartAfter(before.cart, imported)
  const ours = contentOf(stored)
  const content = mergeContent(ours, before.cartContent ?? ours, imported, fileIsNewer)
  const order: StoredOrder = {
    ...before,
    status,
    orderedAt: content.orderedAt,
    updatedAt: Math.max(before.updatedAt, imported.updatedAt),
    paidAt: mergeValue(before.paidAt, before.cart.paidAt, imported.paidAt, fileIsNewer),
    shippedAt: mergeValue(before.shippedAt, before.cart.shippedAt, imported.shippedAt, fileIsNewer),
    customerNo: imported.customerNo === undefined ? before.customerNo : imported.customerNo,
    orderer: content.orderer,
    message: content.message,
    note: mergeValue(before.note, before.cart.note, imported.note, fileIsNewer),
    money: content.money,
    paymentMethodName: content.paymentMethodName,
    device: imported.device === undefined ? before.device : imported.device,
    cart: isRefused ? { ...cart, status: before.cart.status } : cart,
    cartContent: cartContentAfter(before.cartContent, imported),
    contentHash: isRefused ? '' : hash,
  }
  const { removedDeliveries } = before.cartContent ?? {}
  const deliveries = mergeDeliveries(stored.deliveries, imported.deliveries, fileIsNewer, removedDeliveries)
  const { lines } = content
  return { order, lines, deliveries: mergeSplit(stored, imported, lines, deliveries, fileIsNewer) }
}

function mergeStatus(before: StoredOrder, file: OrderStatus, fileIsNewer: boolean): OrderStatus {
  if (file === before.cart.status) return before.status
  if (isFinished(file) && !isFinished(before.status)) return file
  const deskMoved = before.status !== before.cart.status
  if (deskMoved && progress[file] < progress[before.status]) return before.status
  return mergeValue(before.status, before.cart.status, file, fileIsNewer)
}

function isFinished(status: OrderStatus): boolean {
  return progress[status] === progress.cancelled
}

function cartAfter(before: CartState | null, imported: ImportedOrder): CartState {
  return {
    updatedAt: imported.updatedAt,
    status: imported.status,
    paidAt: imported.paidAt === undefined ? (before?.paidAt ?? null) : imported.paidAt,
    shippedAt: imported.shippedAt === undefined ? (before?.shippedAt ?? null) : imported.shippedAt,
    note: imported.note ?? before?.note ?? '',
  }
}
