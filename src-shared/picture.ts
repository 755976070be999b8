import { z } from 'zod'
import { gifFrame, jpegFrame, pngFrame, webpFrame, type PictureFrame } from './picture-formats.ts'
import { hidesOtherContent, looksLikeDrawing } from './picture-content.ts'

/** Pictures that are taken, told by their content, never by a file's name. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
export type PictureType = (typeof pictureTypes)[number]

/** Why bytes are no picture for the desk. */
export type PictureFault =
  | 'picture.unknown-kind'
  | 'picture.drawing'
  | 'picture.broken'
  | 'picture.too-large'
  | 'picture.too-many-pixels'
  | 'picture.other-content'

/** What a picture is, by its own bytes. */
export interface PictureFacts {
  readonly mediaType: PictureType
  readonly width: number
  readonly height: number
}

/**
 * What is let in. `exact`: nothing may hide in the picture or stand behind its end. Only for what is kept: in megabytes of
 * a photo a short word stands by chance, and the window paints a chosen file anew anyway.
 */
export interface PictureLimits {
  readonly maxBytes: number
  readonly maxSide: number
  readonly maxPixels: number
  readonly exact: boolean
}

/** A file as it comes from a camera or a designer; phones put data of their own behind the picture. */
export const chosenPictureLimits: PictureLimits = {
  ...{ maxBytes: 20 * 1024 * 1024, maxSide: 12_000, maxPixels: 50_000_000 },
  exact: false,
}

/** What is kept: small, because a list shows fifty of them. */
export const keptPictureLimits: PictureLimits = {
  ...{ maxBytes: 128 * 1024, maxSide: 640, maxPixels: 640 * 640 },
  exact: true,
}

/** Longest side to which the window scales a picture down, in pixels. */
export const KEPT_SIDE = 320

/** A picture on its way to the core: 128 kB are 174,764 letters of base64. */
export const pictureInputSchema = z.strictObject({ base64: z.base64().max(180_000) })

const formats: Readonly<Record<PictureType, (bytes: Uint8Array) => PictureFrame | null>> = {
  'image/png': pngFrame,
  'image/jpeg': jpegFrame,
  'image/webp': webpFrame,
  'image/gif': gifFrame,
}

/** Kind and sides of a picture without decoding it, or why it is none that may be taken. */
export function inspectPicture(bytes: Uint8Array, limits: PictureLimits): PictureFacts | PictureFault {
  if (bytes.length > limits.maxBytes) return 'picture.too-large'
  const mediaType = kindOf(bytes)
  if (mediaType === null) return looksLikeDrawing(bytes) ? 'picture.drawing' : 'picture.unknown-kind'
  const frame = formats[mediaType](bytes)
  if (frame === null || frame.width * frame.height < 1) return 'picture.broken'
  const { width, height, end } = frame
  if (Math.max(width, height) > limits.maxSide || width * height > limits.maxPixels) return 'picture.too-many-pixels'
  if (limits.exact && (end !== bytes.length || hidesOtherContent(bytes))) return 'picture.other-content'
  return { mediaType, width, height }
}

/** The kind that the first bytes claim; null for anything else. */
function kindOf(bytes: Uint8Array): PictureType | null {
  const begins = (text: string, at = 0) => {
    for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false
    return true
  }
  if (begins('\u0089PNG\r\n\u001a\n')) return 'image/png'
  if (begins('\u00ff\u00d8\u00ff')) return 'image/jpeg'
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp'
  return begins('GIF87a') || begins('GIF89a') ? 'image/gif' : null
}
