/** A record as it stands in the text, before it is judged. */
export interface ScannedRecord {
  readonly cells: readonly string[]
  /** Offset behind the line end of the record. */
  readonly end: number
  /** False when a quote stands where RFC 4180 has no place for it. */
  readonly wellFormed: boolean
}

/** A cell; `end` is the offset of the comma, the line end or the end of the text behind it. */
export interface ScannedCell {
  readonly value: string
  readonly end: number
  readonly wellFormed: boolean
}

export const QUOTE = 0x22
export const COMMA = 0x2c
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** The record that starts at `start`, read by RFC 4180. Stops at the first cell that breaks its rules. */
export function scanRecord(text: string, start: number): ScannedRecord {
  const cells: string[] = []
  for (let at = start; ; at += 1) {
    const cell = text.charCodeAt(at) === QUOTE ? scanQuoted(text, at + 1) : scanPlain(text, at)
    cells.push(cell.value)
    at = cell.end
    if (!cell.wellFormed) return { cells, end: at, wellFormed: false }
    if (text.charCodeAt(at) !== COMMA) return { cells, end: behindLineEnd(text, at), wellFormed: true }
  }
}

/** The unquoted cell that starts at `start`; a quote inside it breaks the rules. */
export function scanPlain(text: string, start: number): ScannedCell {
  let at = start
  let wellFormed = true
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === LINE_FEED || code === CARRIAGE_RETURN) break
    if (code === QUOTE) wellFormed = false
  }
  return { value: text.slice(start, at), end: at, wellFormed }
}

function scanQuoted(text: string, start: number): ScannedCell {
  let value = ''
  for (let from = start; ;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return { value: value + text.slice(from), end: text.length, wellFormed: false }
    value += text.slice(from, quote)
    const behind = quote + 1
    if (text.charCodeAt(behind) !== QUOTE) return { value, end: behind, wellFormed: endsCell(text, behind) }
    value += '"'
    from = behind + 1
  }
}

/** True when a cell may end before `at`: a comma or a line end stands there, or nothing. */
export function endsCell(text: string, at: number): boolean {
  if (at >= text.length) return true
  const code = text.charCodeAt(at)
  return code === COMMA || code === LINE_FEED || code === CARRIAGE_RETURN
}

/** Offset behind the line end (LF, CRLF or CR) at `at`; `at` itself when none stands there. */
export function behindLineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === CARRIAGE_RETURN) return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1
  return code === LINE_FEED ? at + 1 : at
}

/** Offset of the line after the one that `start` stands in. */
export function nextLine(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) !== LINE_FEED && text.charCodeAt(at) !== CARRIAGE_RETURN) at += 1
  return behindLineEnd(text, at)
}
