import layouts from '../../resources/csv-layouts.json' with { type: 'json' }
import members from '../../resources/member-csv-layouts.json' with { type: 'json' }
import prefectures from '../../resources/prefectures.json' with { type: 'json' }
import { csvLayoutsSchema, memberLayoutsSchema } from '../../src-shared/csv-profile.ts'

/** The order files the desk reads. */
export const csvLayouts = csvLayoutsSchema.parse(layouts)

/** The member files the desk reads. */
export const memberLayouts = memberLayoutsSchema.parse(members)

/** Name of a prefecture by the carts' number, 1 北海道 to 47 沖縄県 (JIS order); null for any other text. */
export function prefectureName(id: string): string | null {
  return /^\d{1,2}$/.test(id) ? (prefectures[Number(id) - 1] ?? null) : null
}
