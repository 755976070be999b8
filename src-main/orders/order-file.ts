import { recogniseHeader, type RecognisedHeader } from '../../src-shared/csv-profile.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { ImportProblem, OrderLayout, TextEncoding } from '../../src-shared/order-import.ts'
import { decodeFile } from '../csv/decode.ts'
import { csvLayouts } from '../csv/layouts.ts'
import { phpQuoting, readRecords, type CsvRecord, type Quoting } from '../csv/read-records.ts'
import type { ImportedOrder } from './imported-order.ts'
import { readEc2Order } from './order-file-ec2.ts'
import { readEc4Order } from './order-file-ec4.ts'
import { checkCells, createProblem, createRowReader, type Columns, type Report } from '../csv/row-reader.ts'

/** What a file says about one order, or about a row that cannot be read. */
export interface FileOrder {
  /** Where it begins in the file. */
  readonly row: number
  /** Null for a row that cannot be read. */
  readonly orderNo: string | null
  /** Null when an error keeps the order out. */
  readonly order: ImportedOrder | null
  readonly problems: readonly ImportProblem[]
}

/** A cart's order file, recognised and ready to be read as often as needed. */
export interface OrderFile {
  readonly layout: OrderLayout
  readonly encoding: TextEncoding
  /** Data records, without the header and without blank lines. */
  readonly records: number
  readonly missingColumns: readonly string[]
  readonly ignoredColumns: readonly string[]
  /** For opening the same bytes again. */
  readonly survey: Survey
  /** The orders one by one, in the order of the file; nothing is kept, so that a million rows fit in memory. */
  orders(): Generator<FileOrder>
}

/** Most data records a file may have (security.md X3). */
const MAX_RECORDS = 1_000_000

/**
 * Opens the bytes of an EC-CUBE 2 or 4 order file. Refused with `import.empty`, `import.unknown-layout`,
 * `import.missing-columns` (params: columns) and, beyond a million rows, `file.too-large`. `known` is what an earlier
 * opening of the same bytes found out, which saves reading them through once more.
 */
export function openOrderFile(bytes: Uint8Array, known?: Survey): OrderFile {
  const { text, encoding } = decodeFile(bytes)
  const header = headerOf(text)
  const survey = known ?? surveyOf(text, encoding, header)
  if (survey.records === 0) throw new Refusal('import.empty')
  if (survey.records > MAX_RECORDS) throw new Refusal('file.too-large', { records: survey.records })
  return {
    layout: header.layout.id,
    encoding,
    records: survey.records,
    missingColumns: header.absent,
    ignoredColumns: header.ignored,
    survey,
    orders: () => readOrders({ text, header, ...survey }),
  }
}

interface Content extends Survey {
  readonly text: string
  readonly header: RecognisedHeader
}

function headerOf(text: string): RecognisedHeader {
  for (const { cells } of readRecords(text, null)) {
    const header = recogniseHeader(cells, csvLayouts())
    if (header === null) throw new Refusal('import.unknown-layout')
    if (header.missing.length > 0) throw new Refusal('import.missing-columns', { columns: header.missing.join('、') })
    return header
  }
  throw new Refusal('import.empty')
}

/** What has to be known of the whole file before its first order can be judged. */
export interface Survey {
  readonly quoting: Quoting
  readonly records: number
  /** Order numbers that stand in more than one place. */
  readonly scattered: ReadonlySet<string>
  /** True when every row belongs to a delivery, which only EC-CUBE 4's 出荷CSV has. */
  readonly shipmentsOnly: boolean
}

/**
 * A file whose records all have the header's width under RFC 4180 was written correctly. Any misfit means that PHP's
 * writing has to be reckoned with, in every record, and the file is read again that way.
 */
function surveyOf(text: string, encoding: TextEncoding, header: RecognisedHeader): Survey {
  return readThrough(text, null, header) ?? readThrough(text, phpQuoting(encoding), header) ?? empty
}

const empty: Survey = { quoting: null, records: 0, scattered: new Set(), shipmentsOnly: false }

