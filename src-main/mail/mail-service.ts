import { randomUUID } from 'node:crypto'
import { containsCardNumber } from '../../src-shared/card-number.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type {
  MailHistory,
  MailHistoryRequest,
  MailPlanRow,
  MailPreview,
  MailRow,
  MailRun,
  MailSend,
  MailSettings,
  MailText,
  MailTrial,
  MailWords,
} from '../../src-shared/mail.ts'
import { unknownPlaceholders } from '../../src-shared/mail-template.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Ports } from '../ports.ts'
import { journalMail } from './journal-mail.ts'
import { composeMail } from './mail-message.ts'
import { planRow, previewMail, type MailSetting } from './mail-plan.ts'
import { createMailRunner, recordOutcome, type MailRunParts, type MailRunner, type MailSender } from './mail-run.ts'
import {
  anyMail,
  cancelWaiting,
  earlierMails,
  findMail,
  insertMails,
  intendedMails,
  mailHistory,
  mailsOfBatch,
  moveMail,
  type JournalMail,
} from './mail-table.ts'
import type { TemplateService } from './template-service.ts'

/** メール通知. */
export interface MailService {
  /** Who of these orders would get what; orders that are gone are left out. Refusal `mail.template-not-found`. */
  plan(orderIds: readonly number[], templateId: string): Promise<readonly MailPlanRow[]>
  /** Refusals `order.not-found`, `mail.template-not-found`. */
  preview(orderId: number, templateId: string): Promise<MailPreview>
  /** Of a template that is being edited. Refusals `order.not-found`, `mail.unknown-placeholder`. */
  previewWords(orderId: number, words: MailWords): Promise<MailPreview>
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
export interface MailParts extends MailRunParts {
  readonly templates: TemplateService
  readonly openOrder: (id: number) => Promise<Order>
  readonly shopName: () => Promise<string>
  readonly settings: () => Promise<MailSettings>
  readonly password: () => Promise<string | null>
  readonly redactor: Ports['redactor']
  /** Address of the order's open payment link, or null. */
  readonly paymentLink: (orderId: number) => Promise<string | null>
}

/** Builds the service and settles what a program that was cut off left behind; it sends nothing by itself. */
export async function createMailService(parts: MailParts): Promise<MailService> {
  await settleLeftovers(parts)
  const { db } = parts
  const runner = createMailRunner(parts)
  const words = createWording(parts)
  return {
    ...words,
    send: (input, operator) => send(parts, runner, words, input, operator),
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

type Wording = Pick<MailService, 'plan' | 'preview' | 'previewWords'>

function createWording(parts: MailParts): Wording {
  const { db, templates, openOrder } = parts
  const subjectOf = async (orderId: number, templateId: string) => {
    const order = await openOrder(orderId)
    const earlier = await db.read((connection) => earlierMails(connection, [orderId], templateId))
    return { order, paymentLink: await parts.paymentLink(orderId), earlier: earlier.get(orderId) ?? null }
  }
  const preview: Wording['preview'] = async (orderId, templateId) => {
    const template = await templates.open(templateId)
    return previewMail(template, await subjectOf(orderId, templateId), await settingOf(parts))
  }
  return {
    preview,
    async plan(orderIds, templateId) {
      await templates.open(templateId)
      const rows: MailPlanRow[] = []
      for (const orderId of orderIds) {
        try {
          rows.push(planRow(await preview(orderId, templateId)))
        } catch (error) {
          if (!(error instanceof Refusal) || error.failure.code !== 'order.not-found') throw error
        }
      }
      return rows
    },
    async previewWords(orderId, words) {
      const unknown = [...unknownPlaceholders(words.subject, 'subject'), ...unknownPlaceholders(words.body, 'body')]
      if (unknown.length > 0) throw new Refusal('mail.unknown-placeholder', { names: unknown.join('、').slice(0, 200) })
      const order = await openOrder(orderId)
      const subject = { order, paymentLink: await parts.paymentLink(orderId), earlier: null }
      return previewMail(words, subject, await settingOf(parts))
    },
  }
}

async function settingOf(parts: MailParts): Promise<MailSetting> {
  const { fromAddress, replyTo, toShopOnly } = await parts.settings()
  return { shopName: await parts.shopName(), shopAddress: replyTo || fromAddress, toShopOnly }
}

async function send(
  parts: MailParts,
  runner: MailRunner,
  wording: Wording,
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
    const mails: JournalMail[] = []
    for (const { id, orderId } of input.items) {
      const mail = await wording.preview(orderId, template.id)
      mails.push(journalMail({ id, mail, template, input, operator, at: clock.now() }))
    }
    await db.write(async (trx) => {
      if (
        await anyMail(
          trx,
          input.batchId,
          input.items.map(({ id }) => id),
        )
      )
        throw new Refusal('mail.already-sent')
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

function textOf({ templateId: _template, operatorId: _operator, ...mail }: JournalMail): MailText {
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

/** A mail that was being sent may have arrived: only a person can find out. What still waited was never sent. */
async function settleLeftovers(parts: MailParts): Promise<void> {
  await parts.db.write(async (trx) => {
    for (const mail of await intendedMails(trx)) {
      await recordOutcome(parts, trx, mail, { outcome: 'unknown', reason: 'interrupted', detail: '' })
    }
    await cancelWaiting(trx, null, 'interrupted', parts.clock.now())
  })
}
