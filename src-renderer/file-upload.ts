import { ref } from 'vue'
import { call } from './api.ts'
import { piecesOf } from './file-pieces.ts'

/** One file on its way to the core, and in its keeping. */
export function createUpload() {
  const fileName = ref('')
  /** Share of the file that has arrived, 0 to 1. */
  const progress = ref(0)
  /** The file as the core holds it. */
  const fileId = ref<string | null>(null)
  /** Grows with every file and every drop: an answer for an older one is not wanted any more. */
  let turn = 0

  /** Has the core forget the file; whatever is under way for it comes to nothing. */
  async function drop(): Promise<void> {
    turn += 1
    const held = fileId.value
    fileId.value = null
    progress.value = 0
    if (held !== null) await discard(held)
  }

  /** Sends a file; answers its id, or null when it was dropped meanwhile. */
  async function send(file: File): Promise<string | null> {
    const mine = turn
    fileName.value = file.name
    const begun = await call('files.begin', { name: file.name.slice(-255), sizeBytes: file.size })
    if (mine !== turn) {
      await discard(begun.fileId)
      return null
    }
    fileId.value = begun.fileId
    for await (const { offset, base64 } of piecesOf(file)) {
      if (mine !== turn) return null
      const { receivedBytes } = await call('files.append', { fileId: begun.fileId, offset, base64 })
      if (mine === turn) progress.value = file.size === 0 ? 1 : receivedBytes / file.size
    }
    return mine === turn ? begun.fileId : null
  }

  /** The core has used the file up. */
  async function used(): Promise<void> {
    const held = fileId.value
    fileId.value = null
    if (held !== null) await discard(held)
  }

  return { fileName, progress, fileId, drop, send, used, turn: () => turn }
}

/** A file the core has forgotten already is as good as discarded. */
async function discard(fileId: string): Promise<void> {
  try {
    await call('files.discard', { fileId })
  } catch {
    return
  }
}
