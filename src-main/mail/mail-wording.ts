import { Refusal } from '../../src-shared/failure.ts'
import type { MailPlanRow, MailPreview, MailSettings, MailWords } from '../../src-shared/mail.ts'
import { unknownPlaceholders } from '../../src-shared/mail-template.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Database } from '../db/database.ts'
import { planRow, previewMail, type MailSetting } from './mail-plan.ts'
import { earlierMails } from './mail-table.ts'
import type { TemplateService } from './template-service.ts'

/** Templates filled with orders. */
export interface MailWording {
  /** Who of these orders would get what; orders that are gone are left out. Refusal `mail.template-not-found`. */
  plan(orderIds: readonly number[], templateId: string): Promise<readonly MailPlanRow[]>
  /** Refusals `order.not-found`, `mail.template-not-found`. */
  preview(orderId: number, templateId: string): Promise<MailPreview>
  /** Of a template that is being edited. Refusals `order.not-found`, `mail.unknown-placeholder`. */
  previewWords(orderId: number, words: MailWords): Promise<MailPreview>
  /** The mails of many orders by their ids; orders that are gone are left out. */
  all(
    orderIds: readonly number[],
    template: MailWords & { readonly id: string },
  ): Promise<ReadonlyMap<number, MailPreview>>
}

/** What wording a mail works with. */
export interface WordingParts {
  readonly db: Database
  readonly templates: TemplateService
  /** Refuses with `order.not-found`. */
  readonly openOrder: (id: number) => Promise<Order>
  readonly shopName: () => Promise<string>
  readonly settings: () => Promise<MailSettings>
  /** Address of the order's open payment link, or null. */
  readonly paymentLink: (orderId: number) => Promise<string | null>
}

export function createMailWording(parts: WordingParts): MailWording {
  const { db, templates, openOrder, paymentLink } = parts
  const all: MailWording['all'] = async (orderIds, template) => {
    const setting = await settingOf(parts)
    const earlier = await db.read((connection) => earlierMails(connection, orderIds, template.id))
    const mails = new Map<number, MailPreview>()
    for (const id of orderIds) {
      const order = await orderOrNull(openOrder, id)
      if (order === null) continue
      const subject = { order, paymentLink: await paymentLink(id), earlier: earlier.get(id) ?? null }
      mails.set(id, previewMail(template, subject, setting))
    }
    return mails
  }
  return {
    all,
    async plan(orderIds, templateId) {
      const mails = await all(orderIds, await templates.open(templateId))
      return [...mails.values()].map(planRow)
    },
    async preview(orderId, templateId) {
      const mail = (await all([orderId], await templates.open(templateId))).get(orderId)
      if (mail === undefined) throw new Refusal('order.not-found', { id: orderId })
      return mail
    },
    async previewWords(orderId, words) {
      const unknown = [...unknownPlaceholders(words.subject, 'subject'), ...unknownPlaceholders(words.body, 'body')]
      if (unknown.length > 0) throw new Refusal('mail.unknown-placeholder', { names: unknown.join('、').slice(0, 200) })
      const order = await openOrder(orderId)
      const subject = { order, paymentLink: await paymentLink(orderId), earlier: null }
      return previewMail(words, subject, await settingOf(parts))
    },
  }
}

async function orderOrNull(openOrder: WordingParts['openOrder'], id: number): Promise<Order | null> {
  try {
    return await openOrder(id)
  } catch (error) {
    if (error instanceof Refusal && error.failure.code === 'order.not-found') return null
    throw error
  }
}

async function settingOf(parts: WordingParts): Promise<MailSetting> {
  const { fromAddress, replyTo, toShopOnly } = await parts.settings()
  return { shopName: await parts.shopName(), fromAddress, shopAddress: replyTo || fromAddress, toShopOnly }
}
