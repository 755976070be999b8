import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import { containsCardNumber, maskCardNumbers } from '../../src-shared/card-number.ts'
import type { CsvField, PlacedColumn } from '../../src-shared/csv-profile.ts'
import type { ImportProblem, ImportProblemCode } from '../../src-shared/order-import.ts'
import type { CsvRecord } from './read-records.ts'
import { withoutGuard } from './write-cells.ts'
import { isNoDate, parseDay, parseInstant, parseWhole, parseYen } from './cell-values.ts'

export type Columns = ReadonlyMap<CsvField, PlacedColumn>

/** Notes what is wrong with one cell. */
export type Report = (code: ImportProblemCode, column: PlacedColumn | null, row: number, found: string) => void

/**
 * Values of one record by field. Every reader answers undefined when the file has no such column, which leaves the
 * stored value alone, and reports what it cannot understand.
 */
export interface RowReader {
  readonly row: number
  /**
   * The cell as it stands, line breaks included, without control characters and without the apostrophe that the desk's
   * own safe mode puts in front of a formula; ids without spaces around them.
   */
  text(field: CsvField): string | undefined
  /** A whole number; null for an empty cell. */
  number(field: CsvField): number | null | undefined
  /** A whole number; 0 for an empty cell. */
  count(field: CsvField): number | undefined
  /** Whole yen; 0 for an empty cell. */
  yen(field: CsvField): number | undefined
  instant(field: CsvField): Instant | null | undefined
  day(field: CsvField): BusinessDay | null | undefined
  /** The cell's meaning in a master table, `unknown` being reported when it has none; null for an empty cell. */
  master<T>(field: CsvField, table: Readonly<Record<string, T>>, unknown: ImportProblemCode): T | null | undefined
  /** Reports the cell when it is empty. */
  require(field: CsvField): void
}

/** Largest cell of any cart's file (security.md X3), in characters. */
const MAX_CELL_LENGTH = 65_536
const FOUND_LENGTH = 40

/** What the order comes in with nevertheless. A NUL is never among them: such a file is not text. */
const warnings = new Set<ImportProblemCode>([
  'control-characters',
  'replacement-character',
  'totals-differ',
  'unknown-sex',
  'unknown-job',
  'deleted-here',
])

/** All but tab and line ends, which people do type. */
const controlCharacters = /(?![\t\n\r])\p{Cc}/gu
const NUL = '\u0000'
const REPLACEMENT = '\ufffd'

/** One entry of the preview; `found` is masked first and cut then, so that no part of a card number is left. */
export function createProblem(
  code: ImportProblemCode,
  column: string | null,
  row: number,
  found: string,
  orderNo: string | null,
): ImportProblem {
  const severity = warnings.has(code) && !found.includes(NUL) ? 'warning' : 'error'
  const shown = maskCardNumbers(found).replace(controlCharacters, '\u25a1').slice(0, FOUND_LENGTH)
  return {
    row,
    column,
    orderNo: orderNo && maskCardNumbers(orderNo).slice(0, FOUND_LENGTH),
    code,
    severity,
    found: shown,
  }
}

/** A reader of one record's cells. */
export function createRowReader(record: CsvRecord, columns: Columns, report: Report): RowReader {
  const { row } = record
  const trimmed = (column: PlacedColumn) => (record.cells[column.index] ?? '').trim()

  const parsed = <T>(field: CsvField, parse: (text: string) => T | null, code: ImportProblemCode) => {
    const column = columns.get(field)
    if (column === undefined) return undefined
    const text = trimmed(column)
    const value = text === '' ? null : parse(text)
    if (value === null && text !== '') report(code, column, row, text)
    return value
  }
  const dated = <T>(field: CsvField, parse: (text: string) => T | null) => {
    const column = columns.get(field)
    return column && (isNoDate(trimmed(column)) ? null : parsed(field, parse, 'not-a-date'))
  }
  const orZero = (value: number | null | undefined) => (value === null ? 0 : value)

  return {
    row,
    text(field) {
      const column = columns.get(field)
      if (column === undefined) return undefined
      const cell = withoutGuard(record.cells[column.index] ?? '')
      const text = hasControlCharacters(cell) ? cell.replace(controlCharacters, '') : cell
      return column.column.kind === 'id' ? text.trim() : text
    },
    number: (field) => parsed(field, parseWhole, 'not-a-number'),
    count: (field) => orZero(parsed(field, parseWhole, 'not-a-number')),
    yen: (field) => orZero(parsed(field, parseYen, 'not-money')),
    instant: (field) => dated(field, parseInstant),
    day: (field) => dated(field, parseDay),
    master: (field, table, unknown) =>
      parsed(field, (text) => (Object.hasOwn(table, text) ? (table[text] ?? null) : null), unknown),
    require(field) {
      const column = columns.get(field)
      if (column && trimmed(column) === '') report('required', column, row, '')
    },
  }
}

/** Reports what no cell of an order may hold: far too much text, control characters, broken letters, card numbers. */
export function checkCells(record: CsvRecord, columns: Iterable<PlacedColumn>, report: Report): void {
  for (const column of columns) {
    const text = record.cells[column.index] ?? ''
    if (text === '') continue
    if (text.length > MAX_CELL_LENGTH) report('too-long', column, record.row, text)
    if (hasOddCharacters(text)) {
      if (hasControlCharacters(text)) report('control-characters', column, record.row, text)
      if (text.includes(REPLACEMENT)) report('replacement-character', column, record.row, text)
    }
    if (column.column.kind === 'free' && containsCardNumber(text)) report('card-number', column, record.row, text)
  }
}

/** Control or replacement characters; a plain loop, because every cell of a file goes through it. */
function hasOddCharacters(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (isControl(code) || code === 0xfffd) return true
  }
  return false
}

function hasControlCharacters(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (isControl(text.charCodeAt(index))) return true
  return false
}

/** The same characters as `controlCharacters`. */
function isControl(code: number): boolean {
  return code < 0x20 ? code !== 0x09 && code !== 0x0a && code !== 0x0d : code >= 0x7f && code <= 0x9f
}
