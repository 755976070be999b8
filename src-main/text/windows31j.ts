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

/** `text` with the seven signs above in the form Windows-31J can hold; everything else as it was. */
export function foldForWindows31J(text: string): string {
  return text.replace(foldable, (sign) => folds.get(sign) ?? sign)
}

/** Windows-31J (CP932) bytes of `text`, folded first. What has no code becomes 「?」: ask `unencodable` before. */
export function encodeWindows31J(text: string): Buffer {
  return iconv.encode(foldForWindows31J(text), CHARSET)
}

/** Text of Windows-31J bytes. Never fails: a byte that is no character becomes U+FFFD. */
export function decodeWindows31J(bytes: Uint8Array): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), CHARSET)
}

/** Every character of `text` that would be lost, in order, with its place; empty when the text can be written. */
export function findUnencodable(text: string): LostCharacter[] {
  if (!losesSomething(text)) return []
  const lost: LostCharacter[] = []
  let index = 0
  for (const character of text) {
    if (losesSomething(character)) lost.push({ index, character })
    index += character.length
  }
  return lost
}

/** The different characters of `text` that would be lost, each once, in the order they appear. */
export function unencodable(text: string): string[] {
  return [...new Set(findUnencodable(text).map((lost) => lost.character))]
}

/**
 * Each lost character is one 0x3F more than the text has question marks. 0x3F is never the second byte of a
 * Windows-31J pair (those start at 0x40), so counting bytes is exact and a whole cell is judged in one go.
 */
function losesSomething(text: string): boolean {
  let marks = 0
  for (const byte of encodeWindows31J(text)) if (byte === QUESTION_MARK) marks += 1
  for (let at = text.indexOf('?'); at >= 0; at = text.indexOf('?', at + 1)) marks -= 1
  return marks > 0
}
