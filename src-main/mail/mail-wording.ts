import { Refusal } from '../../src-shared/failure.ts'
import type { MailPlanRow, MailPreview, MailSettings, MailWords } from '../../src-shared/mail.ts'
import { unknownPlaceholders } from '../../src-shared/mail-template.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Database } from '../db/database.ts'
import { LINK_MARK, usableFor, type LinkAddresses } from './mail-link.ts'
import { planRow, previewMail, type MailSetting } from './mail-plan.ts'
import { earlierMails } from './mail-table.ts'
import type { TemplateService } from './template-service.ts'

/** Templates filled with orders. */
export interface MailWording {
  /** Who of these orders would get what; orders that are gone are left out. Refusal `mail.template-not-found`. */
  plan(orderIds: readonly number[], templateId: string, operator: Operator): Promise<readonly MailPlanRow[]>
  /** Refusals `order.not-found`, `mail.template-not-found`. */
  preview(orderId: number, templateId: string, operator: Operator): Promise<MailPreview>
  /** Of a template that is being edited. Refusals `order.not-found`, `mail.unknown-placeholder`. */
  previewWords(orderId: number, words: MailWords, operator: Operator): Promise<MailPreview>
  /** The mails of many orders by their ids, as they are kept; orders that are gone are left out. */
  kept(
    orderIds: readonly number[],
    template: MailWords & { readonly id: string },
    operator: Operator,
  ): Promise<ReadonlyMap<number, KeptMail>>
}

/** A mail with the mark in the place of a link's address, and what an edited text is masked by. */
export interface KeptMail {
  readonly mail: MailPreview
  readonly addresses: LinkAddresses
  /** False when there is no address that this person may send. */
  readonly hasLink: boolean
}

/** What wording a mail works with. */
export interface WordingParts {
  readonly db: Database
  readonly templates: TemplateService
  /** Refuses with `order.not-found`. */
  readonly openOrder: (id: number) => Promise<Order>
  readonly shopName: () => Promise<string>
  readonly settings: () => Promise<MailSettings>
  readonly paymentLink: (orderId: number) => Promise<LinkAddresses>
}

export function createMailWording(parts: WordingParts): MailWording {
  const { db, templates, openOrder, paymentLink } = parts
  const worded = async (
    orderIds: readonly number[],
    template: MailWords & { readonly id: string },
    operator: Operator,
    inPlace: (address: string) => string,
  ): Promise<ReadonlyMap<number, KeptMail>> => {
    const setting = await settingOf(parts)
    const earlier = await db.read((connection) => earlierMails(connection, orderIds, template.id))
    const mails = new Map<number, KeptMail>()
    for (const id of orderIds) {
      const order = await orderOrNull(openOrder, id)
      if (order === null) continue
      const addresses = await paymentLink(id)
      const address = usableFor(addresses, operator)
      const link = address === null ? null : inPlace(address)
      const mail = previewMail(template, { order, paymentLink: link, earlier: earlier.get(id) ?? null }, setting)
      mails.set(id, { mail, addresses, hasLink: address !== null })
    }
    return mails
  }
  const shown = async (orderIds: readonly number[], templateId: string, operator: Operator) =>
    worded(orderIds, await templates.open(templateId), operator, (address) => address)
  return {
    kept: (orderIds, template, operator) => worded(orderIds, template, operator, () => LINK_MARK),
    async plan(orderIds, templateId, operator) {
      return [...(await shown(orderIds, templateId, operator)).values()].map(({ mail }) => planRow(mail))
    },
    async preview(orderId, templateId, operator) {
      const found = (await shown([orderId], templateId, operator)).get(orderId)
      if (found === undefined) throw new Refusal('order.not-found', { id: orderId })
      return found.mail
    },
    async previewWords(orderId, words, operator) {
      const unknown = [...unknownPlaceholders(words.subject, 'subject'), ...unknownPlaceholders(words.body, 'body')]
      if (unknown.length > 0) throw new Refusal('mail.unknown-placeholder', { names: unknown.join('、').slice(0, 200) })
      const order = await openOrder(orderId)
      const subject = { order, paymentLink: usableFor(await paymentLink(orderId), operator), earlier: null }
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
