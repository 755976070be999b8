import { formatDateTime } from '../../src-shared/business-day.ts'
import { encodePiece, recordText } from '../csv/write-cells.ts'
import type { Database } from '../db/database.ts'
import { printEntries } from './print-history-table.ts'

/** A whole small file for the window. */
export interface PrintHistoryFile {
  readonly rows: number
  readonly base64: string
}

const header = ['印刷日時', '帳票', '注文番号', '顧客名', '部数', '担当者']

/** 印刷履歴ダウンロード: what was printed, for which order, when and by whom; UTF-8 with BOM, safe for spreadsheets. */
export async function printHistoryFile(db: Database): Promise<PrintHistoryFile> {
  const entries = await db.read(printEntries)
  const records = entries.map((entry) => [
    formatDateTime(entry.printedAt),
    entry.document,
    entry.orderNo,
    entry.customer,
    String(entry.copies),
    entry.operatorName,
  ])
  const text = [header, ...records].map((cells) => recordText(cells, { safe: true, lineEnd: '\r\n' })).join('')
  return { rows: entries.length, base64: encodePiece(text, 'utf-8-bom', true).bytes.toString('base64') }
}
