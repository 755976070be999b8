import { computed, shallowReactive, toRefs } from 'vue'
import type { Failure } from '../src-shared/failure.ts'
import { failureOf } from './api.ts'
import { createUpload } from './file-upload.ts'

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

interface FileImportState<P, R> {
  phase: 'choose' | 'reading' | 'checking' | 'preview' | 'applying' | 'done'
  preview: P | null
  report: R | null
  failure: Failure | null
  withoutRefused: boolean
}

const nothingChosen = { phase: 'choose', preview: null, report: null, failure: null, withoutRefused: false } as const

/**
 * What an import's store is made of: choose → reading → checking → preview → applying → done. Nothing is written before
 * [この内容で取り込む].
 */
export function createFileImport<P extends Planned, R>(calls: FileCalls<P, R>) {
  const { fileName, progress, ...upload } = createUpload()
  const state = shallowReactive<FileImportState<P, R>>({ ...nothingChosen })
  const mayApply = computed(() => isApplicable(state))

  /** Drops the file in the core and starts over. */
  async function cancel(): Promise<void> {
    Object.assign(state, nothingChosen)
    await upload.drop()
  }

  async function check(fileId: string): Promise<void> {
    const mine = upload.turn()
    const preview = await calls.preview(fileId)
    if (mine === upload.turn()) Object.assign(state, { preview, phase: 'preview' })
  }

  async function orStartOver(work: () => Promise<void>): Promise<void> {
    const mine = upload.turn()
    try {
      await work()
    } catch (error) {
      if (mine !== upload.turn()) return
      await cancel()
      state.failure = failureOf(error)
    }
  }

  /** Sends the file to the core and shows what an import would do. */
  async function read(file: File): Promise<void> {
    await cancel()
    state.phase = 'reading'
    await orStartOver(async () => {
      const fileId = await upload.send(file)
      if (fileId === null) return
      state.phase = 'checking'
      await check(fileId)
    })
  }

  /** この内容で取り込む: one transaction, refused when the file or what it touches changed since the preview. */
  async function apply(): Promise<void> {
    const fileId = upload.fileId.value
    if (!mayApply.value || state.preview === null || fileId === null) return
    const { digest } = state.preview
    Object.assign(state, { phase: 'applying', failure: null })
    try {
      state.report = await calls.apply({ fileId, digest, withoutRefused: state.withoutRefused })
      state.phase = 'done'
      await upload.used()
    } catch (error) {
      const failure = failureOf(error)
      Object.assign(state, { phase: 'preview', failure })
      if (failure.code === 'import.changed-since-preview') await orStartOver(() => check(fileId))
    }
  }

  return { fileName, progress, ...toRefs(state), mayApply, read, cancel, apply }
}

function isApplicable({ phase, preview, withoutRefused }: FileImportState<Planned, unknown>): boolean {
  if (phase !== 'preview' || preview === null) return false
  return preview.added + preview.changed > 0 && (preview.refused === 0 || withoutRefused)
}
