import type { Order } from '../../src-shared/order.ts'
import type { EventSink } from '../events.ts'
import type { Ports } from '../ports.ts'
import type { SettingsService } from '../settings/settings-service.ts'
import { createMailService, type MailParts, type MailService } from './mail-service.ts'
import { createPostman } from './smtp.ts'
import { createTemplateService, type TemplateService } from './template-service.ts'

/** What the mails of a desk are built on. */
export interface MailHost extends Pick<MailParts, 'db' | 'audit' | 'paymentLink'> {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'redactor'>
  readonly events: EventSink
  readonly orders: { open(id: number): Promise<Order> }
  readonly settings: SettingsService
  readonly changed: (orderIds: readonly number[]) => void
  /** What has to be closed with the data file. */
  readonly closing: (() => Promise<void>)[]
}

/** メール通知 and its templates, over the shop's own mail server. */
export async function openMail(
  host: MailHost,
): Promise<{ readonly mails: MailService; readonly templates: TemplateService }> {
  const { db, audit, ports, events, orders, settings } = host
  const { clock, log, redactor } = ports
  const templates = createTemplateService({ db, clock, audit })
  const mails = await createMailService({
    ...{ db, audit, clock, log, redactor, templates },
    postman: createPostman(),
    openOrder: (id) => orders.open(id),
    shopName: async () => (await settings.shop()).shopName,
    settings: () => settings.mail(),
    password: () => settings.mailPassword(),
    paymentLink: host.paymentLink,
    progress: (run) => {
      events.send('mail.run', run)
    },
    touched: host.changed,
  })
  host.closing.push(() => mails.close())
  return { mails, templates }
}
