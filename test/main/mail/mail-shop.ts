import { randomUUID } from 'node:crypto'
import { createFileLog } from '../../../src-main/log/file-log.ts'
import { createRedactor } from '../../../src-main/log/redactor.ts'
import { createMailService, type MailParts, type MailService } from '../../../src-main/mail/mail-service.ts'
import { createPostman } from '../../../src-main/mail/smtp.ts'
import { createTemplateService, type TemplateService } from '../../../src-main/mail/template-service.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import type { SecretBox } from '../../../src-main/ports.ts'
import { createSettingsService, type SettingsService } from '../../../src-main/settings/settings-service.ts'
import type { MailRun, MailSend, MailSettingsInput } from '../../../src-shared/mail.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

/** Must be seen nowhere but in the sealed store. */
export const mailCanary = { user: 'shop@example.jp', password: 'CANARYmail9' }

const box: SecretBox = {
  keptByOs: true,
  seal: (text) => Promise.resolve(Buffer.from(text).toString('hex')),
  open: (sealed) => Promise.resolve(Buffer.from(sealed, 'hex').toString()),
}

/** A shop with orders that can send mails. */
export interface MailShop extends OpenedShop {
  readonly mails: MailService
  readonly templates: TemplateService
  readonly settings: SettingsService
  readonly runs: MailRun[]
  /** Ids of the orders, in their order. */
  readonly ids: readonly number[]
  /** Points the settings at a server on this machine. */
  useServer(port: number, more?: Partial<MailSettingsInput>): Promise<void>
  /** A send of the shipping template to some orders, not yet made. */
  asked(orderIds: readonly number[], more?: Partial<MailSend>): MailSend
  /** The program as it starts after it was cut off: a second service over the same file. */
  again(): Promise<MailService>
}

export async function mailShop(
  orders: readonly ImportedOrder[] = [],
  given: Partial<MailParts> = {},
  mode: 'test' | 'rehearsal' = 'test',
): Promise<MailShop> {
  const shop = await openedShop()
  const { db, audit, clock, dataDir } = shop
  const redactor = createRedactor()
  const rehearsal = mode === 'rehearsal' ? { shopId: 'tshop00000001', shopPass: 'sandbox123' } : null
  const settings = createSettingsService({ dataDir, db, audit, clock, mode, secrets: box, rehearsal })
  const templates = createTemplateService({ db, clock, audit })
  const runs: MailRun[] = []
  const parts: MailParts = {
    ...{ db, audit, clock, templates, redactor },
    log: createFileLog(dataDir, clock, redactor),
    postman: createPostman({ connectMs: 2_000, silenceMs: 1_000, graceMs: 100 }),
    openOrder: (id) => shop.orders.open(id),
    shopName: async () => (await settings.shop()).shopName,
    settings: () => settings.mail(),
    password: () => settings.mailPassword(),
    paymentLink: () => Promise.resolve({ usable: null, all: [] }),
    progress: (run) => runs.push(run),
    touched: () => undefined,
    ...given,
  }
  await settings.saveShop({ shopName: '月の器' }, owner)
  await shop.orders.upsert(orders, owner)
  const found = await shop.orders.byOrderNos(orders.map(({ orderNo }) => orderNo))
  return {
    ...shop,
    ...{ settings, templates, runs },
    mails: await createMailService(parts),
    ids: orders.map(({ orderNo }) => found.get(orderNo)?.id ?? 0),
    async useServer(port, more = {}) {
      const from = { fromAddress: 'shop@example.jp', fromName: '', replyTo: '', copyTo: '', pauseSeconds: 0 }
      await settings.saveMail({ host: '127.0.0.1', port, security: 'none', user: '', ...from, ...more }, owner)
    },
    asked: (orderIds, more = {}) => ({
      batchId: randomUUID(),
      templateId: 'received',
      items: orderIds.map((orderId) => ({ id: randomUUID(), orderId })),
      ...{ again: false, words: null },
      ...more,
    }),
    again: () => createMailService(parts),
  }
}

/** Orders 1 to `count`. */
export function someOrders(count: number, more: Partial<ImportedOrder> = {}): ImportedOrder[] {
  return Array.from({ length: count }, (_, index) => sampleOrder(String(index + 1), Date.UTC(2026, 10, 20), more))
}
