import { exportFieldPart, isNumberField, type ExportField } from '../../src-shared/export-field.ts'
import { hasRowPerLine, type ExportColumn, type ExportLayout, type ExportLoss } from '../../src-shared/order-export.ts'
import { isSplit } from '../../src-shared/delivery-split.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import type { OrderLine, OrderMoney } from '../../src-shared/order.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import { cartNumbers } from '../csv/export-layouts.ts'
import { textCell } from '../csv/write-cells.ts'
import { exportValues, type CellWriter, type RecordSource } from './export-values.ts'
import type { OrderParts } from './order-fields.ts'
import type { StoredDelivery, StoredOrder } from './stored-order.ts'

/** An order with all that columns may show of it. */
export interface ExportOrder extends OrderParts {
  readonly deliveryCount: number
  readonly trade: OrderSettlement | null
}

/** What a layout shows beside the order itself. */
export interface ExportNeeds {
  readonly lines: boolean
  readonly deliveries: boolean
  readonly trade: boolean
}

const tradeFields: ReadonlySet<ExportField | null> = new Set(['settlementStatus', 'gatewayOrderNo', 'settledYen'])

/** What has to be read for the columns of a file. */
export function exportNeeds(columns: readonly ExportColumn[]): ExportNeeds {
  const perLine = hasRowPerLine(columns)
  return {
    lines: perLine || columns.some(({ field }) => field === 'products'),
    deliveries: perLine,
    trade: columns.some(({ field }) => tradeFields.has(field)),
  }
}

/** One record: its cells as they stand in the file, in the order of the layout's columns. */
export interface ExportRecord {
  readonly orderNo: string
  readonly cells: readonly string[]
}

/** Writes orders as records of one layout. */
export interface RowWriter {
  readonly header: readonly string[]
  records(orders: readonly ExportOrder[], lose: (loss: ExportLoss) => void): readonly ExportRecord[]
}

/** A column with how its cells are made. */
interface ReadyColumn {
  readonly header: string
  readonly isOfOrder: boolean
  readonly cellOf: (from: RecordSource, writer: CellWriter) => string
}

/** The writer of one layout; `safe` as in `exportRequestSchema`. */
export function createRowWriter(layout: ExportLayout, safe: boolean): RowWriter {
  const numbers = cartNumbers(layout.cart)
  const columns = layout.columns.map((column) => readyColumn(column, safe))
  const perLine = hasRowPerLine(layout.columns)
  return {
    header: layout.columns.map(({ header }) => textCell(header, safe)),
    records: (orders, lose) =>
      orders.flatMap((order) => {
        const orderNo = order.order.orderNo
        let current = ''
        const writer: CellWriter = {
          layout,
          numbers,
          missing: (what) => lose({ orderNo, column: current, what, kind: 'word' }),
        }
        const sources = perLine ? lineSources(order, layout, lose) : [plainSource(order, layout)]
        // Columns of the order are the same in all its records: they are made once, and lost once.
        let first: readonly string[] | null = null
        return sources.map((from) => {
          const cells = columns.map(({ header, isOfOrder, cellOf }, index) => {
            if (isOfOrder && first !== null) return first[index] ?? ''
            current = header
            return cellOf(from, writer)
          })
          first ??= cells
          return { orderNo, cells }
        })
      }),
  }
}

function readyColumn({ field, header }: ExportColumn, safe: boolean): ReadyColumn {
  if (field === null) return { header, isOfOrder: true, cellOf: () => '' }
  const valueOf = exportValues[field]
  const isOfOrder = exportFieldPart(field) === 'order'
  if (isNumberField(field)) return { header, isOfOrder, cellOf: valueOf }
  return { header, isOfOrder, cellOf: (from, writer) => textCell(valueOf(from, writer), safe) }
}

function plainSource({ order, lines, deliveryCount, trade }: ExportOrder, layout: ExportLayout): RecordSource {
  const money = moneyOf(order, layout)
  return { order, money, line: null, delivery: null, shipmentNo: '', lines, deliveryCount, trade }
}

/**
 * A record for each line, and where the goods are split for each delivery that gets some of it, as in the cart's own file.
 * Where nobody has said which delivery a line belongs to, goods and their shipping are dealt out in order, each delivery
 * getting at least one; charges belong to none.
 */
