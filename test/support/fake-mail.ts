import type { CallInput, CallName, CallOutput } from '../../src-shared/api.ts'
import type { MailRow, MailSettings, MailTemplate } from '../../src-shared/mail.ts'
import { builtInTemplates } from '../../src-shared/mail-names.ts'
import type { Order } from '../../src-shared/order.ts'
import { SAMPLE_NOW } from './sample-orders.ts'

export const mailSettings: MailSettings = {
  ...{ host: 'smtp.example.jp', port: 587, security: 'startTls', user: 'shop@example.jp', hasPassword: true },
  ...{ fromAddress: 'shop@example.jp', fromName: '', replyTo: '', copyTo: '', pauseSeconds: 1 },
  ...{ ready: true, keptByOs: true, toShopOnly: false },
}

type MailCall = Extract<CallName, `mail.${string}` | 'settings.mail' | 'settings.save-mail' | 'settings.test-mail'>

export type MailAnswers = { [N in MailCall]: (input: CallInput<N>) => CallOutput<N> }

/** Mails in memory: every one is sent at once. */
export function mailAnswers(find: (id: number) => Order): MailAnswers {
  const templates: MailTemplate[] = builtInTemplates.map((id) => {
    return {
      id,
      name: `雛形 ${id}`,
      subject: '件名 {{注文番号}}',
      body: '本文 {{顧客名}}',
      builtIn: true,
      changed: false,
    }
  })
  const sent: MailRow[] = []
  const preview = (orderId: number) => {
    const { orderNo, orderer } = find(orderId)
    const who = { name: `${orderer.familyName} ${orderer.givenName}`, recipient: orderer.email, addressProblem: null }
    return {
      orderId,
      orderNo,
      ...who,
      subject: `件名 ${orderNo}`,
      body: `本文 ${orderNo}`,
      missing: [],
      general: [],
      earlier: null,
    }
  }
  const rowOfMail = (id: string, orderId: number, batchId: string): MailRow => {
    const {
      body: _body,
      missing: _missing,
      general: _general,
      addressProblem: _problem,
      earlier: _earlier,
      ...row
    } = preview(orderId)
    const ended = { state: 'sent', reason: null, detail: '', createdAt: SAMPLE_NOW, endedAt: SAMPLE_NOW } as const
    return { ...row, ...ended, id, batchId, templateName: '雛形', operatorName: '店長' }
  }
  let batchId = ''
  const run = () => ({ batchId, running: false, stopping: false, total: sent.length, done: sent.length })
  const textOf = (id: string) => ({
    ...(sent.find((row) => row.id === id) ?? rowOfMail(id, 91, '')),
    body: '送った本文',
  })
  return {
    'settings.mail': () => mailSettings,
    'settings.save-mail': ({ password: _password, ...input }) => ({ ...mailSettings, ...input }),
    'settings.test-mail': () => ({ ok: true, to: mailSettings.fromAddress, reason: null, detail: '250' }),
    'mail.templates': () => templates,
    'mail.save-template': ({ id, ...words }) => {
      const saved = { ...words, id: id ?? '00000000-0000-4000-8000-000000000001', builtIn: false, changed: false }
      templates.push(saved)
      return saved
    },
    'mail.reset-template': () => templates[0]!,
    'mail.remove-template': () => null,
    'mail.plan': ({ orderIds }) => orderIds.map(preview).map(({ subject: _subject, body: _body, ...row }) => row),
    'mail.preview': ({ orderId }) => preview(orderId),
    'mail.preview-words': ({ orderId }) => preview(orderId),
    'mail.send': (input) => {
      batchId = input.batchId
      sent.push(...input.items.map(({ id, orderId }) => rowOfMail(id, orderId, batchId)))
      return { ...run(), running: true }
    },
    'mail.stop': run,
    'mail.run': run,
    'mail.batch': () => sent,
    'mail.history': () => ({ rows: sent, count: sent.length }),
    'mail.read': ({ id }) => textOf(id),
    'mail.resolve': ({ id, as }) => ({ ...textOf(id), state: as }),
  }
}
