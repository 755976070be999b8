import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { SecretBox } from '../ports.ts'

/** Secrets by name. They never enter the data file, a log or an answer. */
export interface SecretStore {
  /** Null when there is none, or none that this key store can open. */
  read(name: string): Promise<string | null>
  write(name: string, secret: string): Promise<void>
}

const sealedSchema = z.record(z.string(), z.string())

/**
 * Secrets in `secrets.json` of the shop's folder, each sealed with the operating system's key and readable by the owner
 * alone. Without a key store they live in memory until the program ends: a sealed text anyone could open is no secret.
 */
export function createSecretStore(dataDir: string, box: SecretBox): SecretStore {
  const file = path.join(dataDir, 'secrets.json')
  const inMemory = new Map<string, string>()
  // One after the other: each write reads the file first, and two at once would lose one of them.
  let writing: Promise<unknown> = Promise.resolve()
  const add = async (name: string, secret: string): Promise<void> => {
    const sealed = await box.seal(secret)
    await replaceFile(file, JSON.stringify({ ...readSealed(file), [name]: sealed }))
  }
  return {
    async read(name) {
      if (!box.keptByOs) return inMemory.get(name) ?? null
      const sealed = readSealed(file)[name]
      return sealed === undefined ? null : openOrNull(box, sealed)
    },
    async write(name, secret) {
      if (!box.keptByOs) {
        inMemory.set(name, secret)
        return
      }
      const written = writing.then(() => add(name, secret))
      writing = written.catch(() => undefined)
      await written
    },
  }
}

/**
 * A text sealed with another key (another machine or user, a folder that was copied) is as good as none: as a failure it
 * would stand in the way of saving a new one.
 */
async function openOrNull(box: SecretBox, sealed: string): Promise<string | null> {
  try {
    return await box.open(sealed)
  } catch {
    return null
  }
}

/** A file that is missing or not ours holds no secret: the pass is then asked for again. */
function readSealed(file: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {}
  try {
    return sealedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

/** Written beside and moved over, so that a crash leaves the old file or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.partial`, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.partial`, file)
}