/** Null as soon as a record does not fit although the file is taken to be written correctly. */
function readThrough(text: string, quoting: Quoting, { layout, columns }: RecognisedHeader): Survey | null {
  const seen = new Set<string>()
  const scattered = new Set<string>()
  const shipment = columns.get('cartShipmentNo')
  let records = 0
  let shipmentsOnly = shipment !== undefined
  let last: string | null = null
  for (const record of readRecords(text, quoting)) {
    if (!record.sound && quoting === null) return null
    if (record.row === 1) continue
    records += 1
    if (!record.sound) continue
    const orderNo = orderNoOf(record, columns)
    if (shipment && record.cells[shipment.index] === '') shipmentsOnly = false
    if (orderNo !== '' && seen.has(orderNo) && (layout.source === 'ec2' || orderNo !== last)) scattered.add(orderNo)
    seen.add(orderNo)
    last = orderNo
  }
  return { quoting, records, scattered, shipmentsOnly }
}

function* dataRecords(text: string, quoting: Quoting): Generator<CsvRecord> {
  for (const record of readRecords(text, quoting)) if (record.row > 1) yield record
}

function orderNoOf(record: CsvRecord, columns: Columns): string {
  const placed = columns.get('orderNo') ?? columns.get('cartOrderId')
  return (placed && record.cells[placed.index]?.trim()) ?? ''
}

/** Rows of one order, and rows that cannot be read but may belong to it. */
interface Group {
  readonly orderNo: string
  readonly records: [CsvRecord, ...CsvRecord[]]
  readonly damaged: CsvRecord[]
}

function readOrders(content: Content): Generator<FileOrder> {
  return content.header.layout.source === 'ec2' ? readSingleRows(content) : readRowsOfLines(content)
}

/** EC-CUBE 2: each row is an order. */
function* readSingleRows(content: Content): Generator<FileOrder> {
  for (const record of dataRecords(content.text, content.quoting)) {
    if (!record.sound) yield { row: record.row, orderNo: null, order: null, problems: [unreadable(record, null)] }
    else
      yield readGroup(content, { orderNo: orderNoOf(record, content.header.columns), records: [record], damaged: [] })
  }
}

/**
 * EC-CUBE 4: the rows of an order stand together. A row that cannot be read may belong to the order above it or to the
 * one below, and an order must not come in with a line missing, so it keeps both out, unless it bears the number of
 * the order above.
 */
function* readRowsOfLines(content: Content): Generator<FileOrder> {
  let group: Group | null = null
  let damaged: CsvRecord[] = []
  for (const record of dataRecords(content.text, content.quoting)) {
    const orderNo = orderNoOf(record, content.header.columns)
    const continues: boolean = group !== null && group.orderNo === orderNo
    if (!record.sound) {
      group?.damaged.push(record)
      if (!continues) damaged.push(record)
    } else if (continues) {
      group?.records.push(record)
    } else {
      if (group) yield readGroup(content, group)
      group = { orderNo, records: [record], damaged }
      damaged = []
    }
  }
  if (group) yield readGroup(content, group)
  else yield { row: 2, orderNo: null, order: null, problems: damaged.map((record) => unreadable(record, null)) }
}

function unreadable(record: CsvRecord, orderNo: string | null): ImportProblem {
  return createProblem('row-width', null, record.row, record.cells.join(','), orderNo)
}

function readGroup(content: Content, group: Group): FileOrder {
  const { columns, layout } = content.header
  const { orderNo, records } = group
  const problems = group.damaged.map((record) => unreadable(record, orderNo))
  const report: Report = (code, column, row, found) => {
    problems.push(createProblem(code, column?.header ?? null, row, found, orderNo === '' ? null : orderNo))
  }
  if (content.scattered.has(orderNo)) {
    const code = layout.source === 'ec2' ? 'duplicate-order' : 'order-rows-differ'
    report(code, columns.get('orderNo') ?? null, records[0].row, orderNo)
  }
  const order = readOrder(content, group, report)
  checkCells(records[0], columns.values(), report)
  // The order's own columns are the same in its other rows, or have been reported as different.
  const others = [...columns.values()].filter(({ column }) => column.part !== 'order')
  for (const record of records.slice(1)) checkCells(record, others, report)
  const refused = order === null || problems.some((problem) => problem.severity === 'error')
  return { row: records[0].row, orderNo, order: refused ? null : order, problems }
}

function readOrder(content: Content, { orderNo, records }: Group, report: Report): ImportedOrder | null {
  const { columns, layout } = content.header
  if (layout.source === 'ec2') {
    return readEc2Order({ reader: createRowReader(records[0], columns, report), columns, layout, report }, orderNo)
  }
  return readEc4Order({ columns, layout, shipmentsOnly: content.shipmentsOnly }, records, orderNo, report)
}
