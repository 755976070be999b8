import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import { call, failureOf } from '../api.ts'
import { piecesOf } from '../file-pieces.ts'

/** What every preview of a file tells. */
interface Planned {
  readonly added: number
  readonly changed: number
  readonly refused: number
  readonly digest: string
}

/** What is done with a file once the core holds it. */
interface FileCalls<P extends Planned, R> {
  preview(fileId: string): Promise<P>
  apply(input: { readonly fileId: string; readonly digest: string; readonly withoutRefused: boolean }): Promise<R>
}

/** What an import is at. */
export interface FileImportState<P, R> {
  phase: 'choose' | 'reading' | 'checking' | 'preview' | 'applying' | 'done'
  fileName: string
  /** Share of the file that has arrived, 0 to 1. */
  progress: number
  preview: P | null
  report: R | null
  failure: Failure | null
  withoutRefused: boolean
  /** The file as the core holds it. */
  fileId: string | null
  /** Grows with every file and every cancel: an answer for an older one is dropped. */
  turn: number
}

const nothingChosen = () => ({
  phase: 'choose' as const,
  progress: 0,
  preview: null,
  report: null,
  failure: null,
  withoutRefused: false,
  fileId: null,
})

/**
 * The store of an import: choose → reading → checking → preview → applying → done. Nothing is written before
 * [この内容で取り込む].
 */
export function defineFileImport<P extends Planned, R extends object>(id: string, calls: FileCalls<P, R>) {
  return defineStore(id, {
    state: (): FileImportState<P, R> => ({ ...nothingChosen(), fileName: '', turn: 0 }),
    getters: {
      mayApply({ phase, preview, withoutRefused }): boolean {
        if (phase !== 'preview' || !preview) return false
        return preview.added + preview.changed > 0 && (preview.refused === 0 || withoutRefused)
      },
    },
    actions: {
      /** Sends the file to the core and shows what an import would do. */
      async read(file: File): Promise<void> {
        await this.cancel()
        const mine = this.turn
        this.fileName = file.name
        this.phase = 'reading'
        try {
          const { fileId } = await call('files.begin', { name: file.name.slice(-255), sizeBytes: file.size })
          if (mine !== this.turn) {
            await discard(fileId)
            return
          }
          this.fileId = fileId
          await this.send(file, fileId, mine)
          if (mine !== this.turn) return
          this.phase = 'checking'
          await this.check(fileId, mine)
        } catch (error) {
          if (mine === this.turn) await this.fail(error)
        }
      },

      async send(file: File, fileId: string, mine: number): Promise<void> {
        for await (const { offset, base64 } of piecesOf(file)) {
          if (mine !== this.turn) return
          const { receivedBytes } = await call('files.append', { fileId, offset, base64 })
          if (mine === this.turn) this.progress = file.size === 0 ? 1 : receivedBytes / file.size
        }
      },

      async check(fileId: string, mine: number): Promise<void> {
        const plan = await calls.preview(fileId)
        if (mine !== this.turn) return
        Object.assign(this, { preview: markRaw(plan), phase: 'preview' })
      },

      async fail(error: unknown): Promise<void> {
        await this.cancel()
        this.failure = failureOf(error)
      },

      /** Drops the file in the core and starts over. */
      async cancel(): Promise<void> {
        this.turn += 1
        const held = this.fileId
        Object.assign(this, nothingChosen())
        if (held !== null) await discard(held)
      },

      /** この内容で取り込む: one transaction, refused when the file or what it touches changed since the preview. */
      async apply(): Promise<void> {
        const { fileId, preview, withoutRefused, turn } = this
        if (!this.mayApply || !preview || fileId === null) return
        this.phase = 'applying'
        this.failure = null
        try {
          const report = await calls.apply({ fileId, digest: preview.digest, withoutRefused })
          Object.assign(this, { report, phase: 'done', fileId: null })
          await discard(fileId)
        } catch (error) {
          const failure = failureOf(error)
          this.phase = 'preview'
          this.failure = failure
          if (failure.code === 'import.changed-since-preview') await this.checkAgain(fileId, turn)
        }
      },

      async checkAgain(fileId: string, mine: number): Promise<void> {
        try {
          await this.check(fileId, mine)
        } catch (error) {
          await this.fail(error)
        }
      },
    },
  })
}

/** A file the core has forgotten already is as good as discarded. */
async function discard(fileId: string): Promise<void> {
  try {
    await call('files.discard', { fileId })
  } catch {
    return
  }
}
