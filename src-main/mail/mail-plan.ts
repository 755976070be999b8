import type { MailPlanRow, MailPreview, MailTemplate, MailWords } from '../../src-shared/mail.ts'
import {
  bodyText,
  fillTemplate,
  headerText,
  isMailAddress,
  neededPlaceholders,
  usedPlaceholders,
  type Placeholder,
  type PlaceholderValues,
} from '../../src-shared/mail-template.ts'
import type { Order } from '../../src-shared/order.ts'
import { generalWords, orderValues, personName, type ShopWords } from './order-values.ts'

/** What every mail of this shop needs to be worded. */
export interface MailSetting extends ShopWords {
  readonly fromAddress: string
  /** 練習: no buyer gets a mail, the shop's own address gets it instead. */
  readonly toShopOnly: boolean
}

/** One order for which a mail is to be worded. */
export interface MailSubject {
  readonly order: Order
  readonly paymentLink: string | null
  readonly earlier: MailPreview['earlier']
}

/** The mail of a template for an order, as it would go. */
export function previewMail(
  words: MailWords,
  { order, paymentLink, earlier }: MailSubject,
  setting: MailSetting,
): MailPreview {
  const values = orderValues(order, setting, paymentLink)
  const address = order.orderer.email.trim()
  const addressProblem = address === '' ? 'noAddress' : isMailAddress(address) ? null : 'badAddress'
  const usable = setting.toShopOnly ? setting.fromAddress : address
  return {
    orderId: order.id,
    orderNo: order.orderNo,
    name: personName(order.orderer),
    recipient: addressProblem === null ? usable : '',
    addressProblem,
    subject: headerText(fillTemplate(words.subject, values)),
    body: bodyText(fillTemplate(words.body, values)),
    missing: missingValues(words, values),
    general: usedIn(words).filter((name) => name in generalWords(order)),
    earlier,
  }
}

/** The same without its text, for a list of many. */
export function planRow({ subject: _subject, body: _body, ...row }: MailPreview): MailPlanRow {
  return row
}

/** Placeholders that the template uses, that a mail cannot do without, and that are empty for this order. */
function missingValues(words: Pick<MailTemplate, 'subject' | 'body'>, values: PlaceholderValues): string[] {
  return usedIn(words).filter((name) => neededPlaceholders.includes(name) && values[name] === '')
}

function usedIn({ subject, body }: Pick<MailTemplate, 'subject' | 'body'>): readonly Placeholder[] {
  return usedPlaceholders(`${subject}\n${body}`)
}
