import type { FieldChange } from '../../src-shared/audit.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { firstShippingSettings, shippingSettingsSchema, type ShippingSettings } from '../../src-shared/shipping.ts'
import { formatYen } from '../../src-shared/yen.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { readSetting, writeSetting } from './settings-table.ts'

/** 送料管理: carriers with their fees and times. */
export interface ShippingService {
  read(): Promise<ShippingSettings>
  /** Every change is an entry in the history. Orders keep the 送料 that they have. */
  save(input: ShippingSettings, operator: Operator): Promise<ShippingSettings>
}

/** What the shipping service works with. */
export interface ShippingParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
}

/** Key in the settings table. */
const KEY = 'shipping'

/** The carriers in the data file; none before anyone entered one. */
export function createShippingService({ db, audit, clock }: ShippingParts): ShippingService {
  const read = () =>
    db.read(async (connection) => {
      const parsed = shippingSettingsSchema.safeParse(await readSetting(connection, KEY))
      return parsed.success ? parsed.data : firstShippingSettings
    })
  return {
    read,
    async save(input, operator) {
      const changes = differences(await read(), input)
      await db.write(async (trx) => {
        await writeSetting(trx, KEY, input)
        if (changes.length === 0) return
        await audit.append(trx, { at: clock.now(), kind: 'settings.changed', operator, changes })
      })
      return read()
    },
  }
}

function differences(before: ShippingSettings, after: ShippingSettings): readonly FieldChange[] {
  const was = textsOf(before)
  const now = textsOf(after)
  return [...new Set([...was.keys(), ...now.keys()])]
    .map((field) => ({ field, from: was.get(field) ?? '', to: now.get(field) ?? '' }))
    .filter(({ from, to }) => from !== to)
}

/** Every field by its name; a fee for each prefecture. */
function textsOf({ carriers, freeFromYen }: ShippingSettings): ReadonlyMap<string, string> {
  const texts = new Map([['送料無料になる小計', freeFromYen === null ? '' : formatYen(freeFromYen)]])
  for (const { name, feesYen, timeSlots } of carriers) {
    texts.set(`${name} お届け時間`, timeSlots.join('、'))
    for (const [prefecture, yen] of Object.entries(feesYen)) texts.set(`${name} ${prefecture}`, formatYen(yen))
  }
  return texts
}
