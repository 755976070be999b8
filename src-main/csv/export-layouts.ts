import layouts from '../../resources/csv-export-layouts.json' with { type: 'json' }
import prefectures from '../../resources/prefectures.json' with { type: 'json' }
import type { CsvLayout } from '../../src-shared/csv-profile.ts'
import { exportLayoutSchema, type ExportLayout, type OwnLayoutContent } from '../../src-shared/order-export.ts'
import { csvLayouts } from './layouts.ts'

/** The layout of a cart's own order file. */
export function cartLayout(id: ExportLayout['cart']): ExportLayout {
  const found = exportLayoutSchema
    .array()
    .parse(layouts)
    .find((layout) => layout.id === id)
  if (found === undefined) throw new Error(`No layout ${id}`)
  return found
}

/** An own layout as a file: EC-CUBE 2's numbers, whole yen, lines as Windows ends them. */
export function ownLayout({ columns }: OwnLayoutContent): ExportLayout {
  return { id: 'own', cart: 'ec2-order', lineEnd: '\r\n', decimals: false, guest: '', columns }
}

/** Which number a cart has for each of the desk's words; a word without one is not in the map. */
export interface CartNumbers {
  readonly statuses: ReadonlyMap<string, string>
  readonly statusNames: ReadonlyMap<string, string>
  readonly sexes: ReadonlyMap<string, string>
  readonly lineKinds: ReadonlyMap<string, string>
}

/** The cart's numbers, read from the layout by which its files are imported. */
export function cartNumbers(id: ExportLayout['cart']): CartNumbers {
  const layout = csvLayouts().find((one) => one.id === id)
  if (layout === undefined) throw new Error(`No layout ${id}`)
  return {
    statuses: inverted(layout.statuses),
    statusNames: inverted(layout.statusNames),
    sexes: inverted(layout.sexes),
    // EC-CUBE 2 has no lines in its file; own layouts take EC-CUBE 4's numbers.
    lineKinds: inverted(lineLayout().lineKinds),
  }
}

function lineLayout(): CsvLayout {
  const found = csvLayouts().find((one) => Object.keys(one.lineKinds).length > 0)
  if (found === undefined) throw new Error('No layout with lines')
  return found
}

function inverted(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).map(([number, word]) => [word, number]))
}

/** Number of a prefecture by its name, empty for any other text. */
export function prefectureId(name: string): string {
  const at = prefectures.indexOf(name)
  return at < 0 ? '' : String(at + 1)
}
