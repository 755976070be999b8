import { inspectPicture, chosenPictureLimits, KEPT_SIDE, keptPictureLimits } from '../src-shared/picture.ts'
import { CallFailed } from './api.ts'
import { toBase64 } from './file-pieces.ts'

/** A picture as it is kept. */
export interface ShrunkPicture {
  readonly mediaType: string
  readonly base64: string
}

const QUALITIES = [0.85, 0.6, 0.3]

/**
 * A chosen file as a small picture, painted anew: nothing of the file but what can be seen goes on (no place where a photo
 * was taken, no second file behind it). Fails with a `picture.*` code.
 */
export async function shrinkPicture(file: Blob): Promise<ShrunkPicture> {
  // Not read at all when it is too large: the file may be a film.
  if (file.size > chosenPictureLimits.maxBytes) throw refused('picture.too-large')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const facts = inspectPicture(bytes, chosenPictureLimits)
  if (typeof facts === 'string') throw refused(facts)
  const bitmap = await createImageBitmap(new Blob([bytes], { type: facts.mediaType })).catch(() => null)
  if (bitmap === null) throw refused('picture.broken')
  try {
    return await painted(bitmap)
  } finally {
    bitmap.close()
  }
}

async function painted(bitmap: ImageBitmap): Promise<ShrunkPicture> {
  const scale = Math.min(1, KEPT_SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) throw refused('picture.broken')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/webp', quality)
    })
    if (blob === null) break
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const facts = inspectPicture(bytes, keptPictureLimits)
    if (typeof facts !== 'string') return { mediaType: facts.mediaType, base64: toBase64(bytes) }
  }
  throw refused('picture.broken')
}

const refused = (code: 'picture.too-large' | 'picture.broken' | Exclude<ReturnType<typeof inspectPicture>, object>) =>
  new CallFailed({ code, params: {} })
