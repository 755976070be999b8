import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { BusinessDay } from '../../src-shared/business-day.ts'
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

/** A file that is ready, until someone decides about it. */
interface ReadyFile {
  readonly name: string
  readonly pieces: readonly Uint8Array<ArrayBuffer>[]
}

interface OrderExportState {
  layout: ExportRequest['layout']
  encoding: ExportRequest['encoding']
  safe: boolean
  own: readonly OwnLayout[]
  /** `lossy`: the file is ready, and says less than the desk knows. */
  phase: 'choosing' | 'running' | 'lossy' | 'saved'
  done: number
  orders: number
  losses: readonly ExportLoss[]
  lossCount: number
  savedAs: string
  failure: Failure | null
  ready: ReadyFile | null
  /** Number of the latest run: an older one that still comes in is thrown away. */
  run: number
}

const startState = (): OrderExportState => ({
  layout: 'ec2-order',
  encoding: 'cp932',
  safe: true,
  own: [],
  phase: 'choosing',
  done: 0,
  orders: 0,
  losses: [],
  lossCount: 0,
  savedAs: '',
  failure: null,
  ready: null,
  run: 0,
})

/** CSVダウンロード: what is chosen, the file on its way, and what it could not say. */
export const useOrderExport = defineStore('order-export', {
  state: startState,
  actions: {
    async open(): Promise<void> {
      this.phase = 'choosing'
      await this.keep(() => call('csv-layouts.list', {}))
    },

    /** Makes the file. It is saved at once when nothing is lost. */
    async start(pick: () => Promise<ExportPick>): Promise<void> {
      this.run += 1
      const mine = this.run
      Object.assign(this, { phase: 'running', failure: null, done: 0, orders: 0, losses: [], lossCount: 0 })
      try {
        const file = await this.make(mine, await pick())
        if (file === null) return
        this.ready = markRaw(file)
        if (this.lossCount > 0) this.phase = 'lossy'
        else this.save()
      } catch (error) {
        if (mine !== this.run) return
        this.failure = failureOf(error)
        this.phase = 'choosing'
      }
    },

    /** Fetches piece after piece; null when the run was stopped. */
    async make(mine: number, pick: ExportPick): Promise<ReadyFile | null> {
      const { layout, encoding, safe } = this
      const { exportId, orders, fileName } = await call('exports.begin', { pick, layout, encoding, safe })
      const pieces: Uint8Array<ArrayBuffer>[] = []
      while (mine === this.run) {
        this.orders = orders
        const piece = await call('exports.next', { exportId })
        if (mine !== this.run) break
        pieces.push(fromBase64(piece.base64))
        this.done = piece.done
        this.losses = markRaw(piece.losses)
        this.lossCount = piece.lossCount
        if (piece.finished) return { name: fileName, pieces }
      }
      await call('exports.end', { exportId })
      return null
    },

    /** Saves the file that is ready, with whatever is lost in it. */
    save(): void {
      if (this.ready === null) return
      saveFile(this.ready.name, this.ready.pieces)
      this.savedAs = this.ready.name
      this.ready = null
      this.phase = 'saved'
    },

    /** Stops a run, and forgets a file nobody saved. */
    stop(): void {
      this.run += 1
      this.ready = null
      this.phase = 'choosing'
    },

    saveLayout(id: number | null, name: string, content: OwnLayoutContent): Promise<boolean> {
      return this.keep(() => call('csv-layouts.save', { id, name, content }))
    },

    removeLayout(id: number): Promise<boolean> {
      return this.keep(() => call('csv-layouts.delete', { id }))
    },

    async keep(work: () => Promise<readonly OwnLayout[]>): Promise<boolean> {
      try {
        this.own = markRaw(await work())
        this.failure = null
        return true
      } catch (error) {
        this.failure = failureOf(error)
        return false
      }
    },

    /** 印刷履歴ダウンロード. `nothing`: nothing was printed yet. */
    async printHistory(today: BusinessDay): Promise<'saved' | 'nothing' | Failure> {
      try {
        const { rows, base64 } = await call('prints.file', {})
        if (rows > 0) saveFile(`印刷履歴_${today.replaceAll('-', '')}.csv`, [fromBase64(base64)])
        return rows > 0 ? 'saved' : 'nothing'
      } catch (error) {
        return failureOf(error)
      }
    },
  },
})
