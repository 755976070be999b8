import { endOfDay, startOfDay, type BusinessDay } from '../../src-shared/business-day.ts'
import type { OrderConditions } from '../../src-shared/order-search.ts'
import { bornOnNumber } from './born-on.ts'
import { sexCoding, statusCoding } from './order-codes.ts'
import { orderNoNumber } from './order-number.ts'
import type { Filter, Lead, OrderIndex } from './search-filter.ts'
import { joined, sql, type Sql } from './sql-text.ts'
import { messageFilter, personFilter, productFilter } from './text-filters.ts'
import { wordFilters } from './word-filter.ts'

type Bounds<T> = readonly [from: T | undefined, to: T | undefined]

/**
 * Every condition that is given, as filters over `orders AS o`, those that cost more to check last. `methodIds` are the
 * ids of the wanted payment methods, null when the condition is not given.
 */
export function filtersOf(conditions: OrderConditions, methodIds: readonly number[] | null): readonly Filter[] {
  const c = conditions
  const given = [
    numberFilter(c.orderNoFrom ?? '', c.orderNoTo ?? ''),
    memberFilter(c.customerNo ?? ''),
    oneOf('status', c.statuses?.map(statusCoding.codeOf), 'orders_by_status_update'),
    // No method has the id -1: names that no order carries find nothing.
    oneOf('payment_method_id', methodIds?.length === 0 ? [-1] : methodIds, 'orders_by_method_update'),
    oneOf('sex', c.sexes?.map(sexCoding.codeOf), null),
    c.hasMessage === true ? { check: sql('o.has_message = 1'), lead: null } : null,
    range('born_on', [bornOn(c.bornFrom), bornOn(c.bornTo)], 'orders_by_birth'),
    days('ordered_at', [c.orderedFrom, c.orderedTo], 'orders_by_ordered'),
    days('paid_at', [c.paidFrom, c.paidTo], 'orders_by_paid'),
    days('shipped_at', [c.shippedFrom, c.shippedTo], 'orders_by_shipped'),
    days('updated_at', [c.updatedFrom, c.updatedTo], 'orders_by_update'),
    range('total_yen', [c.totalFromYen, c.totalToYen], 'orders_by_total'),
    personFilter(c),
    messageFilter(c),
    productFilter(c),
    ...wordFilters(c.words ?? ''),
    settlementFilter(c.settlementStatuses ?? []),
  ]
  return given.filter((filter) => filter !== null)
}

/**
 * 注文番号: digits compare as numbers. A number with letters in the first box alone must be that very number; beside a
 * second box both compare as texts.
 */
function numberFilter(from: string, to: string): Filter | null {
  if (from === '' && to === '') return null
  const [fromNumber, toNumber] = [orderNoNumber(from), orderNoNumber(to)]
  if (to === '' && fromNumber === null) return exactNumber(from)
  const isNumeric = (from === '' || fromNumber !== null) && (to === '' || toNumber !== null)
  if (isNumeric) return range('order_no_number', [fromNumber ?? undefined, toNumber ?? undefined], 'orders_by_number')
  return { check: textBounds(from, to), lead: null }
}

function textBounds(from: string, to: string): Sql {
  const bounds = [from === '' ? null : sql('o.order_no >= ?', from), to === '' ? null : sql('o.order_no <= ?', to)]
  const given = bounds.filter((bound) => bound !== null)
  return joined(given, ' AND ')
}

function exactNumber(orderNo: string): Filter {
  const ids = sql('SELECT n.id FROM orders AS n WHERE n.order_no = ?', orderNo)
  return {
    check: sql('o.order_no = ?', orderNo),
    lead: { index: 'id', where: sql(`o.id IN (${ids.text})`, orderNo), probe: ids, isByUpdate: false },
  }
}

/** 会員ID: the customer is looked up first; orders carry their id. */
function memberFilter(customerNo: string): Filter | null {
  if (customerNo === '') return null
  const ids = sql(
    `SELECT n.id FROM orders AS n INDEXED BY orders_by_customer
     WHERE n.customer_id = (SELECT c.id FROM customers AS c WHERE c.customer_no = ?)`,
    customerNo,
  )
  return {
    check: sql('o.customer_no = ?', customerNo),
    lead: { index: 'id', where: sql(`o.id IN (${ids.text})`, customerNo), probe: ids, isByUpdate: false },
  }
}

function oneOf(column: string, values: readonly number[] | null | undefined, index: OrderIndex | null): Filter | null {
  if (values === null || values === undefined || values.length === 0) return null
  const check = sql(`o.${column} IN (${values.map(() => '?').join(', ')})`, ...values)
  return { check, lead: index === null ? null : ledBy(index, check, values.length === 1) }
}

function range(column: string, [from, to]: Bounds<number>, index: OrderIndex): Filter | null {
  const bounds = [
    from === undefined ? null : sql(`o.${column} >= ?`, from),
    to === undefined ? null : sql(`o.${column} <= ?`, to),
    // An open start must not let the orders in that have no such day at all.
    from === undefined && to !== undefined ? sql(`o.${column} IS NOT NULL`) : null,
  ].filter((bound) => bound !== null)
  if (bounds.length === 0) return null
  const check = joined(bounds, ' AND ')
  return { check, lead: ledBy(index, check, index === 'orders_by_update') }
}

/** Days are Japanese and include the whole of their last day. */
function days(column: string, [from, to]: Bounds<BusinessDay>, index: OrderIndex): Filter | null {
  const bounds: Bounds<number> = [
    from === undefined ? undefined : startOfDay(from),
    to === undefined ? undefined : endOfDay(to),
  ]
  return range(column, bounds, index)
}

function bornOn(day: BusinessDay | undefined): number | undefined {
  return day === undefined ? undefined : (bornOnNumber(day) ?? undefined)
}

function settlementFilter(statuses: readonly string[]): Filter | null {
  if (statuses.length === 0) return null
  const list = `s.status IN (${statuses.map(() => '?').join(', ')})`
  const ids = sql(`SELECT s.order_id FROM order_settlement AS s WHERE ${list}`, ...statuses)
  return {
    check: sql(`EXISTS (SELECT 1 FROM order_settlement AS s WHERE s.order_id = o.id AND ${list})`, ...statuses),
    lead: { index: 'id', where: sql(`o.id IN (${ids.text})`, ...ids.values), probe: ids, isByUpdate: false },
  }
}

function ledBy(index: OrderIndex, where: Sql, isByUpdate: boolean): Lead {
  const probe = sql(
    `SELECT 1 FROM orders AS o INDEXED BY ${index} WHERE o.deleted_at IS NULL AND ${where.text}`,
    ...where.values,
  )
  return { index, where, probe, isByUpdate }
}
