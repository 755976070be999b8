import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUploads, type Uploads } from '../../../src-main/files/uploads.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

const PIECE = 256 * 1024

let dataDir: string
let uploads: Uploads

beforeEach(() => {
  dataDir = temporaryFolder()
  uploads = createUploads({ dataDir })
})

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

const incoming = () => readdirSync(join(dataDir, 'incoming'))

const append = (fileId: string, offset: number, bytes: Buffer) =>
  uploads.append({ fileId, offset, base64: bytes.toString('base64') })

async function uploaded(bytes: Buffer): Promise<string> {
  const { fileId } = await uploads.begin({ name: 'order.csv', sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += PIECE) {
    await append(fileId, offset, bytes.subarray(offset, offset + PIECE))
  }
  return fileId
}

describe('a file handed over in pieces', () => {
  it('is the same file again', async () => {
    const bytes = Buffer.alloc(PIECE * 2 + 1234, 'あ髙\u0000')
    const fileId = await uploaded(bytes)
    expect(fileId).toMatch(/^[0-9a-f]{32}$/)
    expect((await uploads.read(fileId)).equals(bytes)).toBe(true)
    const empty = await uploaded(Buffer.alloc(0))
    expect((await uploads.read(empty)).length).toBe(0)
  })

  it('may come faster than it is written', async () => {
    const { fileId } = await uploads.begin({ name: 'x', sizeBytes: 300 })
    const pieces = [0, 100, 200].map((offset) => append(fileId, offset, Buffer.alloc(100, offset)))
    expect(await Promise.all(pieces)).toEqual([100, 200, 300].map((receivedBytes) => ({ receivedBytes })))
    expect((await uploads.read(fileId))[299]).toBe(200)
  })

  it('is readable by its owner only and has no name of its own on the disk', async () => {
    const fileId = await uploaded(Buffer.from('x'))
    expect(incoming()).toEqual([fileId])
    if (process.platform !== 'win32') {
      expect(statSync(join(dataDir, 'incoming', fileId)).mode & 0o777).toBe(0o600)
      expect(statSync(join(dataDir, 'incoming')).mode & 0o777).toBe(0o700)
    }
  })

  it('is refused when too large, out of order, or more than was said', async () => {
    const failing = (work: Promise<unknown>) => expect(work).rejects
    await failing(uploads.begin({ name: 'x', sizeBytes: 200 * 1024 * 1024 + 1 })).toThrow('file.too-large')
    const { fileId } = await uploads.begin({ name: 'x', sizeBytes: PIECE * 2 })
    await failing(append(fileId, 0, Buffer.alloc(PIECE + 1))).toThrow('file.too-large')
    await failing(append(fileId, 1, Buffer.from('x'))).toThrow('file.incomplete')
    await append(fileId, 0, Buffer.from('abc'))
    await failing(append(fileId, 0, Buffer.from('abc'))).toThrow('file.incomplete')
    await failing(uploads.read(fileId)).toThrow('file.incomplete')
    await append(fileId, 3, Buffer.alloc(PIECE))
    await failing(append(fileId, 3 + PIECE, Buffer.alloc(PIECE))).toThrow('file.too-large')
  })

  it('is gone when discarded', async () => {
    const fileId = await uploaded(Buffer.from('abc'))
    expect(await uploads.discard(fileId)).toBeNull()
    expect(await uploads.discard(fileId)).toBeNull()
    expect(incoming()).toEqual([])
    await expect(uploads.read(fileId)).rejects.toThrow('file.not-found')
    await expect(uploads.discard('../../shop.sqlite')).resolves.toBeNull()
  })

  it('makes room for a fifth by dropping the one left alone longest', async () => {
    const ids = [await uploaded(Buffer.from('a')), await uploaded(Buffer.from('b'))]
    await uploaded(Buffer.from('c'))
    await uploaded(Buffer.from('d'))
    await uploads.read(ids[0] ?? '')
    await uploaded(Buffer.from('e'))
    expect(incoming()).toHaveLength(4)
    expect(existsSync(join(dataDir, 'incoming', ids[0] ?? ''))).toBe(true)
    await expect(uploads.read(ids[1] ?? '')).rejects.toThrow('file.not-found')
  })

  it('that cannot be created takes no place and is not remembered', async () => {
    const ids = []
    for (const text of ['a', 'b', 'c', 'd']) ids.push(await uploaded(Buffer.from(text)))
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    renameSync(join(dataDir, 'incoming'), join(dataDir, 'away'))
    await expect(uploads.begin({ name: 'e', sizeBytes: 1 })).rejects.toThrow('ENOENT')
    renameSync(join(dataDir, 'away'), join(dataDir, 'incoming'))
    await setImmediate()
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
    expect(incoming().sort()).toEqual([...ids].sort())
    const texts = await Promise.all(ids.map(async (fileId) => (await uploads.read(fileId)).toString()))
    expect(texts).toEqual(['a', 'b', 'c', 'd'])
  })

  it('finds its place even when the one it drops cannot be deleted', async () => {
    const ids = []
    for (const text of ['a', 'b', 'c', 'd']) ids.push(await uploaded(Buffer.from(text)))
    // A folder in the place of the file: deleting it as a file fails.
    const oldest = join(dataDir, 'incoming', ids[0] ?? '')
    rmSync(oldest)
    mkdirSync(oldest)
    const fileId = await uploaded(Buffer.from('e'))
    expect((await uploads.read(fileId)).toString()).toBe('e')
    await expect(uploads.read(ids[0] ?? '')).rejects.toThrow('file.not-found')
  })
})

it('leaves nothing of an earlier run', () => {
  mkdirSync(join(dataDir, 'incoming'), { recursive: true })
  writeFileSync(join(dataDir, 'incoming', 'left-behind'), 'names and addresses')
  createUploads({ dataDir })
  expect(incoming()).toEqual([])
})
