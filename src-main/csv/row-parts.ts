import { formatPostalCode, joinParts } from './cell-values.ts'
import { prefectureName } from './layouts.ts'
import type { RowReader } from './row-reader.ts'

/** The prefecture by name, or by number where the file has only that; shops that sell abroad write other things. */
export function prefectureOf(name: string | undefined, id: string | undefined): string | undefined {
  if (name) return prefectureName(name) ?? name
  return id ? (prefectureName(id) ?? id) : (name ?? id)
}

/** The parts of a number that the file has columns for, joined by hyphens; undefined when it has none of them. */
export function readParts(reader: RowReader, fields: readonly Parameters<RowReader['text']>[0][]): string | undefined {
  const parts = fields.map((field) => reader.text(field))
  return parts.every((part) => part === undefined) ? undefined : joinParts(parts.map((part) => part ?? ''))
}

/** A postal code cell, `870-0026`. */
export function readPostalCode(text: string | undefined): string | undefined {
  return text === undefined ? undefined : formatPostalCode(text)
}
