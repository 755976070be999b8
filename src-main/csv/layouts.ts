import layouts from '../../resources/csv-layouts.json' with { type: 'json' }
import members from '../../resources/member-csv-layouts.json' with { type: 'json' }
import prefectures from '../../resources/prefectures.json' with { type: 'json' }
import {
  csvLayoutsSchema,
  memberLayoutsSchema,
  type CsvLayout,
  type MemberLayout,
} from '../../src-shared/csv-profile.ts'

let read: readonly CsvLayout[] | null = null
let membersRead: readonly MemberLayout[] | null = null

/** The order files the desk reads. Checked when one is first asked for: no start of the program waits for it. */
export function csvLayouts(): readonly CsvLayout[] {
  read ??= csvLayoutsSchema.parse(layouts)
  return read
}

/** The member files the desk reads, checked when one is first asked for. */
export function memberLayouts(): readonly MemberLayout[] {
  membersRead ??= memberLayoutsSchema.parse(members)
  return membersRead
}

/** Name of a prefecture by the carts' number, 1 北海道 to 47 沖縄県 (JIS order); null for any other text. */
export function prefectureName(id: string): string | null {
  return /^\d{1,2}$/.test(id) ? (prefectures[Number(id) - 1] ?? null) : null
}
