import type { CsvField, CsvLayout } from '../../src-shared/csv-profile.ts'
import type { LineKind, OrderLine } from '../../src-shared/order.ts'
import type { CsvRecord } from '../csv/read-records.ts'
import type { ImportedDelivery, ImportedMoney, ImportedOrder } from './imported-order.ts'
import { latest, readHead, readMoney, readOrderer, totalsFit, type FileRow } from './order-file-parts.ts'
import { prefectureOf, readPostalCode } from '../csv/row-parts.ts'
import { createRowReader, type Columns, type Report, type RowReader } from '../csv/row-reader.ts'

/** Without these a row cannot be understood as a line of an order. */
const lineFields: readonly CsvField[] = ['lineKind', 'lineName', 'unitPriceYen', 'quantity', 'taxRatePercent']

/** What the whole file is to EC-CUBE 4. */
export interface Ec4File {
  readonly columns: Columns
  readonly layout: CsvLayout
  /** 出荷CSV: the same columns, but only the lines that belong to a delivery. */
  readonly shipmentsOnly: boolean
}

/**
 * One order of EC-CUBE 4's 受注CSV or 出荷CSV: one row per line, the order's own columns repeated in each
 * (csv-formats.md §2). There is no 更新日: the latest date in the rows stands for it. Null when something that the
 * order must bring is missing.
 */
export function readEc4Order(
  file: Ec4File,
  records: readonly [CsvRecord, ...CsvRecord[]],
  orderNo: string,
  report: Report,
): ImportedOrder | null {
  const { columns, layout } = file
  checkAgreement(records, columns, report)
  const readers = records.map((record) => createRowReader(record, columns, report))
  const reader = createRowReader(records[0], columns, report)
  const row: FileRow = { reader, columns, layout, report }
  const head = readHead(row, orderNo)
  const orderer = readOrderer(row)
  const lines = lineFields.every((field) => columns.has(field))
    ? readLines(readers, layout, columns, report)
    : undefined
  const money = withLineMoney(readMoney(row), lines, file.shipmentsOnly)
  const whole = totalsFit(money) && !(file.shipmentsOnly && hasUnseenLines(money))
  if (!whole) report('totals-differ', columns.get('totalYen') ?? null, reader.row, String(money.totalYen))
  const kept = whole || !file.shipmentsOnly ? lines : undefined
  const deliveries = readDeliveries(readers, columns, kept)
  const paidAt = reader.instant('paidAt')
  if (head === null) return null
  return {
    ...head,
    source: 'ec4',
    updatedAt: latestDate(records, columns, head.orderedAt),
    paidAt,
    shippedAt: columns.has('deliveryShippedAt') ? whenAllShipped(deliveries) : undefined,
    customerNo: reader.text('customerNo') === '' ? null : reader.text('customerNo'),
    orderer: { ...orderer, tel: reader.text('tel'), postalCode: readPostalCode(reader.text('postalCode')) },
    note: reader.text('note'),
    money,
    lines: kept,
    deliveries,
  }
}

/** Columns of the order must be equal in all its rows, those of a delivery in all rows of that delivery. */
function checkAgreement(records: readonly [CsvRecord, ...CsvRecord[]], columns: Columns, report: Report): void {
  const firstOfDelivery = new Map<string, CsvRecord>()
  const shipment = columns.get('cartShipmentNo')
  for (const record of records) {
    const key = shipment === undefined ? '' : (record.cells[shipment.index] ?? '')
    const first = firstOfDelivery.get(key) ?? record
    firstOfDelivery.set(key, first)
    for (const placed of columns.values()) {
      const { part } = placed.column
      if (part === 'line' || (part === 'delivery' && shipment === undefined)) continue
      const other = part === 'order' ? records[0] : first
      const text = record.cells[placed.index] ?? ''
      if (text !== other.cells[placed.index]) report('order-rows-differ', placed, record.row, text)
    }
  }
}

function readLines(readers: readonly RowReader[], layout: CsvLayout, columns: Columns, report: Report): OrderLine[] {
  return readers.flatMap((reader) => {
    reader.require('lineKind')
    const kind = reader.master('lineKind', layout.lineKinds, 'not-a-number')
    const taxRatePercent = reader.count('taxRatePercent') ?? 0
    if (taxRatePercent < 0 || taxRatePercent > 100) {
      report('not-a-number', columns.get('taxRatePercent') ?? null, reader.row, String(taxRatePercent))
    }
    return kind ? readLine(reader, kind, taxRatePercent) : []
  })
}

function readLine(reader: RowReader, kind: LineKind, taxRatePercent: number): OrderLine {
  return {
    kind,
    productCode: reader.text('productCode') ?? '',
    name: reader.text('lineName') ?? '',
    class1: reader.text('class1') ?? '',
    class2: reader.text('class2') ?? '',
    unitPriceYen: reader.yen('unitPriceYen') ?? 0,
    // Goods are kept without tax, every charge with it (order-calculation.md §3).
    taxIncluded: kind !== 'product',
    quantity: reader.count('quantity') ?? 0,
    taxRatePercent,
  }
}

