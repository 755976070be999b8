import type { TextEncoding } from '../../src-shared/order-import.ts'
import { escapesOf, readPhpRecord, type Escapes } from './php-quoting.ts'
import { nextLine, scanRecord, type ScannedRecord } from './scan-record.ts'

/** One record of a file. */
export interface CsvRecord {
  /** As a spreadsheet counts: the header is 1. Blank lines are not counted. */
  readonly row: number
  readonly cells: readonly string[]
  /** False when the record has another number of cells than the header, or quotes that cannot be understood. */
  readonly sound: boolean
}

/** How quotes were written: doubled as RFC 4180 says (null), or by PHP's fputcsv, which forgets some. */
export type Quoting = { readonly escapes: Escapes } | null

/**
 * How the quotes of a file must be read. A file whose records all have the header's width under RFC 4180 was written
 * correctly. Any misfit means that PHP's writing has to be reckoned with, in every record.
 */
export function detectQuoting(text: string, encoding: TextEncoding): Quoting {
  for (const record of readRecords(text, null)) if (!record.sound) return phpQuoting(encoding)
  return null
}

/** How PHP's fputcsv writes quotes in an encoding. */
export function phpQuoting(encoding: TextEncoding): Quoting {
  return { escapes: escapesOf(encoding) }
}

/**
 * The records of a CSV text one by one, the header first. Line ends are LF, CRLF or CR; line breaks inside quoted
 * cells stay as they are. A record that does not fit is delivered as not sound, and reading goes on behind it, so
 * that one broken row never shifts the others.
 */
export function* readRecords(text: string, quoting: Quoting): Generator<CsvRecord> {
  let width = 0
  let row = 0
  for (let at = 0; at < text.length;) {
    const record = readOne(text, at, width, quoting)
    at = record.end
    if (isBlank(record)) continue
    row += 1
    if (row === 1) width = record.cells.length
    yield { row, cells: record.cells, sound: record.wellFormed && record.cells.length === width }
  }
}

function readOne(text: string, at: number, width: number, quoting: Quoting): ScannedRecord {
  const php = quoting === null || width === 0 ? null : readPhpRecord(text, at, width, quoting.escapes)
  if (php !== null) return php
  const record = scanRecord(text, at)
  return isTrustworthy(text, at, record, quoting) ? record : { ...record, end: nextLine(text, at), wellFormed: false }
}

/**
 * Whether a record that does not fit at least ends where it seems to. Where PHP may have left a quote single, it may
 * just as well have swallowed the rows below: then reading goes on at the next line, and no row is lost unseen.
 */
function isTrustworthy(text: string, at: number, record: ScannedRecord, quoting: Quoting): boolean {
  if (!record.wellFormed) return false
  if (quoting === null) return true
  for (let quote = text.indexOf('"', at); quote >= 0 && quote < record.end; quote = text.indexOf('"', quote + 1)) {
    if (quote > at && quoting.escapes.has(text.charAt(quote - 1))) return false
  }
  return true
}

function isBlank(record: ScannedRecord): boolean {
  return record.wellFormed && record.cells.length === 1 && record.cells[0] === ''
}
