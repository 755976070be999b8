import { z } from 'zod'

const line = (max: number) => z.string().trim().max(max).default('')

/** Whom to ask: a name, how to reach them, and when. Everything may stay empty. */
export const contactSchema = z.strictObject({
  name: line(100),
  tel: line(50),
  email: line(200),
  url: line(200).refine((url) => url === '' || /^https:\/\/[^\s]+$/.test(url)),
  hours: line(200),
  note: line(500),
})
export type HelpContact = z.infer<typeof contactSchema>

/**
 * お問い合わせ先, as the guide divides them (p.14): the shop system for its own screens, GMO for its console, errors and
 * contract.
 */
export const contactsSchema = z.strictObject({ shopSystem: contactSchema, gateway: contactSchema })
export type HelpContacts = z.infer<typeof contactsSchema>

const empty: HelpContact = { name: '', tel: '', email: '', url: '', hours: '', note: '' }

/** Before anyone has filled them in: no telephone number, because one that is out of date is worse than none. */
export const firstContacts: HelpContacts = {
  shopSystem: empty,
  gateway: { ...empty, name: 'GMOペイメントゲートウェイ株式会社', url: 'https://www.gmo-pg.com/' },
}
