import { z } from 'zod'
import { answers } from './call.ts'
import { draftKeepSchema, type KeptDraft } from './form-draft.ts'
import type { KnownCustomer } from './known-customer.ts'
import type { PostalAddress } from './postal-address.ts'
import { shippingSettingsSchema, type ShippingSettings } from './shipping.ts'
import { rawText } from './typed-text.ts'

/** What 受注登録 and 受注編集 ask while something is typed. */
export const formCalls = {
  /** 顧客検索: who ordered before, by name, reading, TEL, mail address or 会員ID. */
  'customers.find': answers<readonly KnownCustomer[]>()('orders', z.strictObject({ text: rawText(200) })),
  /** Keeps what is typed and not registered; `kept` false says that it was not (a card number in it). */
  'drafts.keep': answers<{ readonly kept: boolean }>()('orders', draftKeepSchema),
  /** Drafts that have not expired, the newest first. */
  'drafts.list': answers<readonly KeptDraft[]>()('orders', z.strictObject({})),
  'drafts.drop': answers<null>()('orders', z.strictObject({ keys: z.array(z.uuid()).max(100) })),
  /** 送料管理: carriers with their fees and times. */
  'settings.shipping': answers<ShippingSettings>()('viewer', z.strictObject({})),
  'settings.save-shipping': answers<ShippingSettings>()('owner', shippingSettingsSchema),
  /** 住所入力: null where no address belongs to the code. */
  'postal.find': answers<PostalAddress | null>()('orders', z.strictObject({ postalCode: z.string().regex(/^\d{7}$/) })),
} as const