function lineSources(
  parts: ExportOrder,
  layout: ExportLayout,
  lose: (loss: ExportLoss) => void,
): readonly RecordSource[] {
  const { order, lines, deliveries } = parts
  const plain = plainSource(parts, layout)
  const { orderNo } = order
  if (lines.length === 0) {
    if (layout.id !== 'own') lose({ orderNo, column: '明細', what: '', kind: 'lines' })
    return [withDelivery(plain, deliveries, 0)]
  }
  if (isSplit(deliveries)) return splitSources(plain, parts, lose)
  const places = placesOf(lines, deliveries.length)
  const left = deliveries.length - new Set(places.filter((place) => place !== null)).size
  if (left > 0) lose({ orderNo, column: 'お届け先', what: String(left), kind: 'deliveries' })
  return lines.map((line, index) => withDelivery({ ...plain, line }, deliveries, places[index] ?? null))
}

/** Shipping lines are dealt out in order; goods go where they were sent. */
function splitSources(
  plain: RecordSource,
  { order, lines, deliveries }: ExportOrder,
  lose: (loss: ExportLoss) => void,
): readonly RecordSource[] {
  const goods = goodsOf(lines)
  const shipping = lines.filter(({ kind }) => kind === 'shipping')
  const served = new Set<number>()
  const at = (line: OrderLine, place: number) => {
    served.add(place)
    return withDelivery({ ...plain, line }, deliveries, place)
  }
  const sources = lines.flatMap((line) => {
    if (line.kind === 'shipping') return [at(line, Math.min(shipping.indexOf(line), deliveries.length - 1))]
    const parts = deliveries.flatMap((delivery, place) => {
      const quantity = line.kind === 'product' ? (delivery.goods[goods.indexOf(line)] ?? 0) : 0
      return quantity === 0 ? [] : [at({ ...line, quantity }, place)]
    })
    return parts.length > 0 ? parts : [{ ...plain, line }]
  })
  const left = deliveries.length - served.size
  if (left > 0) lose({ orderNo: order.orderNo, column: 'お届け先', what: String(left), kind: 'deliveries' })
  return sources
}

function placesOf(lines: readonly OrderLine[], count: number): readonly (number | null)[] {
  if (count === 0) return lines.map(() => null)
  const sent = lines.map(({ kind }) => kind === 'product' || kind === 'shipping')
  const isEnough = sent.filter(Boolean).length >= count
  const carrying = sent.map((isSent) => isSent || !isEnough)
  const total = carrying.filter(Boolean).length
  let at = 0
  return carrying.map((carries) => {
    if (!carries) return null
    at += 1
    return total >= count ? Math.floor(((at - 1) * count) / total) : at - 1
  })
}

function withDelivery(from: RecordSource, deliveries: readonly StoredDelivery[], place: number | null): RecordSource {
  const delivery = place === null ? null : (deliveries[place] ?? null)
  if (delivery === null || place === null) return from
  return { ...from, delivery, shipmentNo: delivery.cartShipmentNo || freeNumber(deliveries, place) }
}

/** A number for a delivery that has none of the cart: its place, counted on past the numbers that others have. */
function freeNumber(deliveries: readonly StoredDelivery[], place: number): string {
  const taken = new Set(deliveries.map(({ cartShipmentNo }) => cartShipmentNo))
  const nameless = deliveries.slice(0, place).filter(({ cartShipmentNo }) => cartShipmentNo === '').length
  for (let [number, left] = [1, nameless]; ; number += 1) {
    if (taken.has(String(number))) continue
    if (left === 0) return String(number)
    left -= 1
  }
}

/**
 * EC-CUBE 4 counts used points among 値引き, so that its 合計 is what is paid; everyone else takes them off 合計, and so do own
 * layouts, for every order. The sums themselves tell which it is: an order of that cart that was changed here is counted
 * in the desk's way since.
 */
function moneyOf({ money }: StoredOrder, { id, cart }: ExportLayout): OrderMoney {
  const isIncluded = money.totalYen === money.paymentTotalYen
  const isWanted = id !== 'own' && cart === 'ec4-order'
  if (isIncluded === isWanted) return money
  const points = isWanted ? money.usedPoints : -money.usedPoints
  return { ...money, discountYen: money.discountYen + points, totalYen: money.totalYen - points }
}
