import type { Failure, FailureCode } from './failure.ts'

type MailFailure = Extract<FailureCode, `mail.${string}`>

const named = (names: string | number | undefined) => (names === undefined ? '' : `（${String(names)}）`)

/** What of メール通知 was refused, and what to do next. */
export const mailSentences: Readonly<
  Record<MailFailure, (params: Failure['params']) => { readonly what: string; readonly then: string }>
> = {
  'mail.not-configured': () => ({
    what: 'メールの設定がまだのため、送信できません。',
    then: '基本設定の「メール」で、メールサーバーと差出人を登録してください。',
  }),
  'mail.busy': () => ({
    what: 'ほかのメールを送信しています。一度に送れるのは1組だけです。',
    then: '送信が終わるのを待つか、中止してから、もう一度お試しください。',
  }),
  'mail.already-sent': () => ({
    what: 'このメールは、もう送信の手続きを済ませています。二重には送りません。',
    then: '送信履歴で結果を確かめてください。',
  }),
  'mail.not-found': () => ({ what: 'メールの記録が見つかりません。', then: '送信履歴を読み直してください。' }),
  'mail.template-not-found': () => ({
    what: '選んだメールテンプレートが見つかりません。',
    then: '画面を読み直して、テンプレートを選び直してください。',
  }),
  'mail.unknown-placeholder': (p) => ({
    what: `使えない差し込み項目があります${named(p['names'])}。`,
    then: '一覧にある項目を使ってください。件名には、複数行の項目は使えません。',
  }),
}
