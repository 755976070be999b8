import { randomBytes } from 'node:crypto'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type {
  ExportEncoding,
  ExportLayout,
  ExportLoss,
  ExportPick,
  ExportPiece,
  ExportRequest,
  OwnLayout,
} from '../../src-shared/order-export.ts'
import type { Audit } from '../audit/audit-service.ts'
import { cartLayout, ownLayout } from '../csv/export-layouts.ts'
import { encodePiece } from '../csv/write-cells.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { createRowWriter, exportNeeds, type ExportNeeds, type ExportRecord, type RowWriter } from './export-rows.ts'
import { allOrderIds } from './order-search.ts'
import { loadForExport } from './order-store.ts'

/**
 * CSVダウンロード, made piece by piece: the window asks for the next piece when it has put the last one away, so that
 * nothing waits for a large file and no file is ever whole in the core's memory.
 */
export interface OrderExport {
  /** Fixes which orders and in which order. Refusals `export.nothing`, `view.not-found`. */
  begin(
    request: ExportRequest,
  ): Promise<{ readonly exportId: string; readonly orders: number; readonly fileName: string }>
  /** Orders deleted meanwhile are left out; others are written as they stand now. Refusal `export.gone`. */
  next(exportId: string, operator: Operator): Promise<ExportPiece>
  /** Forgets an export; nothing when it is over already. */
  end(exportId: string): Promise<null>
}

/** What exporting works with. */
export interface OrderExportParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly ownLayouts: () => Promise<readonly OwnLayout[]>
}

interface Running {
  readonly ids: readonly number[]
  readonly writer: RowWriter
  readonly needs: ExportNeeds
  readonly layout: ExportLayout
  readonly encoding: ExportEncoding
  readonly losses: ExportLoss[]
  lossCount: number
  done: number
  written: number
}

/** Orders in one piece: some hundred kilobytes of text. */
const PIECE = 1_000
const MAX_LOSSES = 200
/** Exports that windows began and did not end: more than these are given up, the oldest first. */
const MAX_RUNNING = 4

/** Exports of the orders in the data file. */
export function createOrderExport({ db, clock, audit, ownLayouts }: OrderExportParts): OrderExport {
  const running = new Map<string, Running>()

  return {
    async begin({ pick, layout: wanted, encoding, safe }) {
      const own = typeof wanted === 'string' ? null : (await ownLayouts()).find(({ id }) => id === wanted.own)
      if (own === undefined) throw new Refusal('view.not-found')
      const layout = typeof wanted === 'string' ? cartLayout(wanted) : ownLayout(own ?? { columns: [] })
      const ids = await pickedIds(db, pick)
      if (ids.length === 0) throw new Refusal('export.nothing')
      for (const old of [...running.keys()].slice(0, Math.max(0, running.size - MAX_RUNNING + 1))) running.delete(old)
      const exportId = randomBytes(16).toString('hex')
      const writer = createRowWriter(layout, safe)
      const needs = exportNeeds(layout.columns)
      running.set(exportId, { ids, writer, needs, layout, encoding, losses: [], lossCount: 0, done: 0, written: 0 })
      return { exportId, orders: ids.length, fileName: fileName(layout, own?.name ?? null, clock.now()) }
    },

    async next(exportId, operator) {
      const export_ = running.get(exportId)
      if (export_ === undefined) throw new Refusal('export.gone')
      const isFirst = export_.done === 0
      const ids = export_.ids.slice(export_.done, export_.done + PIECE)
      const orders = await db.read((connection) => loadForExport(connection, ids, export_.needs))
      const records = export_.writer.records(orders, (loss) => note(export_, loss))
      const bytes = pieceOf(export_, records, isFirst)
      export_.done += ids.length
      export_.written += orders.length
      const finished = export_.done >= export_.ids.length
      if (finished) {
        running.delete(exportId)
        const details = { count: export_.written, layout: export_.layout.id }
        await db.write((trx) => audit.append(trx, { at: clock.now(), kind: 'orders.exported', operator, details }))
      }
      const { losses, lossCount, done } = export_
      return { base64: bytes.toString('base64'), done, finished, losses, lossCount }
    },

    end(exportId) {
      running.delete(exportId)
      return Promise.resolve(null)
    },
  }
}

async function pickedIds(db: Database, { conditions, sort, only, except }: ExportPick): Promise<readonly number[]> {
  // Deleted orders show nowhere but in their own list, and so in no file either.
  if (conditions.deleted === true) return []
  const all = await db.read((connection) => allOrderIds(connection, { conditions, sort }))
  if (only !== undefined) {
    const wanted = new Set(only)
    return all.filter((id) => wanted.has(id))
  }
  const left = new Set(except)
  return left.size === 0 ? all : all.filter((id) => !left.has(id))
}

function pieceOf(export_: Running, records: readonly ExportRecord[], isFirst: boolean): Buffer {
  const { writer, layout, encoding } = export_
  const lines = records.map(({ cells }) => cells.join(','))
  if (isFirst) lines.unshift(writer.header.join(','))
  const text = lines.length === 0 ? '' : lines.join(layout.lineEnd) + layout.lineEnd
  const { bytes, lost } = encodePiece(text, encoding, isFirst)
  if (lost.length > 0) {
    const someLost = new RegExp(`[${lost.join('')}]`, 'u')
    const touched = records.filter((_record, index) => someLost.test(lines[index + (isFirst ? 1 : 0)] ?? ''))
    noteCharacters(export_, touched, lost)
  }
  return bytes
}

/** Names every cell that holds a character CP932 does not have. */
function noteCharacters(export_: Running, records: readonly ExportRecord[], lost: readonly string[]): void {
  const { columns } = export_.layout
  let last: ExportRecord | null = null
  for (const record of records) {
    for (const [index, cell] of record.cells.entries()) {
      // A column of the order repeats in all its records.
      if (last?.orderNo === record.orderNo && last.cells[index] === cell) continue
      const what = lost.filter((character) => cell.includes(character)).join('')
      const column = columns[index]?.header ?? ''
      if (what !== '') note(export_, { orderNo: record.orderNo, column, what, kind: 'characters' })
    }
    last = record
  }
}

function note(export_: Running, loss: ExportLoss): void {
  export_.lossCount += 1
  if (export_.losses.length < MAX_LOSSES) export_.losses.push(loss)
}

/** Named as the carts name theirs; an own layout by its name. */
function fileName({ id }: ExportLayout, own: string | null, now: number): string {
  const iso = new Date(now + 9 * 3_600_000).toISOString()
  const [day, time] = [iso.slice(0, 10).replaceAll('-', ''), iso.slice(11, 19).replaceAll(':', '')]
  if (id === 'ec2-order') return `order_${day.slice(2)}_${time}.csv`
  if (id === 'ec4-order') return `order_${day}${time}.csv`
  return `${(own ?? 'order').replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')}_${day}${time}.csv`
}
