import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type {
  ExportLoss,
  ExportPick,
  ExportRequest,
  OwnLayout,
  OwnLayoutContent,
} from '../../src-shared/order-export.ts'
import { call, failureOf } from '../api.ts'
import { fromBase64, saveFile } from '../save-file.ts'

/** Where a CSVダウンロード stands. `lossy`: the file is ready, and says less than the desk knows. */
type Phase = 'choosing' | 'running' | 'lossy' | 'saved'

/** A file that is ready, until someone decides about it. */
interface ReadyFile {
  readonly name: string
  readonly pieces: readonly Uint8Array<ArrayBuffer>[]
}

/** CSVダウンロード: what is chosen, the file on its way, and what it could not say. */
export const useOrderExport = defineStore('order-export', () => {
  const layout = ref<ExportRequest['layout']>('ec2-order')
  const encoding = ref<ExportRequest['encoding']>('cp932')
  const safe = ref(true)
  const own = shallowRef<readonly OwnLayout[]>([])
  const phase = ref<Phase>('choosing')
  const done = ref(0)
  const orders = ref(0)
  const losses = shallowRef<readonly ExportLoss[]>([])
  const lossCount = ref(0)
  const savedAs = ref('')
  const failure = ref<Failure | null>(null)
  let ready: ReadyFile | null = null
  /** Number of the latest run: an older one that still comes in is thrown away. */
  let run = 0

  async function open(): Promise<void> {
    phase.value = 'choosing'
    failure.value = null
    await keep(() => call('csv-layouts.list', {}))
  }

  /** Makes the file. It is saved at once when nothing is lost. */
  async function start(pick: ExportPick): Promise<void> {
    run += 1
    const mine = run
    phase.value = 'running'
    failure.value = null
    done.value = 0
    orders.value = 0
    try {
      const file = await make(mine, pick)
      if (file === null) return
      ready = file
      if (lossCount.value > 0) phase.value = 'lossy'
      else save()
    } catch (error) {
      if (mine !== run) return
      failure.value = failureOf(error)
      phase.value = 'choosing'
    }
  }

  async function make(mine: number, pick: ExportPick): Promise<ReadyFile | null> {
    const begun = await call('exports.begin', {
      pick,
      layout: layout.value,
      encoding: encoding.value,
      safe: safe.value,
    })
    orders.value = begun.orders
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for (;;) {
      if (mine !== run) {
        await call('exports.end', { exportId: begun.exportId })
        return null
      }
      const piece = await call('exports.next', { exportId: begun.exportId })
      pieces.push(fromBase64(piece.base64))
      if (mine === run) done.value = piece.done
      losses.value = piece.losses
      lossCount.value = piece.lossCount
      if (piece.finished) return mine === run ? { name: begun.fileName, pieces } : null
    }
  }

  /** Saves the file that is ready, with whatever is lost in it. */
  function save(): void {
    if (ready === null) return
    saveFile(ready.name, ready.pieces)
    savedAs.value = ready.name
    ready = null
    phase.value = 'saved'
  }

  /** Stops a run, and forgets a file nobody saved. */
  function stop(): void {
    run += 1
    ready = null
    phase.value = 'choosing'
  }

  async function keep(work: () => Promise<readonly OwnLayout[]>): Promise<boolean> {
    try {
      own.value = await work()
      failure.value = null
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    }
  }

  const saveLayout = (id: number | null, name: string, content: OwnLayoutContent) =>
    keep(() => call('csv-layouts.save', { id, name, content }))
  const removeLayout = (id: number) => keep(() => call('csv-layouts.delete', { id }))

  /** 印刷履歴ダウンロード: false when nothing was printed yet. */
  async function printHistory(today: string): Promise<boolean> {
    const { rows, base64 } = await call('prints.file', {})
    if (rows > 0) saveFile(`印刷履歴_${today.replaceAll('-', '')}.csv`, [fromBase64(base64)])
    return rows > 0
  }

  return {
    ...{ layout, encoding, safe, own, phase, done, orders, losses, lossCount, savedAs, failure },
    ...{ open, start, save, stop, saveLayout, removeLayout, printHistory },
  }
})
