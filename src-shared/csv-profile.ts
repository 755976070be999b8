import { z } from 'zod'
import { lineKinds, orderStatusSchema, sexes } from './order.ts'

/** Everything of an order or a member that a column of a cart's file can carry. */
export const csvFields = [
  'orderNo',
  'cartOrderId',
  'customerNo',
  'message',
  'note',
  'familyName',
  'givenName',
  'familyKana',
  'givenKana',
  'company',
  'email',
  'tel',
  'tel1',
  'tel2',
  'tel3',
  'fax1',
  'fax2',
  'fax3',
  'postalCode',
  'postalCode1',
  'postalCode2',
  'prefectureId',
  'prefecture',
  'address1',
  'address2',
  'sex',
  'bornOn',
  'job',
  'subtotalYen',
  'discountYen',
  'shippingYen',
  'feeYen',
  'taxYen',
  'totalYen',
  'paymentTotalYen',
  'usedPoints',
  'addedPoints',
  'paymentMethodName',
  'status',
  'statusName',
  'orderedAt',
  'updatedAt',
  'paidAt',
  'shippedAt',
  'device',
  'lineKind',
  'lineName',
  'productCode',
  'class1',
  'class2',
  'unitPriceYen',
  'quantity',
  'taxRatePercent',
  'cartShipmentNo',
  'deliveryFamilyName',
  'deliveryGivenName',
  'deliveryFamilyKana',
  'deliveryGivenKana',
  'deliveryCompany',
  'deliveryPostalCode',
  'deliveryPrefectureId',
  'deliveryPrefecture',
  'deliveryAddress1',
  'deliveryAddress2',
  'deliveryTel',
  'carrier',
  'timeSlot',
  'requestedOn',
  'deliveryFee',
  'deliveryShippedAt',
  'trackingNo',
  'deliveryMemo',
  'noticeSentAt',
  'points',
  'registeredAt',
  'sexName',
  'jobName',
  'memberStatus',
] as const
export type CsvField = (typeof csvFields)[number]

/** One column of a layout. */
export const csvColumnSchema = z.strictObject({
  field: z.enum(csvFields),
  /** Names the column goes by; the first is used when it is reported missing. */
  headers: z.array(z.string().min(1)).min(1),
  /** What its cells hold. `free` is text that people type, where a card number may have been typed too. */
  kind: z.enum(['text', 'free', 'id', 'number', 'yen', 'instant', 'day']),
  /** What the column describes. Two columns of one name are told apart by it. */
  part: z.enum(['order', 'line', 'delivery', 'member']),
  /** Name of a requirement; one column that bears it must be there. */
  required: z.string().optional(),
  /** Occurs in this layout only, so that a file is recognised by it. */
  telling: z.literal(true).optional(),
  /** Looked at but not taken over. */
  checkedOnly: z.literal(true).optional(),
})
export type CsvColumn = z.infer<typeof csvColumnSchema>

/** A cart's file as data: which columns it has and what its master numbers mean. */
export const csvLayoutsSchema = z.array(
  z.strictObject({
    id: z.enum(['ec2-order', 'ec4-order']),
    source: z.enum(['ec2', 'ec4']),
    statuses: z.record(z.string(), orderStatusSchema),
    statusNames: z.record(z.string(), orderStatusSchema),
    sexes: z.record(z.string(), z.enum(sexes)),
    lineKinds: z.record(z.string(), z.enum(lineKinds)),
    columns: z.array(csvColumnSchema),
  }),
)
export type CsvLayout = z.infer<typeof csvLayoutsSchema>[number]

/** A member file as data. EC-CUBE 2 writes names where EC-CUBE 4 writes numbers as well. */
export const memberLayoutsSchema = z.array(
  z.strictObject({
    id: z.enum(['ec2-customer', 'ec4-customer']),
    sexes: z.record(z.string(), z.enum(sexes)),
    columns: z.array(csvColumnSchema),
  }),
)
export type MemberLayout = z.infer<typeof memberLayoutsSchema>[number]

