import { isUtf8 } from 'node:buffer'
import type { TextEncoding } from '../../src-shared/order-import.ts'
import { decodeWindows31J } from '../text/windows31j.ts'

/** A file as text, and how it was written. */
export interface DecodedFile {
  readonly text: string
  readonly encoding: TextEncoding
}

const LINE_FEED = 0x0a
/** How much of a file is looked at to tell damaged UTF-8 from CP932: the Japanese header row is always within it. */
const SAMPLE_BYTES = 65_536
/** Decoding by pieces keeps the working memory of a 200 MB file near the size of its text. */
const PIECE_BYTES = 4_194_304

/**
 * The encoding of a cart's file: a byte order mark or valid UTF-8 is UTF-8, everything else CP932, unless the
 * beginning reads clearly better as UTF-8 (then some bytes further down are damaged, and only those cells suffer).
 */
export function sniffEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom'
  if (isUtf8(bytes)) return 'utf-8'
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  return damage(decodeUtf8(sample)) < damage(decodeWindows31J(sample)) ? 'utf-8' : 'cp932'
}

/** Text of a file's bytes, without the byte order mark. Never fails: what is no character becomes U+FFFD. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  const encoding = sniffEncoding(bytes)
  if (encoding !== 'cp932') return { text: decodeUtf8(bytes), encoding }
  const parts: string[] = []
  for (let from = 0; from < bytes.length;) {
    const to = endOfPiece(bytes, from)
    parts.push(decodeWindows31J(bytes.subarray(from, to)))
    from = to
  }
  return { text: parts.join(''), encoding }
}

/** Pieces end behind a line feed, which is never the second byte of a CP932 pair, so no character is cut. */
function endOfPiece(bytes: Uint8Array, from: number): number {
  if (from + PIECE_BYTES >= bytes.length) return bytes.length
  const feed = bytes.indexOf(LINE_FEED, from + PIECE_BYTES)
  return feed < 0 ? bytes.length : feed + 1
}

function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes)
}

/** Characters that no cart writes: undecodable bytes and the half-width garbage of a wrong guess. */
function damage(text: string): number {
  return text.match(/[\ufffd\u0080-\u009f\uf8f0-\uf8f3]/g)?.length ?? 0
}
