import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { appendFile, open, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../../src-shared/failure.ts'

/** Files that the window hands over piece by piece. No path ever crosses the door: the window knows ids only. */
export interface Uploads {
  /** Refused with `file.too-large` above 200 MB. A fifth file takes the place of the one left alone longest. */
  begin(file: { readonly name: string; readonly sizeBytes: number }): Promise<{ readonly fileId: string }>
  /**
   * Adds a piece of at most 256 kB at `offset`, which must be where the last one ended (`file.incomplete`). Refused
   * with `file.too-large` when the piece or the whole is larger than agreed, `file.not-found` for an unknown id.
   */
  append(piece: {
    readonly fileId: string
    readonly offset: number
    readonly base64: string
  }): Promise<{ readonly receivedBytes: number }>
  /** All bytes of a file. Refused with `file.not-found`, or `file.incomplete` while pieces are missing. */
  read(fileId: string): Promise<Buffer>
  /** Forgets a file and deletes it from the disk; an unknown id is no error. */
  discard(fileId: string): Promise<null>
}

const FOLDER = 'incoming'
/** Largest file taken in (security.md X3). */
const MAX_FILE_BYTES = 200 * 1024 * 1024
const MAX_PIECE_BYTES = 256 * 1024
const MAX_FILES = 4

interface Upload {
  readonly path: string
  readonly sizeBytes: number
  receivedBytes: number
  /** Pieces of one file are written one after the other, however fast they come. */
  busy: Promise<unknown>
}

/**
 * Makes the folder `incoming` for such files inside `dataDir`, readable by its owner only. Customers' data must not lie
 * about: what an earlier run left there is deleted first.
 */
export function createUploads({ dataDir }: { readonly dataDir: string }): Uploads {
  const folder = join(dataDir, FOLDER)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Insertion order is order of last use: whatever is used moves to the end.
  const uploads = new Map<string, Upload>()

  const use = (fileId: string): Upload => {
    const upload = uploads.get(fileId)
    if (upload === undefined) throw new Refusal('file.not-found')
    uploads.delete(fileId)
    uploads.set(fileId, upload)
    return upload
  }

  const discard = async (fileId: string): Promise<null> => {
    const upload = uploads.get(fileId)
    uploads.delete(fileId)
    await upload?.busy
    if (upload) await rm(upload.path, { force: true })
    return null
  }

  return {
    async begin({ sizeBytes }) {
      if (sizeBytes > MAX_FILE_BYTES) throw new Refusal('file.too-large', { maxBytes: MAX_FILE_BYTES })
      const fileId = randomBytes(16).toString('hex')
      const path = join(folder, fileId)
      await createEmpty(path)
      uploads.set(fileId, { path, sizeBytes, receivedBytes: 0, busy: Promise.resolve() })
      // Making room cannot fail the new file: one that cannot be deleted now is forgotten, and goes at the next start.
      for (const oldest of [...uploads.keys()].slice(0, -MAX_FILES)) await discard(oldest).catch(() => null)
      return { fileId }
    },
    append({ fileId, offset, base64 }) {
      const upload = use(fileId)
      const written = upload.busy.then(() => write(upload, offset, Buffer.from(base64, 'base64')))
      upload.busy = written.catch(() => undefined)
      return written
    },
    async read(fileId) {
      const upload = use(fileId)
      await upload.busy
      if (upload.receivedBytes !== upload.sizeBytes) throw new Refusal('file.incomplete')
      return readFile(upload.path)
    },
    discard,
  }
}

/** `wx`: never opens what somebody else put there. */
async function createEmpty(path: string): Promise<void> {
  await (await open(path, 'wx', 0o600)).close()
}

async function write(upload: Upload, offset: number, piece: Buffer): Promise<{ receivedBytes: number }> {
  if (piece.length > MAX_PIECE_BYTES) throw new Refusal('file.too-large', { maxBytes: MAX_PIECE_BYTES })
  if (offset !== upload.receivedBytes) throw new Refusal('file.incomplete')
  if (offset + piece.length > upload.sizeBytes) throw new Refusal('file.too-large', { maxBytes: upload.sizeBytes })
  // A piece that a full disk cut short is written over by the next try, not appended to.
  await truncate(upload.path, offset)
  await appendFile(upload.path, piece)
  upload.receivedBytes += piece.length
  return { receivedBytes: upload.receivedBytes }
}
