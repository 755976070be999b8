import { z } from 'zod'
import { answers } from './call.ts'
import {
  mailHistoryRequestSchema,
  mailSendSchema,
  mailSettingsInputSchema,
  mailWordsSchema,
  templateIdSchema,
  templateInputSchema,
  type MailHistory,
  type MailPlanRow,
  type MailPreview,
  type MailRow,
  type MailRun,
  type MailSettings,
  type MailTemplate,
  type MailText,
  type MailTrial,
} from './mail.ts'
import { MAX_BULK, builtInTemplates } from './mail-names.ts'

const nothing = z.strictObject({})
const id = z.int().positive()

/** What the window may ask of メール通知, its templates and its settings. */
export const mailCalls = {
  'settings.mail': answers<MailSettings>()('viewer', nothing),
  'settings.save-mail': answers<MailSettings>()('owner', mailSettingsInputSchema),
  /** One mail to the shop's own address, with the stored settings. */
  'settings.test-mail': answers<MailTrial>()('owner', nothing),

  'mail.templates': answers<readonly MailTemplate[]>()('viewer', nothing),
  /** Refused with `mail.unknown-placeholder` for a name that is not on the list. */
  'mail.save-template': answers<MailTemplate>()('owner', templateInputSchema),
  'mail.reset-template': answers<MailTemplate>()('owner', z.strictObject({ id: z.enum(builtInTemplates) })),
  'mail.remove-template': answers<null>()('owner', z.strictObject({ id: z.uuid() })),
  /** Who of a selection would get what; orders that are gone are left out. */
  'mail.plan': answers<readonly MailPlanRow[]>()(
    'orders',
    z.strictObject({ orderIds: z.array(id).min(1).max(MAX_BULK), templateId: templateIdSchema }),
  ),
  'mail.preview': answers<MailPreview>()('orders', z.strictObject({ orderId: id, templateId: templateIdSchema })),
  /** Of words that are still being edited. */
  'mail.preview-words': answers<MailPreview>()('orders', z.strictObject({ orderId: id, words: mailWordsSchema })),
  /** Every mail is written down before it is sent. Answers at once; progress comes as an event. */
  'mail.send': answers<MailRun>()('orders', mailSendSchema),
  /** The mail under way is finished, the rest is not sent. */
  'mail.stop': answers<MailRun>()('orders', z.strictObject({ batchId: z.uuid() })),
  'mail.run': answers<MailRun>()('viewer', nothing),
  /** The mails of one bulk with how each ended. */
  'mail.batch': answers<readonly MailRow[]>()('viewer', z.strictObject({ batchId: z.uuid() })),
  'mail.history': answers<MailHistory>()('viewer', mailHistoryRequestSchema),
  'mail.read': answers<MailText>()('viewer', z.strictObject({ id: z.uuid() })),
  /** What a person found out about a mail of unknown outcome. */
  'mail.resolve': answers<MailText>()('orders', z.strictObject({ id: z.uuid(), as: z.enum(['sent', 'failed']) })),
} as const