/**
 * 手数料 and ポイント are lines only. 値引き of EC-CUBE 4 holds the points too, so 合計 is already what is paid.
 * In a 出荷CSV those lines are not there; the fee is then what the sums leave over, and the points stay unknown.
 */
function withLineMoney(
  money: ImportedMoney,
  lines: readonly OrderLine[] | undefined,
  shipmentsOnly: boolean,
): ImportedMoney {
  if (lines === undefined) return money
  if (!shipmentsOnly) return { ...money, feeYen: sumOf(lines, 'fee'), usedPoints: 0 - sumOf(lines, 'points') }
  const { subtotalYen, discountYen, shippingYen, totalYen } = money
  if (subtotalYen === undefined || discountYen === undefined || shippingYen === undefined) return money
  return { ...money, feeYen: totalYen - subtotalYen + discountYen - shippingYen }
}

function sumOf(lines: readonly OrderLine[], kind: LineKind): number {
  return lines.reduce((sum, line) => (line.kind === kind ? sum + line.unitPriceYen * line.quantity : sum), 0)
}

function hasUnseenLines(money: ImportedMoney): boolean {
  return money.feeYen !== 0 || money.discountYen !== 0
}

/** Deliveries by what their rows have in common. */
type Deliveries = ReadonlyMap<string, ImportedDelivery>

function readDeliveries(
  readers: readonly RowReader[],
  columns: Columns,
  lines: readonly OrderLine[] = [],
): readonly ImportedDelivery[] | undefined {
  const placed = deliveryColumns(columns)
  if (!columns.has('cartShipmentNo') && !columns.has('deliveryAddress1')) return undefined
  const deliveries = new Map<string, ImportedDelivery>()
  for (const reader of readers) {
    const key = shipmentKey(reader, placed)
    if (key !== '' && !deliveries.has(key)) deliveries.set(key, readDelivery(reader))
  }
  return [...withGoods(deliveries, readers, columns, lines).values()]
}

const deliveryColumns = (columns: Columns) =>
  [...columns.values()].filter(({ column }) => column.part === 'delivery' && !column.checkedOnly)

function shipmentKey(reader: RowReader, placed: ReturnType<typeof deliveryColumns>): string {
  const key = reader.text('cartShipmentNo') ?? placed.map(({ column }) => reader.text(column.field)).join('\n')
  return key.trim() === '' ? '' : key
}

/** What goes where: each row of goods stands with the delivery it goes to. */
function withGoods(
  deliveries: Deliveries,
  rows: readonly RowReader[],
  columns: Columns,
  lines: readonly OrderLine[],
): Deliveries {
  if (deliveries.size < 2 || lines.length !== rows.length) return deliveries
  const placed = deliveryColumns(columns)
  const goods = lines.flatMap((line, at) => {
    const row = rows[at]
    return line.kind === 'product' && row ? [{ quantity: line.quantity, key: shipmentKey(row, placed) }] : []
  })
  return new Map(
    [...deliveries].map(([key, delivery]) => [
      key,
      { ...delivery, goods: goods.map((line) => (line.key === key ? line.quantity : 0)) },
    ]),
  )
}

function readDelivery(reader: RowReader): ImportedDelivery {
  return {
    cartShipmentNo: reader.text('cartShipmentNo'),
    familyName: reader.text('deliveryFamilyName'),
    givenName: reader.text('deliveryGivenName'),
    familyKana: reader.text('deliveryFamilyKana'),
    givenKana: reader.text('deliveryGivenKana'),
    company: reader.text('deliveryCompany'),
    postalCode: readPostalCode(reader.text('deliveryPostalCode')),
    prefecture: prefectureOf(reader.text('deliveryPrefecture'), reader.text('deliveryPrefectureId')),
    address1: reader.text('deliveryAddress1'),
    address2: reader.text('deliveryAddress2'),
    tel: reader.text('deliveryTel'),
    carrier: reader.text('carrier'),
    timeSlot: reader.text('timeSlot'),
    requestedOn: reader.day('requestedOn'),
    trackingNo: reader.text('trackingNo'),
    shippedAt: reader.instant('deliveryShippedAt'),
  }
}

/** 全商品発送日: when the last delivery left, null while one is still here. */
function whenAllShipped(deliveries: readonly ImportedDelivery[] | undefined): number | null {
  const instants = deliveries?.map((delivery) => delivery.shippedAt) ?? []
  return instants.every((at) => typeof at === 'number') ? latest(instants) : null
}

/** Read a second time without reporting: what is wrong with a date has been said where it is used. */
function latestDate(records: readonly CsvRecord[], columns: Columns, orderedAt: number): number {
  const dates = records.flatMap((record) => {
    const reader = createRowReader(record, columns, () => undefined)
    return [reader.instant('paidAt'), reader.instant('deliveryShippedAt'), reader.instant('noticeSentAt')]
  })
  return latest([orderedAt, ...dates]) ?? orderedAt
}