/** What a file is recognised by. */
interface LayoutColumns {
  readonly columns: readonly CsvColumn[]
}

/** Where a field stands in one file, under the name that the file gives it. */
export interface PlacedColumn {
  readonly index: number
  readonly header: string
  readonly column: CsvColumn
}

/** A file's header, understood. */
export interface RecognisedHeader<L extends LayoutColumns = CsvLayout> {
  readonly layout: L
  readonly columns: ReadonlyMap<CsvField, PlacedColumn>
  /** Required columns that are not there. */
  readonly missing: readonly string[]
  /** Other columns of the layout that are not there: what they would say stays as the desk knows it. */
  readonly absent: readonly string[]
  /** Columns that the import does not take over. */
  readonly ignored: readonly string[]
}

/** Finds the layout that a header row belongs to, in whatever order its columns stand; null when it is none of them. */
export function recogniseHeader<L extends LayoutColumns>(
  header: readonly string[],
  layouts: readonly L[],
): RecognisedHeader<L> | null {
  const names = header.map(foldHeader)
  let best: L | null = null
  let bestCount = 0
  for (const layout of layouts) {
    const count = layout.columns.filter((column) => column.telling && isNamed(column, names)).length
    if (count > bestCount) [best, bestCount] = [layout, count]
  }
  return best && place(header, names, best)
}

function place<L extends LayoutColumns>(
  header: readonly string[],
  names: readonly string[],
  layout: L,
): RecognisedHeader<L> {
  const columns = new Map<CsvField, PlacedColumn>()
  const ignored: string[] = []
  for (const [index, name] of names.entries()) {
    const candidates = candidatesFor(name, layout).filter((column) => !columns.has(column.field))
    const column = candidates.length < 2 ? candidates[0] : nearestOf(candidates, names, index, layout)
    const title = header[index]?.trim() ?? ''
    if (column) columns.set(column.field, { index, header: title, column })
    if (!column || column.checkedOnly) ignored.push(title)
  }
  return { layout, columns, missing: missingOf(columns, layout), absent: absentOf(columns, layout), ignored }
}

/**
 * EC-CUBE 4 calls two columns 送料, the order's and the delivery's (csv-formats.md §2). Shops reorder columns, but keep
 * a part together: the nearest column to the left, else to the right, that belongs to one part only decides.
 */
function nearestOf(candidates: readonly CsvColumn[], names: readonly string[], index: number, layout: LayoutColumns) {
  const neighbours = [...names.slice(0, index).reverse(), ...names.slice(index + 1)]
  for (const name of neighbours) {
    const known = candidatesFor(name, layout)
    if (known.length === 1) return candidates.find((column) => column.part === known[0]?.part) ?? candidates[0]
  }
  return candidates[0]
}

function candidatesFor(name: string, layout: LayoutColumns): CsvColumn[] {
  return layout.columns.filter((column) => isNamed(column, [name]))
}

function isNamed(column: CsvColumn, names: readonly string[]): boolean {
  return column.headers.some((header) => names.includes(foldHeader(header)))
}

function absentOf(columns: ReadonlyMap<CsvField, PlacedColumn>, layout: LayoutColumns): string[] {
  const absent = layout.columns.filter(({ field, required }) => required === undefined && !columns.has(field))
  return absent.map(({ field, headers }) => headers[0] ?? field)
}

function missingOf(columns: ReadonlyMap<CsvField, PlacedColumn>, layout: LayoutColumns): string[] {
  const met = new Set([...columns.values()].map((placed) => placed.column.required))
  const missing = new Map<string, string>()
  for (const { required, headers } of layout.columns) {
    if (required && !met.has(required) && !missing.has(required)) missing.set(required, headers[0] ?? required)
  }
  return [...missing.values()]
}

/** Full-width brackets and stray spaces come in when a header was retyped in a spreadsheet. */
function foldHeader(header: string): string {
  return header.normalize('NFKC').replace(/\s/g, '')
}
