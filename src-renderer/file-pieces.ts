/** Bytes of one piece on its way to the core: 192 kB, a multiple of three, so that pieces join without padding. */
export const PIECE_BYTES = 192 * 1024

/** One piece of a file. */
export interface FilePiece {
  readonly offset: number
  readonly base64: string
}

/** Reads a file piece by piece, so that a large one is never in memory twice. */
export async function* piecesOf(file: Blob): AsyncGenerator<FilePiece> {
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer())
    yield { offset, base64: toBase64(bytes) }
  }
}

/** Base64 of some bytes, in steps that stay below the limit of arguments of one call. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
