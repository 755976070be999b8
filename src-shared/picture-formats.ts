/** Sides of a picture in pixels, and the offset behind its last byte. */
export interface PictureFrame {
  readonly width: number
  readonly height: number
  readonly end: number
}

const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0
const u16 = (bytes: Uint8Array, at: number): number => u8(bytes, at) * 256 + u8(bytes, at + 1)
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65_536 + u16(bytes, at + 2)
const u16le = (bytes: Uint8Array, at: number): number => u8(bytes, at) + u8(bytes, at + 1) * 256
const u24le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) + u8(bytes, at + 2) * 65_536
const u32le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) + u16le(bytes, at + 2) * 65_536

/** Four letters that name a part of a PNG or WebP file. */
const nameAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(u8(bytes, at), u8(bytes, at + 1), u8(bytes, at + 2), u8(bytes, at + 3))

/** PNG (RFC 2083): IHDR first, at least one IDAT, IEND last. Null when the parts do not hold together. */
export function pngFrame(bytes: Uint8Array): PictureFrame | null {
  if (nameAt(bytes, 12) !== 'IHDR' || u32(bytes, 8) !== 13) return null
  let hasData = false
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = nameAt(bytes, at + 4)
    const next = at + 12 + u32(bytes, at)
    if (next > bytes.length) return null
    if (name === 'IDAT') hasData = true
    if (name === 'IEND') return hasData ? { width: u32(bytes, 16), height: u32(bytes, 20), end: next } : null
    at = next
  }
  return null
}

/** Markers that begin a frame: SOF0 to SOF15 without the tables among them (T.81, table B.1). */
const isFrameStart = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Markers without a length: TEM and the restart markers. */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** JPEG (T.81): segments up to the end of image, with one frame and at least one scan. Null when they do not hold together. */
export function jpegFrame(bytes: Uint8Array): PictureFrame | null {
  let sides: { width: number; height: number } | null = null
  let hasScan = false
  for (let at = 2; ;) {
    const segment = jpegSegment(bytes, at)
    if (segment === null) return null
    const { marker, next } = segment
    if (marker === 0xd9) return sides && hasScan ? { ...sides, end: next } : null
    if (isFrameStart(marker)) sides ??= { height: u16(bytes, at + 5), width: u16(bytes, at + 7) }
    if (marker === 0xda) hasScan = true
    at = next
  }
}

/** The marker at `at` and where the next one stands, coded data skipped; null where no segment can stand. */
function jpegSegment(bytes: Uint8Array, at: number): { readonly marker: number; readonly next: number } | null {
  const marker = u8(bytes, at + 1)
  if (u8(bytes, at) !== 0xff || at + 2 > bytes.length) return null
  // Markers may be filled up with more 0xff.
  if (marker === 0xff) return { marker, next: at + 1 }
  if (marker === 0xd9 || standsAlone(marker)) return { marker, next: at + 2 }
  const length = u16(bytes, at + 2)
  const next = at + 2 + length
  if (length < 2 || next > bytes.length) return null
  return { marker, next: marker === 0xda ? behindScan(bytes, next) : next }
}

/** Offset of the marker behind the coded data that begins at `start`. */
function behindScan(bytes: Uint8Array, start: number): number {
  let at = start
  for (; at + 1 < bytes.length; at += 1) {
    const next = u8(bytes, at + 1)
    if (u8(bytes, at) === 0xff && next !== 0 && next !== 0xff && !standsAlone(next)) return at
  }
  return at + 1
}

/** GIF (87a, 89a): blocks up to the trailer. The sides are those of the screen or of its largest image. */
export function gifFrame(bytes: Uint8Array): PictureFrame | null {
  let width = u16le(bytes, 6)
  let height = u16le(bytes, 8)
  let hasImage = false
  let at = 13 + colourTable(u8(bytes, 10))
  while (at < bytes.length) {
    const block = u8(bytes, at)
    if (block === 0x3b) return hasImage ? { width, height, end: at + 1 } : null
    if (block === 0x2c) {
      width = Math.max(width, u16le(bytes, at + 1) + u16le(bytes, at + 5))
      height = Math.max(height, u16le(bytes, at + 3) + u16le(bytes, at + 7))
      hasImage = true
      at = behindSubBlocks(bytes, at + 11 + colourTable(u8(bytes, at + 9)))
    } else if (block === 0x21) {
      at = behindSubBlocks(bytes, at + 2)
    } else return null
  }
  return null
}

const colourTable = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1))

function behindSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && u8(bytes, at) !== 0) at += 1 + u8(bytes, at)
  return at + 1
}

/** WebP (RFC 9649): chunks of the length that the file claims, with an image among them. */
export function webpFrame(bytes: Uint8Array): PictureFrame | null {
  const end = 8 + u32le(bytes, 4)
  if (end > bytes.length || end % 2 !== 0) return null
  const names: string[] = []
  const frame = { width: 0, height: 0, end }
  let at = 12
  while (at + 8 <= end) {
    const length = u32le(bytes, at + 4)
    const sides = at + 8 + length > end ? 'broken' : webpSides(bytes, nameAt(bytes, at), at + 8)
    if (sides === 'broken') return null
    names.push(nameAt(bytes, at))
    if (sides !== null) widen(frame, sides)
    at += 8 + length + (length % 2)
  }
  return at === end && names.some((name) => ['VP8 ', 'VP8L', 'ANMF'].includes(name)) ? frame : null
}

/** A frame that is larger than its canvas claims is what has to be painted. */
function widen(
  frame: { width: number; height: number },
  sides: { readonly width: number; readonly height: number },
): void {
  frame.width = Math.max(frame.width, sides.width)
  frame.height = Math.max(frame.height, sides.height)
}

function webpSides(
  bytes: Uint8Array,
  name: string,
  at: number,
): { readonly width: number; readonly height: number } | 'broken' | null {
  if (name === 'VP8X') return { width: u24le(bytes, at + 4) + 1, height: u24le(bytes, at + 7) + 1 }
  if (name === 'ANMF') return { width: u24le(bytes, at + 6) + 1, height: u24le(bytes, at + 9) + 1 }
  if (name === 'VP8L') {
    if (u8(bytes, at) !== 0x2f) return 'broken'
    const packed = u32le(bytes, at + 1)
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
  }
  if (name !== 'VP8 ') return null
  const isKeyFrame = (u8(bytes, at) & 1) === 0 && u24le(bytes, at + 3) === 0x2a019d
  return isKeyFrame ? { width: u16le(bytes, at + 6) & 0x3fff, height: u16le(bytes, at + 8) & 0x3fff } : 'broken'
}
