import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'

export type LineEnd = '\n' | '\r\n' | '\r'

const [QUOTE, ESCAPE] = [0x22, 0x5c]
/** comma, quote, backslash byte, LF, CR, tab, space: what makes PHP put a cell into quotes. */
const special = new Set([0x2c, QUOTE, ESCAPE, 0x0a, 0x0d, 0x09, 0x20])

/**
 * Bytes as PHP's fputcsv writes them from CP932 strings: quotes are doubled except directly behind a byte 0x5C, be it
 * a backslash or the second half of a letter.
 */
export function writeLikePhp(records: readonly (readonly string[])[], lineEnd: LineEnd): Buffer {
  const bytes = records.map((cells) => [...joinCells(cells), ...Buffer.from(lineEnd)])
  return Buffer.from(bytes.flat())
}

function joinCells(cells: readonly string[]): number[] {
  return cells.flatMap((cell, index) => [...(index === 0 ? [] : [0x2c]), ...phpCell(encodeWindows31J(cell))])
}

function phpCell(bytes: Uint8Array): number[] {
  if (!bytes.some((byte) => special.has(byte))) return [...bytes]
  const written = [QUOTE]
  let escaped = false
  for (const byte of bytes) {
    if (byte === QUOTE && !escaped) written.push(QUOTE)
    written.push(byte)
    escaped = byte === ESCAPE
  }
  return [...written, QUOTE]
}

/** Text as RFC 4180 wants it, quoting only what has to be quoted. */
export function writeCorrectly(records: readonly (readonly string[])[], lineEnd: LineEnd): string {
  return records.map((cells) => cells.map(correctCell).join(',') + lineEnd).join('')
}

function correctCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Every character of CP932 whose second byte is 0x5C, as listed in the description of the defect. */
export const escapeLetters = Array.from(
  '―ソЫⅨ噂浬欺圭構蚕十申曾箪貼能表暴予禄兔喀媾彌拿杤歃濬畚秉綵臀藹觸軆鐔饅鷭偆砡纊犾',
)
