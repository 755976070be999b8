import {
  bulkLineStates,
  statusOfBulk,
  type BulkAction,
  type BulkLine,
  type BulkLineState,
  type BulkRun,
  type PlannedLine,
} from '../src-shared/bulk.ts'
import { formatDateTime } from '../src-shared/business-day.ts'
import { csvText } from '../src-shared/csv-text.ts'
import { failureSentence } from '../src-shared/failure-text.ts'
import { settlementActions, type SettlementAction, type SettlementStatus } from '../src-shared/settlement.ts'
import { orderStatusText, settlementActionText } from '../src-shared/text.ts'
import type { StateColour } from './status-colours.ts'

/** The pull-down of カード決済情報, in the guide's words. */
export const bulkActionText: Readonly<Record<BulkAction, string>> = {
  sales: '実売上',
  cancel: '取消・返品・月跨返品',
}

/** What a status can be changed to in bulk. 金額変更 and 再オーソリ need a reason each and are done one by one. */
export function bulkActionsFrom(status: SettlementStatus): readonly BulkAction[] {
  if (status === 'authorised') return ['sales', 'cancel']
  return status === 'sales' || status === 'captured' || status === 'simpleAuthorised' ? ['cancel'] : []
}

export const bulkStateText: Readonly<Record<BulkLineState, string>> = {
  queued: '待機中',
  underWay: '処理中',
  applied: '成功',
  confirmed: '処理済みを確認',
  excluded: '対象外',
  failed: '失敗',
  attention: '要確認',
  notSent: '未送信',
}

export const bulkStateColour: Readonly<Record<BulkLineState, StateColour>> = {
  queued: 'plain',
  underWay: 'blue',
  applied: 'green',
  confirmed: 'green',
  excluded: 'grey',
  failed: 'pink',
  attention: 'red',
  notSent: 'yellow',
}

/** The six outcomes of a report, in its order. */
export const bulkOutcomes = bulkLineStates.filter((state) => state !== 'queued' && state !== 'underWay')

type LineWords = Pick<BulkLine, 'failure' | 'messages' | 'statusHeld'>

/** Why a line was left out or failed, with the gateway's codes, or was done without 対応状況. Empty when none of it. */
export function lineReason({ failure, messages, statusHeld }: LineWords): string {
  if (statusHeld !== null) return `対応状況は変わっていません: ${statusHeld}`
  const said = messages.map(({ code, message }) => `${message}（${code}）`)
  return said.length > 0 ? said.join(' ') : failure === null ? '' : failureSentence(failure).what
}

/** What to do about it. */
export function lineAdvice({ failure, messages, statusHeld }: LineWords): string {
  if (statusHeld !== null) return '決済は済んでいます。受注を開いて、対応状況を変更してください。'
  const [first] = messages
  return first === undefined ? (failure === null ? '' : failureSentence(failure).then) : first.advice
}

/** How many orders each operation would be sent for, and what they amount to. */
export function plannedSums(
  lines: readonly PlannedLine[],
): readonly { readonly action: SettlementAction; readonly count: number; readonly yen: number }[] {
  return settlementActions.flatMap((action) => {
    const own = lines.filter((line) => line.action === action)
    return own.length === 0
      ? []
      : [{ action, count: own.length, yen: own.reduce((sum, one) => sum + one.amountYen, 0) }]
  })
}

/** 対応状況 option of a preview: 「入金済み」 or 「キャンセル」. */
export const thenStatusText = (action: BulkAction): string => orderStatusText[statusOfBulk[action]]

/** The report as a CSV file. */
export function reportCsv(run: BulkRun, lines: readonly BulkLine[]): string {
  const head = ['注文番号', '顧客名', '処理', '金額', '結果', '理由', 'エラーコード', '一括処理の開始']
  const startedAt = formatDateTime(run.createdAt)
  return csvText([
    head,
    ...lines.map((line) => [
      line.orderNo,
      line.name,
      line.action === null ? '' : settlementActionText[line.action],
      line.amountYen,
      bulkStateText[line.state],
      lineReason(line),
      line.messages.map(({ code }) => code).join('|'),
      startedAt,
    ]),
  ])
}
