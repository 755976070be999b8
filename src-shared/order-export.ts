import { z } from 'zod'
import { exportFieldPart, exportFields, type ExportField } from './export-field.ts'
import { orderConditionsSchema, orderSortSchema } from './order-search.ts'
import { keptNameSchema } from './saved-search.ts'

const columnSchema = z.strictObject({
  /** Null is an empty column: the cart has it, the desk does not know what goes in it. */
  field: z.enum(exportFields as [ExportField, ...ExportField[]]).nullable(),
  header: z.string().trim().min(1).max(60),
})
export type ExportColumn = z.infer<typeof columnSchema>

/**
 * An own layout as the operator makes it: which columns, in which order, under which names. Its sums are the desk's:
 * used points are taken off 合計 and are no part of 値引き, whichever cart an order comes from.
 */
export const ownLayoutContentSchema = z.strictObject({
  columns: z
    .array(columnSchema.extend({ field: columnSchema.shape.field.unwrap() }))
    .min(1)
    .max(100),
})
export type OwnLayoutContent = z.infer<typeof ownLayoutContentSchema>
export const ownLayoutSchema = z.strictObject({ name: keptNameSchema, content: ownLayoutContentSchema })

/** An own layout under its name, for the whole shop. */
export interface OwnLayout extends OwnLayoutContent {
  readonly id: number
  readonly name: string
}

/** A file's layout as data. */
export const exportLayoutSchema = z.strictObject({
  id: z.string(),
  /** Whose numbers for 対応状況, 性別 and 明細区分 are written. */
  cart: z.enum(['ec2-order', 'ec4-order']),
  /** What stands between records. */
  lineEnd: z.enum(['\r\n', '\n']),
  /** EC-CUBE 4 writes money as `5775.00`. */
  decimals: z.boolean(),
  /** What stands for a guest's 会員ID. */
  guest: z.string(),
  columns: z.array(columnSchema),
})
export type ExportLayout = z.infer<typeof exportLayoutSchema>

/** True when the layout shows lines or deliveries: then there is a row for each line. */
export function hasRowPerLine(columns: readonly ExportColumn[]): boolean {
  return columns.some(({ field }) => field !== null && exportFieldPart(field) !== 'order')
}

/** Most ids that one call may name; beyond, those that are left out are named. */
export const MAX_PICKED = 50_000

/** Which orders: the whole result of a search, or from it just these, or all but these. */
export const exportPickSchema = z.strictObject({
  conditions: orderConditionsSchema,
  sort: orderSortSchema,
  only: z.array(z.int().positive()).max(MAX_PICKED).optional(),
  except: z.array(z.int().positive()).max(MAX_PICKED).optional(),
})
export type ExportPick = z.infer<typeof exportPickSchema>

export const exportEncodings = ['cp932', 'utf-8-bom'] as const
export type ExportEncoding = (typeof exportEncodings)[number]

export const exportRequestSchema = z.strictObject({
  pick: exportPickSchema,
  layout: z.union([z.enum(['ec2-order', 'ec4-order']), z.strictObject({ own: z.int().positive() })]),
  encoding: z.enum(exportEncodings),
  /**
   * Safe mode: a cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return)
   * gets an apostrophe in front, which the desk's own import takes away again. Lossless mode writes every cell as it is.
   */
  safe: z.boolean(),
})
export type ExportRequest = z.infer<typeof exportRequestSchema>

/** Something that the file cannot say as the desk knows it. */
export interface ExportLoss {
  readonly orderNo: string
  /** Header of the column. */
  readonly column: string
  /** The characters CP932 does not have, or the word for which the cart has no number. */
  readonly what: string
  readonly kind: 'characters' | 'word' | 'deliveries' | 'lines'
}

/** The next piece of a file. */
export interface ExportPiece {
  readonly base64: string
  /** Orders written so far. */
  readonly done: number
  readonly finished: boolean
  /** Found so far, at most 200; `lossCount` is exact. */
  readonly losses: readonly ExportLoss[]
  readonly lossCount: number
}
