import type { MailPlanRow, MailRow } from '../src-shared/mail.ts'
import type { MailState } from '../src-shared/mail-names.ts'
import { mailReasonText, mailStateText } from '../src-shared/mail-text.ts'
import { formatDateTime } from '../src-shared/business-day.ts'

/** Colour of a state's chip; the word stands in it. */
export const mailStateColour: Readonly<Record<MailState, string>> = {
  waiting: '',
  intended: 'blue',
  sent: 'green',
  failed: 'red',
  unknown: 'orange',
  cancelled: 'grey',
  noAddress: 'yellow',
}

/** Why a mail ended as it did, with the server's code or the names of missing values; empty when all is well. */
export function whyText({ reason, detail }: Pick<MailRow, 'reason' | 'detail'>): string {
  if (reason === null) return ''
  const { what, then } = mailReasonText[reason]
  return `${what}${detail === '' ? '' : `（${detail}）`}${then}`
}

/** What a plan says about one order. */
export interface Outlook {
  readonly goes: boolean
  readonly word: string
  readonly colour: string
  readonly why: string
}

/** Whether the order's mail will go, in words. `single`: its text can be edited, so that missing values do not stop it. */
export function outlookOf(row: MailPlanRow, again: boolean, single: boolean): Outlook {
  if (row.addressProblem !== null) {
    const why = mailReasonText[row.addressProblem].what
    return { goes: false, word: mailStateText.noAddress, colour: mailStateColour.noAddress, why }
  }
  if (row.earlier !== null && !again) {
    const why = `前回 ${formatDateTime(row.earlier.at)} ${mailStateText[row.earlier.state]}`
    return { goes: false, word: '送信済みのため除く', colour: 'grey', why }
  }
  if (row.missing.length > 0) {
    const why = `値がありません: ${row.missing.join('、')}`
    return single
      ? { goes: true, word: '要確認', colour: 'orange', why }
      : { goes: false, word: '値なしのため除く', colour: 'orange', why }
  }
  const general = row.general.length === 0 ? '' : `${row.general.join('・')}は「ご注文時のとおり」と書きます`
  const why = [row.earlier === null ? '' : `前回 ${formatDateTime(row.earlier.at)}`, general].filter(Boolean).join('、')
  return { goes: true, word: '送れます', colour: 'green', why }
}

/** `送信済み 12件、失敗 1件`: the parts sum to the selection. */
export function resultText(rows: readonly MailRow[]): string {
  const order: readonly MailState[] = ['sent', 'failed', 'unknown', 'noAddress', 'cancelled', 'intended', 'waiting']
  return order
    .map((state) => [mailStateText[state], rows.filter((row) => row.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count}件`)
    .join('、')
}
