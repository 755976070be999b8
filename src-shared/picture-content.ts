const LESS_THAN = 0x3c
const PERCENT = 0x25
const LETTER_P = 0x50

/** What a browser, a server or a reader of documents would take for its own; a letter right behind it makes it a word. */
const markup = ['<script', '<svg', '<html', '<!doctype', '<?php', '<iframe', '<body']
const DOCUMENT = '%PDF-'
const ARCHIVE_END = 'PK\u0005\u0006'
/** Bytes of an archive's end record, whose last two tell how long the remark behind it is. */
const ARCHIVE_END_BYTES = 22

/**
 * True when the bytes hold something else beside a picture: markup, a document, or an archive that ends where they end.
 * Such files are pictures to one program and something that runs to another.
 */
export function hidesOtherContent(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === LESS_THAN && markup.some((word) => stands(bytes, at, word) && !isLetter(bytes[at + word.length])))
      return true
    if (byte === PERCENT && stands(bytes, at, DOCUMENT)) return true
    if (byte === LETTER_P && endsArchive(bytes, at)) return true
  }
  return false
}

/** How far into a text markup may begin: behind a byte order mark, an XML line and remarks. */
const DRAWING_WITHIN = 4_096

/** True for text in which an SVG drawing begins. */
export function looksLikeDrawing(bytes: Uint8Array): boolean {
  const until = Math.min(bytes.length, DRAWING_WITHIN)
  for (let at = 0; at < until; at += 1) if (stands(bytes, at, '<svg')) return true
  return false
}

function endsArchive(bytes: Uint8Array, at: number): boolean {
  if (!stands(bytes, at, ARCHIVE_END)) return false
  const remark = (bytes[at + ARCHIVE_END_BYTES - 2] ?? 0) + (bytes[at + ARCHIVE_END_BYTES - 1] ?? 0) * 256
  return at + ARCHIVE_END_BYTES + remark === bytes.length
}

/** Upper case counts like lower case; none of the words has a letter beyond ASCII. */
function stands(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    if (lower(bytes[at + index] ?? 0) !== lower(word.charCodeAt(index))) return false
  }
  return true
}

const lower = (code: number) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code)

function isLetter(byte: number | undefined): boolean {
  const code = lower(byte ?? 0)
  return code >= 0x61 && code <= 0x7a
}
