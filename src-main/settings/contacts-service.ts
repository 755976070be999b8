import { contactsSchema, firstContacts, type HelpContact, type HelpContacts } from '../../src-shared/contacts.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { readSetting, writeSetting } from './settings-table.ts'

/** お問い合わせ先 of Help. */
export interface ContactsService {
  read(): Promise<HelpContacts>
  /** Every change is an entry in the history. */
  save(input: HelpContacts, operator: Operator): Promise<HelpContacts>
}

/** Key in the settings table. */
const KEY = 'contacts'

/** Contacts in the data file; before anyone filled them in, the first ones. */
export function createContacts(parts: { readonly db: Database; readonly audit: Audit; readonly clock: Clock }) {
  const { db, audit, clock } = parts
  const read = () =>
    db.read(async (connection) => {
      const parsed = contactsSchema.safeParse(await readSetting(connection, KEY))
      return parsed.success ? parsed.data : firstContacts
    })
  const service: ContactsService = {
    read,
    async save(input, operator) {
      const before = await read()
      const changes = [
        { field: 'お問い合わせ先 ショップシステム', from: textOf(before.shopSystem), to: textOf(input.shopSystem) },
        { field: 'お問い合わせ先 GMO', from: textOf(before.gateway), to: textOf(input.gateway) },
      ].filter(({ from, to }) => from !== to)
      await db.write(async (trx) => {
        await writeSetting(trx, KEY, input)
        if (changes.length === 0) return
        await audit.append(trx, { at: clock.now(), kind: 'settings.changed', operator, changes })
      })
      return read()
    },
  }
  return service
}

function textOf(contact: HelpContact): string {
  return Object.values(contact)
    .filter((text) => text !== '')
    .join(' / ')
}
