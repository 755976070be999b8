import type { Instant } from '../../src-shared/business-day.ts'
import type { CsvLayout } from '../../src-shared/csv-profile.ts'
import type { Orderer, OrderStatus } from '../../src-shared/order.ts'
import { prefectureOf } from '../csv/row-parts.ts'
import type { Carried, ImportedMoney } from './imported-order.ts'
import type { Columns, Report, RowReader } from '../csv/row-reader.ts'

/** Where an order's cells come from and where their problems go. */
export interface FileRow {
  readonly reader: RowReader
  readonly columns: Columns
  readonly layout: CsvLayout
  readonly report: Report
}

/** What every order must bring; null when a part is missing (and reported). */
export interface OrderHead {
  readonly orderNo: string
  readonly status: OrderStatus
  readonly orderedAt: Instant
  readonly paymentMethodName: string
}

const MAX_ORDER_NO_LENGTH = 50

/** The order's number, state, date and payment method. */
export function readHead({ reader, columns, layout, report }: FileRow, orderNo: string): OrderHead | null {
  const numberColumn = columns.get('orderNo') ?? columns.get('cartOrderId') ?? null
  if (orderNo === '') report('required', numberColumn, reader.row, '')
  if (orderNo.length > MAX_ORDER_NO_LENGTH) report('too-long', numberColumn, reader.row, orderNo)
  reader.require('orderedAt')
  const status = readStatus(reader, layout)
  if (status === undefined)
    report('required', columns.get('status') ?? columns.get('statusName') ?? null, reader.row, '')
  const orderedAt = reader.instant('orderedAt')
  // Carts leave the method empty where nothing is to be paid.
  const paymentMethodName = reader.text('paymentMethodName') ?? ''
  if (!status || orderedAt === null || orderedAt === undefined) return null
  return { orderNo, status, orderedAt, paymentMethodName }
}

/** Undefined when both columns are empty or absent, null when what they say is unknown (and reported). */
function readStatus(reader: RowReader, layout: CsvLayout): OrderStatus | null | undefined {
  if (reader.text('status')) return reader.master('status', layout.statuses, 'unknown-status')
  if (reader.text('statusName')) return reader.master('statusName', layout.statusNames, 'unknown-status')
  return undefined
}

/** Everything about who ordered that the file has columns for, except phone, fax and postal code. */
export function readOrderer({ reader, layout }: FileRow): Carried<Orderer> {
  return {
    familyName: reader.text('familyName'),
    givenName: reader.text('givenName'),
    familyKana: reader.text('familyKana'),
    givenKana: reader.text('givenKana'),
    company: reader.text('company'),
    email: reader.text('email'),
    prefecture: prefectureOf(reader.text('prefecture'), reader.text('prefectureId')),
    address1: reader.text('address1'),
    address2: reader.text('address2'),
    sex: reader.master('sex', layout.sexes, 'unknown-sex'),
    bornOn: reader.day('bornOn'),
    job: reader.number('job'),
  }
}

/** The sums that both carts have columns for. 合計 falls back to what is paid and what points paid. */
export function readMoney({ reader, columns, report }: FileRow): ImportedMoney {
  reader.require('paymentTotalYen')
  const paymentTotalYen = reader.yen('paymentTotalYen') ?? 0
  if (paymentTotalYen < 0) {
    report('not-money', columns.get('paymentTotalYen') ?? null, reader.row, String(paymentTotalYen))
  }
  const usedPoints = reader.count('usedPoints')
  return {
    subtotalYen: reader.yen('subtotalYen'),
    discountYen: reader.yen('discountYen'),
    shippingYen: reader.yen('shippingYen'),
    feeYen: reader.yen('feeYen'),
    taxYen: reader.yen('taxYen'),
    totalYen: reader.yen('totalYen') ?? paymentTotalYen + (usedPoints ?? 0),
    paymentTotalYen,
    usedPoints,
    addedPoints: reader.count('addedPoints'),
  }
}

/** 合計 = 小計 − 値引き + 送料 + 手数料 (order-calculation.md §1). Says nothing when a part has no column. */
export function totalsFit(money: ImportedMoney): boolean {
  const { subtotalYen, discountYen, shippingYen, feeYen, totalYen } = money
  if (subtotalYen === undefined || discountYen === undefined) return true
  if (shippingYen === undefined || feeYen === undefined) return true
  return totalYen === subtotalYen - discountYen + shippingYen + feeYen
}

/** The latest of the instants that are known. */
export function latest(instants: readonly (Instant | null | undefined)[]): Instant | null {
  const known = instants.filter((at) => typeof at === 'number')
  return known.length === 0 ? null : Math.max(...known)
}
