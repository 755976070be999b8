import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { MailHistory, MailHistoryRequest, MailRow, MailText } from '../../src-shared/mail.ts'
import type { MailReason, MailState } from '../../src-shared/mail-names.ts'
import type { Operator } from '../../src-shared/operator.ts'

/** A mail of the journal with all that sending it takes. */
export interface JournalMail extends MailText {
  readonly templateId: string
  readonly operatorId: string
  /** The address of the order's payment link is put in the place of its mark while the mail is sent. */
  readonly withLink: boolean
}

interface Row {
  id: string
  batch_id: string
  order_id: number
  order_no: string
  name: string
  template_id: string
  template_name: string
  recipient: string
  subject: string
  body: string
  state: MailState
  reason: MailReason | null
  detail: string
  operator_id: string
  operator_name: string
  created_at: number
  ended_at: number | null
  with_link: number
}

/** How a mail ended, or went on. */
export interface MailStep {
  readonly state: MailState
  readonly reason: MailReason | null
  readonly detail: string
  readonly at: Instant | null
}

const INSERTED_AT_ONCE = 100

export async function insertMails(trx: Knex, mails: readonly JournalMail[]): Promise<void> {
  for (let from = 0; from < mails.length; from += INSERTED_AT_ONCE) {
    await trx('mails').insert(mails.slice(from, from + INSERTED_AT_ONCE).map(rowOf))
  }
}

/** Moves a mail on, only from `from`: false when it is no longer there. */
export async function moveMail(trx: Knex, id: string, from: readonly MailState[], step: MailStep): Promise<boolean> {
  const { state, reason, detail, at } = step
  const changed = await trx('mails')
    .where({ id })
    .whereIn('state', from)
    .update({ state, reason, detail, ended_at: at })
  return changed === 1
}

/** 取りやめ for everything that still waits, of one bulk or of all. */
export async function cancelWaiting(trx: Knex, batchId: string | null, reason: MailReason, at: Instant): Promise<void> {
  const waiting = trx('mails').where({ state: 'waiting' })
  if (batchId !== null) waiting.where({ batch_id: batchId })
  await waiting.update({ state: 'cancelled', reason, ended_at: at })
}

/** The mails a program that was cut off left behind while sending. */
export async function intendedMails(db: Knex): Promise<readonly JournalMail[]> {
  const rows = await db('mails').where({ state: 'intended' }).orderBy('seq').select<Row[]>()
  return rows.map(mailOf)
}

export async function findMail(db: Knex, id: string): Promise<JournalMail | null> {
  const row = (await db('mails').where({ id }).first()) as Row | undefined
  return row === undefined ? null : mailOf(row)
}

/** True when this bulk or one of these mails was ever written down. */
export async function anyMail(db: Knex, batchId: string, ids: readonly string[]): Promise<boolean> {
  const rows = await db.raw<unknown[]>(
    'SELECT 1 FROM mails WHERE batch_id = ? OR id IN (SELECT value FROM json_each(?)) LIMIT 1',
    [batchId, JSON.stringify(ids)],
  )
  return rows.length > 0
}

/** The mails of one bulk in their order, without their texts. */
export async function mailsOfBatch(db: Knex, batchId: string): Promise<readonly MailRow[]> {
  const rows = await db('mails').where({ batch_id: batchId }).orderBy('seq').select<Row[]>()
  return rows.map((row) => withoutText(mailOf(row)))
}

/** Ids of a bulk's mails that are still to be sent. */
export async function waitingIds(db: Knex, batchId: string): Promise<readonly string[]> {
  const rows = await db('mails')
    .where({ batch_id: batchId, state: 'waiting' })
    .orderBy('seq')
    .select<{ id: string }[]>('id')
  return rows.map(({ id }) => id)
}

/** Per order the newest mail of the template that went out, may have, or is about to. */
export async function earlierMails(
  db: Knex,
  orderIds: readonly number[],
  templateId: string,
): Promise<ReadonlyMap<number, { readonly at: Instant; readonly state: MailState }>> {
  const rows = await db.raw<{ order_id: number; created_at: number; state: MailState }[]>(
    `SELECT order_id, created_at, state FROM mails
     WHERE order_id IN (SELECT value FROM json_each(?)) AND template_id = ?
       AND state IN ('waiting', 'intended', 'sent', 'unknown') ORDER BY seq`,
    [JSON.stringify(orderIds), templateId],
  )
  return new Map(rows.map((row) => [row.order_id, { at: row.created_at, state: row.state }]))
}

/** 送信履歴, newest first. */
export async function mailHistory(db: Knex, request: MailHistoryRequest): Promise<MailHistory> {
  const matching = () => {
    const query = db('mails')
    if (request.orderNo !== '') query.where({ order_no: request.orderNo })
    if (request.states.length > 0) query.whereIn('state', request.states)
    return query
  }
  const rows = await matching()
    .orderBy('seq', 'desc')
    .limit(request.pageSize)
    .offset(request.page * request.pageSize)
    .select<Row[]>()
  const [counted] = await matching().count<{ n: number }[]>({ n: '*' })
  return { rows: rows.map((row) => withoutText(mailOf(row))), count: counted?.n ?? 0 }
}

function rowOf(mail: JournalMail): Row {
  return {
    id: mail.id,
    batch_id: mail.batchId,
    order_id: mail.orderId,
    order_no: mail.orderNo,
    name: mail.name,
    template_id: mail.templateId,
    template_name: mail.templateName,
    recipient: mail.recipient,
    subject: mail.subject,
    body: mail.body,
    state: mail.state,
    reason: mail.reason,
    detail: mail.detail,
    operator_id: mail.operatorId,
    operator_name: mail.operatorName,
    created_at: mail.createdAt,
    ended_at: mail.endedAt,
    with_link: mail.withLink ? 1 : 0,
  }
}

function mailOf(row: Row): JournalMail {
  return {
    id: row.id,
    batchId: row.batch_id,
    orderId: row.order_id,
    orderNo: row.order_no,
    name: row.name,
    templateId: row.template_id,
    templateName: row.template_name,
    recipient: row.recipient,
    subject: row.subject,
    body: row.body,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    withLink: row.with_link === 1,
  }
}

function withoutText(mail: JournalMail): MailRow {
  const { body: _body, templateId: _template, operatorId: _operator, withLink: _link, ...row } = mail
  return row
}

/** Who sent a mail, for the history. */
export function senderOf(mail: JournalMail): Pick<Operator, 'id' | 'name'> {
  return { id: mail.operatorId, name: mail.operatorName }
}
