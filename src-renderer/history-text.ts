import type { AuditEntry, FieldChange } from '../src-shared/audit.ts'
import type { MailReason } from '../src-shared/mail-names.ts'
import { mailReasonText } from '../src-shared/mail-text.ts'
import { settlementActionText, settlementStatusText } from '../src-shared/text.ts'
import { formatYen } from '../src-shared/yen.ts'

/** `対応状況: 新規受付 → 入金済み`. */
export function changeText(change: FieldChange): string {
  return `${change.field}: ${change.from || '（空欄）'} → ${change.to || '（空欄）'}`
}

/** The codes and numbers of an entry in words, in parentheses; empty when there is nothing to add. */
export function detailText(details: AuditEntry['details']): string {
  const words = Object.entries(details).flatMap(([key, value]) => {
    const text = detailWord(key, value)
    return text === '' ? [] : [text]
  })
  return words.length === 0 ? '' : `（${words.join('、')}）`
}

function detailWord(key: string, value: string | number): string {
  if (typeof value === 'number') return key.endsWith('Yen') ? formatYen(value) : ''
  if (key === 'action') return wordOf(settlementActionText, value)
  if (key !== 'lastStatus' && (key === 'status' || key.endsWith('Status'))) return wordOf(settlementStatusText, value)
  if (key === 'because') return `理由: ${value}`
  if (key === 'until') return `期限 ${value}`
  if (key === 'gatewayOrderNo') return `オーダーID ${value}`
  return key === 'code' || key === 'codes' ? `エラーコード ${value}` : reasonWord(key, value)
}

/** Why an operation was not sent, a mail's template, or why that was not sent; empty for any other key. */
function reasonWord(key: string, value: string): string {
  if (key === 'reason') return wordOf(settlementReasonText, value)
  if (key === 'lastStatus') return `最後に確認した状態 ${wordOf(settlementStatusText, value)}`
  if (key === 'template') return value
  return key === 'mailReason' && value in mailReasonText
    ? mailReasonText[value as MailReason].what.replace(/。$/, '')
    : ''
}

/** Reasons in the client's own words that say more than the entry itself. */
const settlementReasonText: Readonly<Record<string, string>> = {
  dayTurned: '日付が変わったため送信していません',
  missing: 'GMOに取引がありません',
}

function wordOf(words: Readonly<Record<string, string>>, key: string): string {
  return words[key] ?? ''
}
