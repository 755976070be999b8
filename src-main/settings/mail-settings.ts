import { z } from 'zod'
import type { FieldChange } from '../../src-shared/audit.ts'
import {
  mailSettingsInputSchema,
  mailSettingsShape,
  type MailSettings,
  type MailSettingsInput,
} from '../../src-shared/mail.ts'
import { mailSecurityText } from '../../src-shared/mail-text.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Ports } from '../ports.ts'
import type { SecretStore } from './secret-file.ts'
import { readSetting, writeSetting } from './settings-table.ts'

/** 基本設定 → メール. */
export interface MailSettingsService {
  mail(): Promise<MailSettings>
  /** Another server gets no password that was given for the one before: it has to be typed again. */
  saveMail(input: MailSettingsInput, operator: Operator): Promise<MailSettings>
  /** For the connection to the mail server alone: it never crosses the door. Null while none is known. */
  mailPassword(): Promise<string | null>
}

export interface MailSettingsParts extends Pick<Ports, 'mode' | 'clock'> {
  readonly db: Database
  readonly audit: Audit
  readonly secrets: SecretStore
  readonly keptByOs: boolean
}

type StoredMail = Omit<MailSettingsInput, 'password'>

const storedSchema = z.strictObject(mailSettingsShape).omit({ password: true })
/** Submission with STARTTLS is what Japanese providers name first. */
const first: StoredMail = {
  ...{ host: '', port: 587, security: 'startTls', user: '', fromAddress: '', fromName: '', replyTo: '', copyTo: '' },
  pauseSeconds: 1,
}
const PASSWORD = 'mailPassword'

/** Settings in the data file, the password beside it, sealed like the gateway's pass. */
export function createMailSettings(parts: MailSettingsParts): MailSettingsService {
  const { db, audit, clock, secrets } = parts
  const stored = (): Promise<StoredMail> =>
    db.read(async (connection) => {
      const parsed = storedSchema.safeParse(await readSetting(connection, 'mail'))
      return parsed.success ? parsed.data : first
    })
  const mailPassword = async (): Promise<string | null> => {
    const password = await secrets.read(PASSWORD)
    return password === '' ? null : password
  }
  const mail = async (): Promise<MailSettings> => {
    const found = await stored()
    const hasPassword = (await mailPassword()) !== null
    const ready = found.host !== '' && found.fromAddress !== '' && (found.user === '' || hasPassword)
    return { ...found, hasPassword, ready, keptByOs: parts.keptByOs, toShopOnly: parts.mode === 'rehearsal' }
  }
  return {
    mail,
    mailPassword,
    async saveMail(input, operator) {
      const { password, ...after } = mailSettingsInputSchema.parse(input)
      const before = await stored()
      const held = await mailPassword()
      const elsewhere = before.host !== after.host && held !== null
      const next = password ?? (elsewhere ? '' : held)
      const changes = changesOf(before, after)
      // The password first: settings whose password was not kept would look complete and fail at the server.
      if (next !== null && next !== held) {
        await secrets.write(PASSWORD, next)
        changes.push({ field: 'メールのパスワード', from: '', to: next === '' ? '消去' : '変更' })
      }
      if (changes.length > 0) {
        await db.write(async (trx) => {
          await writeSetting(trx, 'mail', after)
          await audit.append(trx, { at: clock.now(), kind: 'settings.changed', operator, changes })
        })
      }
      return mail()
    },
  }
}

/** The history says that the password changed, never what it was. */
function changesOf(before: StoredMail, after: StoredMail): FieldChange[] {
  const fields: readonly (readonly [string, string, string])[] = [
    ['メールサーバー', before.host, after.host],
    ['メールサーバーのポート', String(before.port), String(after.port)],
    ['メールの暗号化', mailSecurityText[before.security], mailSecurityText[after.security]],
    ['メールのユーザー名', before.user, after.user],
    ['差出人のアドレス', before.fromAddress, after.fromAddress],
    ['差出人の名前', before.fromName, after.fromName],
    ['返信先', before.replyTo, after.replyTo],
    ['控えの宛先', before.copyTo, after.copyTo],
    ['メールの送信間隔', `${before.pauseSeconds}秒`, `${after.pauseSeconds}秒`],
  ]
  return fields.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to }))
}
