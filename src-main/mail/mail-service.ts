import { randomUUID } from 'node:crypto'
import { containsCardNumber } from '../../src-shared/card-number.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type {
  MailHistory,
  MailHistoryRequest,
  MailRow,
  MailRun,
  MailSend,
  MailText,
  MailTrial,
} from '../../src-shared/mail.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Ports } from '../ports.ts'
import { journalMail } from './journal-mail.ts'
import { composeMail } from './mail-message.ts'
import { createMailRunner, giveUp, type MailRunParts, type MailRunner, type MailSender } from './mail-run.ts'
import { anyMail, findMail, insertMails, mailHistory, mailsOfBatch, moveMail, type JournalMail } from './mail-table.ts'
import { createMailWording, type MailWording, type WordingParts } from './mail-wording.ts'

/** メール通知. */
export interface MailService extends Pick<MailWording, 'plan' | 'preview' | 'previewWords'> {
  /**
   * Writes every mail down and begins to send; answers at once. Refusals `mail.not-configured`, `mail.busy`,
   * `mail.already-sent` (one of the ids is known), `order.not-found`, `order.card-number-in-text`.
   */
  send(input: MailSend, operator: Operator): Promise<MailRun>
  stop(batchId: string): MailRun
  run(): MailRun
  batch(batchId: string): Promise<readonly MailRow[]>
  history(request: MailHistoryRequest): Promise<MailHistory>
  /** Refusal `mail.not-found`. */
  read(id: string): Promise<MailText>
  /** What a person found out about a mail of unknown outcome. Refusal `mail.not-found` when it is not one. */
  resolve(id: string, as: 'sent' | 'failed', operator: Operator): Promise<MailText>
  /** Sends one mail to the shop's own address. Refusal `mail.not-configured`. */
  trial(): Promise<MailTrial>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** What sending mails works with. */
export interface MailParts extends MailRunParts, WordingParts {
  readonly password: () => Promise<string | null>
  readonly redactor: Ports['redactor']
}

/** Builds the service and settles what a program that was cut off left behind; it sends nothing by itself. */
export async function createMailService(parts: MailParts): Promise<MailService> {
  await parts.db.write((trx) => giveUp(parts, trx, null, 'interrupted'))
  const { db } = parts
  const runner = createMailRunner(parts)
  const wording = createMailWording(parts)
  return {
    plan: wording.plan,
    preview: wording.preview,
    previewWords: wording.previewWords,
    send: (input, operator) => send(parts, runner, wording, input, operator),
    stop: (batchId) => {
      runner.stop(batchId)
      return runner.state()
    },
    run: () => runner.state(),
    batch: (batchId) => db.read((connection) => mailsOfBatch(connection, batchId)),
    history: (request) => db.read((connection) => mailHistory(connection, request)),
    read: async (id) => textOf(await mustFind(parts, id)),
    resolve: (id, as, operator) => resolve(parts, id, as, operator),
    trial: () => trial(parts),
    idle: () => runner.idle(),
    close: () => runner.close(),
  }
}

async function send(
  parts: MailParts,
  runner: MailRunner,
  wording: MailWording,
  input: MailSend,
  operator: Operator,
): Promise<MailRun> {
  const { db, clock } = parts
  if (runner.state().running && runner.state().batchId === input.batchId) return runner.state()
  if (!runner.claim(input.batchId)) throw new Refusal('mail.busy')
  try {
    const sender = await senderOrRefuse(parts)
    if (input.words !== null && input.items.length > 1) throw new Refusal('call.invalid', { field: 'words' })
    if (input.words !== null && containsCardNumber(`${input.words.subject}\n${input.words.body}`)) {
      throw new Refusal('order.card-number-in-text')
    }
    const template = await parts.templates.open(input.templateId)
    const orderIds = input.items.map(({ orderId }) => orderId)
    const worded = await wording.kept(orderIds, template, operator)
    const mails = input.items.map(({ id, orderId }) => {
      const found = worded.get(orderId)
      if (found === undefined) throw new Refusal('order.not-found', { id: orderId })
      return journalMail({ id, worded: found, template, input, operator, at: clock.now() })
    })
    const ids = mails.map(({ id }) => id)
    await db.write(async (trx) => {
      if (await anyMail(trx, input.batchId, ids)) throw new Refusal('mail.already-sent')
      await insertMails(trx, mails)
    })
    runner.start(mails.length, sender)
  } catch (error) {
    runner.release()
    throw error
  }
  return runner.state()
}

async function senderOrRefuse(parts: MailParts): Promise<MailSender> {
  const settings = await parts.settings()
  if (!settings.ready) throw new Refusal('mail.not-configured', {}, 'open-mail-settings')
  const { host, port, security, user, fromAddress, replyTo, copyTo, pauseSeconds } = settings
  const password = (await parts.password()) ?? ''
  if (password !== '') parts.redactor.add(password)
  const fromName = settings.fromName || (await parts.shopName())
  return { server: { host, port, security, user, password }, fromAddress, fromName, replyTo, copyTo, pauseSeconds }
}

async function trial(parts: MailParts): Promise<MailTrial> {
  const sender = await senderOrRefuse(parts)
  const shop = { name: sender.fromName, address: sender.fromAddress }
  const mail = await composeMail({
    id: randomUUID(),
    at: parts.clock.now(),
    from: shop,
    to: shop,
    replyTo: sender.replyTo,
    copyTo: '',
    subject: '受注デスク 送信テスト',
    body: 'このメールは、受注デスクのメール設定を確かめるために送りました。\n届いていれば、お客様へのメールを送れます。\n',
  })
  const { outcome, reason, detail } = await parts.postman.send(sender.server, mail)
  parts.log.info('mail.trial', { outcome, reason, detail })
  return { ok: outcome === 'sent', to: sender.fromAddress, reason, detail }
}

async function mustFind({ db }: Pick<MailParts, 'db'>, id: string): Promise<JournalMail> {
  const found = await db.read((connection) => findMail(connection, id))
  if (found === null) throw new Refusal('mail.not-found', {}, 'reload')
  return found
}

function textOf({ templateId: _template, operatorId: _operator, withLink: _link, ...mail }: JournalMail): MailText {
  return mail
}

async function resolve(parts: MailParts, id: string, as: 'sent' | 'failed', operator: Operator): Promise<MailText> {
  const { db, audit, clock } = parts
  await db.write(async (trx) => {
    const at = clock.now()
    const moved = await moveMail(trx, id, ['unknown'], { state: as, reason: 'byOperator', detail: '', at })
    const mail = moved ? await findMail(trx, id) : null
    if (mail === null) throw new Refusal('mail.not-found', {}, 'reload')
    const details = { template: mail.templateName, mail: id, mailReason: 'byOperator' }
    await audit.append(trx, { at, kind: `mail.${as}`, operator, orderId: mail.orderId, details })
    parts.touched([mail.orderId])
  })
  return textOf(await mustFind(parts, id))
}
