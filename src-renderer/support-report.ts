import { formatDateTime } from '../src-shared/business-day.ts'
import type { Failure } from '../src-shared/failure.ts'

/** Where and when a failure was seen. */
export interface ReportContext {
  readonly at: number
  readonly version: string
  readonly mode: string
  readonly screen: string
}

/**
 * What the operator may hand to support: code, place, time and the kind of values that came with the failure. Values
 * are left out unless they are names of calls, fields or gateway codes, so that no customer's data leaves by this way.
 */
export function supportReport(failure: Failure, context: ReportContext): string {
  const open = new Set(['call', 'field', 'code', 'codes', 'columns', 'version', 'needs', 'has'])
  const params = Object.entries(failure.params).map(([key, value]) => `${key}=${open.has(key) ? String(value) : '***'}`)
  return [
    `受注デスク ${context.version}`,
    `日時: ${formatDateTime(context.at)}`,
    `モード: ${context.mode}`,
    `画面: ${context.screen.replace(/\d+/g, 'n')}`,
    `コード: ${failure.code}`,
    `値: ${params.join(' ') || 'なし'}`,
  ].join('\n')
}
