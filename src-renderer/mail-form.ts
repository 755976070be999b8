import type { MailSettings, MailSettingsInput } from '../src-shared/mail.ts'
import { isLoopbackHost, type MailSecurity } from '../src-shared/mail-names.ts'
import { isMailAddress } from '../src-shared/mail-template.ts'

/** 基本設定 → メール as typed. The password is always empty when the screen opens: it goes in and never comes out. */
export interface MailForm {
  host: string
  port: string
  security: MailSecurity
  user: string
  password: string
  fromAddress: string
  fromName: string
  replyTo: string
  copyTo: string
  pauseSeconds: string
}

export type MailProblems = Partial<Record<keyof MailForm, string>>

/** The form of stored settings. */
export function mailForm(settings: MailSettings): MailForm {
  const { host, port, security, user, fromAddress, fromName, replyTo, copyTo, pauseSeconds } = settings
  return {
    ...{ host, security, user, fromAddress, fromName, replyTo, copyTo },
    port: String(port),
    pauseSeconds: String(pauseSeconds),
    password: '',
  }
}

/** Ports that go with the kinds of encryption: a changed kind moves the port along while it still is a usual one. */
export function portFor(security: MailSecurity, port: string): string {
  if (!['465', '587', '25'].includes(port)) return port
  return { tls: '465', startTls: '587', none: '25' }[security]
}

/** What to store, or what has to be corrected first (the same rules as `mailSettingsInputSchema`). */
export function readMailForm(
  form: MailForm,
  stored: Pick<MailSettings, 'host' | 'hasPassword'>,
): { readonly input: MailSettingsInput; readonly problems: MailProblems } {
  const host = form.host.normalize('NFKC').trim()
  const port = whole(form.port)
  const pauseSeconds = whole(form.pauseSeconds)
  const texts = {
    user: form.user.trim(),
    fromAddress: form.fromAddress.trim(),
    fromName: form.fromName.trim(),
    replyTo: form.replyTo.trim(),
    copyTo: form.copyTo.trim(),
  }
  const keeps = stored.hasPassword && stored.host === host
  const problems = { ...serverProblems(form, host, port, keeps), ...addressProblems(texts) }
  if (!(pauseSeconds >= 0 && pauseSeconds <= 60)) problems.pauseSeconds = '0から60までの整数で入力してください。'
  const input = { host, port, security: form.security, ...texts, pauseSeconds }
  return { input: form.password === '' ? input : { ...input, password: form.password }, problems }
}

function whole(text: string): number {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,5}$/.test(plain) ? Number(plain) : Number.NaN
}

function serverProblems(form: MailForm, host: string, port: number, keepsPassword: boolean): MailProblems {
  const problems: MailProblems = {}
  if (!/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39})$/.test(host))
    problems.host = 'サーバー名を半角で入力してください（例: smtp.example.jp）。'
  if (!(port >= 1 && port <= 65_535)) problems.port = '1から65535までの整数で入力してください。'
  if (form.security === 'none' && !isLoopbackHost(host))
    problems.security = '暗号化しない接続は、このパソコンの中のサーバー（localhost）だけで使えます。'
  if (form.user.trim() !== '' && form.password === '' && !keepsPassword)
    problems.password = 'パスワードを入力してください。'
  return problems
}

function addressProblems(texts: Pick<MailForm, 'fromAddress' | 'replyTo' | 'copyTo'>): MailProblems {
  const problems: MailProblems = {}
  if (!isMailAddress(texts.fromAddress)) problems.fromAddress = 'メールアドレスを半角で入力してください。'
  for (const key of ['replyTo', 'copyTo'] as const) {
    if (texts[key] !== '' && !isMailAddress(texts[key])) problems[key] = 'メールアドレスを半角で入力してください。'
  }
  return problems
}
