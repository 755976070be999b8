import type { TextEncoding } from '../../src-shared/order-import.ts'
import { decodeWindows31J } from '../text/windows31j.ts'
import { behindLineEnd, COMMA, endsCell, QUOTE, scanPlain, type ScannedRecord } from './scan-record.ts'

/**
 * Reading what PHP's fputcsv writes (csv-formats.md §3).
 *
 * Behind a byte 0x5C, which is a backslash and also the second byte of 表, ソ, 能 and some forty other CP932
 * characters, fputcsv does not double a quote: 表"x" is written as `"表"x"""`. Going back is only ambiguous where such
 * a quote is followed by a comma or a line end, for there the cell may also have ended. The readings are tried from the
 * likeliest on, and the first that gives the header's width is taken.
 */

/** Characters behind which fputcsv forgets to double a quote. */
export type Escapes = ReadonlySet<string>

/** How often one record is read anew before it is given up as broken. */
const MAX_READINGS = 512
/** More quotes than these in front of a comma, and not the end of their cell, are no typed text but a broken row. */
const MAX_QUOTES_BEFORE_COMMA = 3
/** No reading is followed into a cell longer than any cart's (security.md X3). */
const MAX_CELL_LENGTH = 65_536

const BACKSLASH = 0x5c

/** The characters whose last byte is 0x5C in an encoding: the backslash, and in CP932 表 and its like. */
export function escapesOf(encoding: TextEncoding): Escapes {
  const escapes = new Set(['\\'])
  if (encoding !== 'cp932') return escapes
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (lead > 0x9f && lead < 0xe0) continue
    const character = decodeWindows31J(Uint8Array.of(lead, BACKSLASH))
    if (character.length === 1 && character !== '\ufffd') escapes.add(character)
  }
  return escapes
}

/** What a quote inside a quoted cell can be. */
type Meaning = 'close' | 'literal' | 'doubled'

/** A place where a quote can be understood in more than one way, and which way is being tried. */
interface Fork {
  readonly meanings: readonly Meaning[]
  tried: number
}

/**
 * The record at `start` as fputcsv wrote it, or null when no reading gives `width` cells. Among several readings the
 * first is taken behind which the next record can be read as well. Stray quotes that fputcsv cannot have written are,
 * as a last resort and within one line, taken as they stand: a lone quote closes a cell only before a comma, a line end
 * or the end of the text.
 */
export function readPhpRecord(text: string, start: number, width: number, escapes: Escapes): ScannedRecord | null {
  return (
    settle(text, start, width, { escapes, lenient: false }) ?? settle(text, start, width, { escapes, lenient: true })
  )
}

interface Rules {
  readonly escapes: Escapes
  readonly lenient: boolean
}

function settle(text: string, start: number, width: number, rules: Rules): ScannedRecord | null {
  let likeliest: ScannedRecord | null = null
  for (const { record, forked } of readings(text, start, width, rules)) {
    if (!forked || isReadableFrom(text, record.end, width, rules)) return record
    likeliest ??= record
  }
  return likeliest
}

function isReadableFrom(text: string, start: number, width: number, rules: Rules): boolean {
  return start >= text.length || readings(text, start, width, rules).next().done === false
}

/** Every reading of the record at `start` that gives `width` cells, the likeliest first. */
function* readings(text: string, start: number, width: number, rules: Rules) {
  const forks: Fork[] = []
  for (let count = 0; count < MAX_READINGS; count += 1) {
    const record = read(text, start, width, rules, forks)
    if (record !== null) yield { record, forked: forks.length > 0 }
    if (!takeNextWay(forks)) return
  }
}

/** Turns the last fork that has another meaning left; forks behind it are forgotten. False when all are used up. */
function takeNextWay(forks: Fork[]): boolean {
  for (let last = forks.at(-1); last !== undefined; last = forks.at(-1)) {
    last.tried += 1
    if (last.tried < last.meanings.length) return true
    forks.pop()
  }
  return false
}

/** One reading along `forks`; forks met beyond them are added with their likeliest meaning. */
function read(text: string, start: number, width: number, rules: Rules, forks: Fork[]): ScannedRecord | null {
  const cells: string[] = []
  let passed = 0
  let unlikely = 0
  const decide = (meanings: readonly Meaning[]): Meaning | undefined => {
    if (meanings.length < 2) return meanings[0]
    const fork = forks[passed] ?? { meanings, tried: 0 }
    if (passed === forks.length) forks.push(fork)
    passed += 1
    if (meanings[0] === 'close' && fork.tried > 0) unlikely += 1
    return unlikely > MAX_QUOTES_BEFORE_COMMA ? undefined : fork.meanings[fork.tried]
  }
  for (let at = start; cells.length < width; at += 1) {
    const quoted = text.charCodeAt(at) === QUOTE
    const cell = quoted ? readQuoted(text, at + 1, rules, decide) : plainOf(text, at)
    if (cell === null) return null
    cells.push(cell.value)
    at = cell.end
    if (text.charCodeAt(at) === COMMA) continue
    if (cells.length < width || (rules.lenient && cells.some((value) => /[\r\n]/.test(value)))) return null
    return { cells, end: behindLineEnd(text, at), wellFormed: true }
  }
  return null
}

function plainOf(text: string, start: number): { value: string; end: number } | null {
  const cell = scanPlain(text, start)
  return cell.wellFormed ? cell : null
}

function readQuoted(
  text: string,
  start: number,
  rules: Rules,
  decide: (meanings: readonly Meaning[]) => Meaning | undefined,
): { value: string; end: number } | null {
  let value = ''
  for (let from = start; ;) {
    const quote = text.indexOf('"', from)
    if (quote < 0 || quote - start > MAX_CELL_LENGTH) return null
    value += text.slice(from, quote)
    const meaning = decide(meaningsAt(text, quote, quote > start, rules))
    if (meaning === undefined) return null
    if (meaning === 'close') return { value, end: quote + 1 }
    value += '"'
    from = meaning === 'doubled' ? quote + 2 : quote + 1
  }
}

/** What the quote at `at` can mean, the likeliest first; `inside` is false for the first character of a cell. */
function meaningsAt(text: string, at: number, inside: boolean, rules: Rules): readonly Meaning[] {
  const doubled = text.charCodeAt(at + 1) === QUOTE
  const closes = endsCell(text, at + 1)
  if (inside && rules.escapes.has(text.charAt(at - 1))) {
    if (closes) return ['close', 'literal']
    return doubled ? ['literal', 'doubled'] : ['literal']
  }
  if (doubled) return ['doubled']
  if (closes) return ['close']
  return rules.lenient ? ['literal'] : []
}
