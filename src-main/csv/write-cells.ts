import type { ExportEncoding } from '../../src-shared/order-export.ts'
import { encodeNoting } from '../text/windows31j.ts'

/** What fputcsv quotes for (csv-formats.md §1): separators, blanks, line breaks, quotes and the backslash. */
const needsQuotes = /[",\\ \t\r\n]/

/** What a spreadsheet takes for the beginning of a formula (security.md X2). */
const startsFormula = /^[=+\-@\t\r]/

/** Geta mark: what Japanese printers put in the place of a letter they do not have. */
const GETA = '〓'

const EQUALS_SIGN = 0x3d
const AT_SIGN = 0x40
const BACKSLASH = 0x5c
/** Below it stand blanks, quotes, commas, + and -, and nothing that most cells are made of. */
const FULL_STOP = 0x2e

/** True for cells that stay as they are, which most do; a plain loop, because a file has millions of them. */
function isPlain(text: string): boolean {
  const first = text.charCodeAt(0)
  if (first === EQUALS_SIGN || first === AT_SIGN) return false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < FULL_STOP || code === BACKSLASH) return false
  }
  return true
}

/** How a cell is written. */
export interface CellRules {
  readonly safe: boolean
  readonly lineEnd: '\r\n' | '\n'
}

/** A text cell; in safe mode with an apostrophe in front of what could run as a formula. */
export function textCell(text: string, safe: boolean): string {
  if (isPlain(text)) return text
  const shown = safe && startsFormula.test(text) ? `'${text}` : text
  return needsQuotes.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
}

/** A record of text cells with its line end. */
export function recordText(cells: readonly string[], { safe, lineEnd }: CellRules): string {
  return cells.map((cell) => textCell(cell, safe)).join(',') + lineEnd
}

/** Takes the apostrophe of safe mode away again. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && startsFormula.test(text.slice(1)) ? text.slice(1) : text
}

/** Bytes of a piece of a file, and the characters that its encoding does not have: 〓 stands in their place. */
export interface EncodedPiece {
  readonly bytes: Buffer
  readonly lost: readonly string[]
}

/** Encodes a piece; `isFirst` puts the byte order mark in front. */
export function encodePiece(text: string, encoding: ExportEncoding, isFirst: boolean): EncodedPiece {
  if (encoding === 'cp932') return encodeNoting(text, GETA)
  return { bytes: Buffer.from(isFirst ? `\ufeff${text}` : text, 'utf8'), lost: [] }
}
