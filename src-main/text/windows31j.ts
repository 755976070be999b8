import iconv from 'iconv-lite'

/** One character that Windows-31J has no code for, and where it stands (index in UTF-16 units). */
export interface LostCharacter {
  readonly index: number
  readonly character: string
}

const CHARSET = 'cp932'

/**
 * Signs with two code points in use: macOS and the web write the left one, Windows-31J knows only the right one.
 * Without the fold the encoder would turn them into 「?」, and 〜 stands in many Japanese names and addresses.
 */
const folds = new Map([
  ['\u301c', '\uff5e'],
  ['\u2212', '\uff0d'],
  ['\u2016', '\u2225'],
  ['\u2014', '\u2015'],
  ['\u00a2', '\uffe0'],
  ['\u00a3', '\uffe1'],
  ['\u00ac', '\uffe2'],
])
const foldable = /[\u301c\u2212\u2016\u2014\u00a2\u00a3\u00ac]/g

const QUESTION_MARK = 0x3f

/** Code of each UTF-16 unit that has been met: its bytes as one number, `UNKNOWN` before, `NONE` when it has none. */
const codes = new Int32Array(0x1_0000).fill(-1)
const UNKNOWN = -1
const NONE = -2

/** `text` with the seven signs above in the form Windows-31J can hold; everything else as it was. */
export function foldForWindows31J(text: string): string {
  return text.replace(foldable, (sign) => folds.get(sign) ?? sign)
}

/** Windows-31J (CP932) bytes of `text`, folded first. What has no code becomes 「?」: ask `unencodable` before. */
export function encodeWindows31J(text: string): Buffer {
  return encodeNoting(text, '?').bytes
}

/**
 * Bytes of `text` with `substitute` (which has a code) for what has none, and the different characters that were lost,
 * in the order they appear. One pass over the text: files are encoded by the megabyte.
 */
export function encodeNoting(
  text: string,
  substitute: string,
): { readonly bytes: Buffer; readonly lost: readonly string[] } {
  const bytes = Buffer.allocUnsafe(text.length * 2)
  const lost = new Set<string>()
  const mark = codeOf(substitute.charCodeAt(0))
  let end = 0
  for (let index = 0; index < text.length; index += 1) {
    let code = codeOf(text.charCodeAt(index))
    if (code === NONE) {
      const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
      lost.add(character)
      index += character.length - 1
      code = mark
    }
    if (code > 0xff) {
      bytes[end] = code >> 8
      end += 1
    }
    bytes[end] = code & 0xff
    end += 1
  }
  return { bytes: bytes.subarray(0, end), lost: [...lost] }
}

/** Looked up once for each unit; half of a pair has no code. */
function codeOf(unit: number): number {
  const known = codes[unit] ?? NONE
  if (known !== UNKNOWN) return known
  const [first = QUESTION_MARK, second] = iconv.encode(foldForWindows31J(String.fromCharCode(unit)), CHARSET)
  const code = second === undefined ? first : first * 0x100 + second
  const found = code === QUESTION_MARK && unit !== QUESTION_MARK ? NONE : code
  codes[unit] = found
  return found
}

/** Text of Windows-31J bytes. Never fails: a byte that is no character becomes U+FFFD. */
export function decodeWindows31J(bytes: Uint8Array): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), CHARSET)
}

/** Every character of `text` that would be lost, in order, with its place; empty when the text can be written. */
export function findUnencodable(text: string): LostCharacter[] {
  const lost: LostCharacter[] = []
  for (let index = 0; index < text.length; index += 1) {
    if (codeOf(text.charCodeAt(index)) !== NONE) continue
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    lost.push({ index, character })
    index += character.length - 1
  }
  return lost
}

/** The different characters of `text` that would be lost, each once, in the order they appear. */
export function unencodable(text: string): string[] {
  return [...new Set(findUnencodable(text).map((lost) => lost.character))]
}
