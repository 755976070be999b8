import { randomUUID } from 'node:crypto'
import type { FieldChange } from '../../src-shared/audit.ts'
import { containsCardNumber } from '../../src-shared/card-number.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { MailTemplate, TemplateInput } from '../../src-shared/mail.ts'
import { builtInTemplates, type BuiltInTemplate } from '../../src-shared/mail-names.ts'
import { bodyText, headerText, unknownPlaceholders } from '../../src-shared/mail-template.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { defaultTemplates, type TemplateWords } from './default-templates.ts'
import { dropTemplate, putTemplate, storedTemplates } from './template-table.ts'

/** コンテンツ管理 → メールテンプレート. */
export interface TemplateService {
  /** The program's own first, then the shop's. */
  list(): Promise<readonly MailTemplate[]>
  /** Refusal `mail.template-not-found`. */
  open(id: string): Promise<MailTemplate>
  /** Refusals `mail.unknown-placeholder` (named), `mail.template-not-found`, `order.card-number-in-text`. */
  save(input: TemplateInput, operator: Operator): Promise<MailTemplate>
  /** The program's own wording again. */
  reset(id: BuiltInTemplate, operator: Operator): Promise<MailTemplate>
  /** Only one of the shop's own; mails that went out keep its name and their text. */
  remove(id: string, operator: Operator): Promise<void>
}

export interface TemplateParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
}

export function createTemplateService({ db, clock, audit }: TemplateParts): TemplateService {
  const list = async (trx?: Transaction): Promise<readonly MailTemplate[]> => {
    const stored = await db.read(storedTemplates, trx)
    const builtIn = builtInTemplates.map((id): MailTemplate => {
      const own = stored.find((template) => template.id === id)
      return { ...defaultTemplates[id], ...own, id, builtIn: true, changed: own !== undefined }
    })
    const own = stored.filter(({ id }) => !isBuiltIn(id))
    return [...builtIn, ...own.map((template) => ({ ...template, builtIn: false, changed: false }))]
  }
  const open = async (id: string, trx?: Transaction): Promise<MailTemplate> => {
    const found = (await list(trx)).find((template) => template.id === id)
    if (found === undefined) throw new Refusal('mail.template-not-found', {}, 'reload')
    return found
  }
  const note = (trx: Transaction, changes: readonly FieldChange[], operator: Operator) =>
    audit.append(trx, { at: clock.now(), kind: 'settings.changed', operator, changes })

  return {
    list: () => list(),
    open: (id) => open(id),
    save: (input, operator) =>
      db.write(async (trx) => {
        const words = checkedWords(input)
        const before = input.id === null ? null : await open(input.id, trx)
        const id = before?.id ?? randomUUID()
        const changes = changesOf(before, words)
        if (changes.length > 0) {
          await putTemplate(trx, { id, ...words }, clock.now())
          await note(trx, changes, operator)
        }
        return open(id, trx)
      }),
    reset: (id, operator) =>
      db.write(async (trx) => {
        const before = await open(id, trx)
        await dropTemplate(trx, id)
        const after = defaultTemplates[id]
        await note(trx, [{ field: `メールテンプレート「${before.name}」`, from: '', to: '初期の文面' }], operator)
        return { ...after, id, builtIn: true, changed: false }
      }),
    remove: (id, operator) =>
      db.write(async (trx) => {
        const before = await open(id, trx)
        if (before.builtIn) throw new Refusal('call.forbidden')
        await dropTemplate(trx, id)
        await note(trx, [{ field: 'メールテンプレート', from: before.name, to: '' }], operator)
      }),
  }
}

function isBuiltIn(id: string): boolean {
  return builtInTemplates.some((one) => one === id)
}

/** Logic-less and from the allow-list only; refuses with the first name that is not. */
function checkedWords({ name, subject, body }: TemplateInput): TemplateWords {
  const unknown = [...unknownPlaceholders(subject, 'subject'), ...unknownPlaceholders(body, 'body')]
  if (unknown.length > 0)
    throw new Refusal('mail.unknown-placeholder', { names: unknown.slice(0, 5).join('、').slice(0, 200) })
  if (containsCardNumber(`${subject}\n${body}`)) throw new Refusal('order.card-number-in-text')
  return { name: headerText(name, 40), subject: headerText(subject), body: bodyText(body) }
}

/** The history says which template and its subject; a text that differs is named, not repeated. */
function changesOf(before: MailTemplate | null, after: TemplateWords): readonly FieldChange[] {
  const field = `メールテンプレート「${before?.name ?? after.name}」`
  if (before === null) return [{ field, from: '', to: '追加' }]
  const changes: FieldChange[] = []
  if (before.name !== after.name) changes.push({ field: `${field}の名前`, from: before.name, to: after.name })
  if (before.subject !== after.subject)
    changes.push({ field: `${field}の件名`, from: before.subject, to: after.subject })
  if (before.body !== after.body) changes.push({ field: `${field}の本文`, from: '', to: '変更' })
  return changes
}
