import { z } from 'zod'
import type { BusinessDay, Instant } from './business-day.ts'
import { MAX_NOTE, MOST_KEPT } from './ledger.ts'
import type { OrderLine } from './order.ts'
import { pictureInputSchema } from './picture.ts'
import { oneLine, rawText, typedText } from './typed-text.ts'

/** A product as the last order that had it showed it, or as somebody typed it at the desk. */
export interface KnownProduct extends Pick<
  OrderLine,
  'productCode' | 'name' | 'class1' | 'class2' | 'unitPriceYen' | 'taxIncluded' | 'taxRatePercent'
> {
  readonly id: number
  /** Null: not kept at the desk. */
  readonly stock: number | null
  /** When its picture was chosen; null without one. */
  readonly pictureAt: Instant | null
  /** A day on which it had this rate: that of the newest order, or of the last change at the desk. */
  readonly seenOn: BusinessDay
}

/** What a person can type of a product; 単価 goes with its 税込・税抜. */
export const typedFields = ['name', 'class1', 'class2', 'price', 'rate'] as const
export type TypedField = (typeof typedFields)[number]

/** A product in 商品マスター. */
export interface MasterProduct extends KnownProduct {
  /** Day of the newest order that had it; null while none had. */
  readonly lastOrderedOn: BusinessDay | null
  /** What was typed at the desk: an order's line does not overwrite it. */
  readonly typed: readonly TypedField[]
}

/** Longest texts of a product that is typed here; those that a file brought may be longer and stay. */
export const MAX_PRODUCT_TEXT = 200
export const MAX_PRODUCT_CODE = 100
export const MOST_PRICE_YEN = 99_999_999

const moneyShape = {
  unitPriceYen: z.int().min(0).max(MOST_PRICE_YEN),
  taxIncluded: z.boolean(),
  taxRatePercent: z.int().min(0).max(100),
}
const fieldsShape = { name: typedText(1000).min(1), class1: typedText(1000), class2: typedText(1000), ...moneyShape }
const productFieldsSchema = z.strictObject(fieldsShape)
export type ProductFields = z.infer<typeof productFieldsSchema>

const stock = z.int().min(0).max(MOST_KEPT).nullable()

/** A product that no order had yet. Refused with `product.code-taken`. */
export const newProductSchema = z.strictObject({
  productCode: oneLine(MAX_PRODUCT_CODE).min(1),
  ...{ name: oneLine(1000).min(1), class1: oneLine(1000), class2: oneLine(1000), ...moneyShape },
  stock,
  picture: pictureInputSchema.nullable(),
})
export type NewProduct = z.infer<typeof newProductSchema>

/**
 * A product as it shall be. `seen` is what the form showed when it was opened: refused with `product.changed-meanwhile`
 * when a field is no longer that, and with `stock.changed-meanwhile` when the stock is not.
 */
export const productChangeSchema = z.strictObject({
  id: z.int().positive(),
  /** Only compared, never stored: any text that is there may be seen. */
  seen: z.strictObject({
    ...fieldsShape,
    name: z.string(),
    class1: z.string(),
    class2: z.string(),
    unitPriceYen: z.int(),
  }),
  fields: productFieldsSchema,
  /** Absent: as it is. */
  stock: z.strictObject({ seen: z.int().nullable(), to: stock, note: oneLine(MAX_NOTE) }).optional(),
  /** Absent: as it is; null: taken away. */
  picture: pictureInputSchema.nullable().optional(),
})
export type ProductChange = z.infer<typeof productChangeSchema>

export const productSorts = ['ordered', 'code', 'name', 'stock'] as const
export type ProductSort = (typeof productSorts)[number]
export const productKinds = ['all', 'kept', 'out', 'unkept'] as const
/** Every product, those whose stock is kept, of these the ones that are sold out, or those whose stock is not kept. */
export type ProductKind = (typeof productKinds)[number]

export const PRODUCTS_A_PAGE = 50

export const productPageSchema = z.strictObject({
  /** 商品コード, name or 規格, spelled either way; empty: all. */
  text: rawText(100),
  kind: z.enum(productKinds),
  sort: z.enum(productSorts),
  page: z.int().min(0).max(1_000_000),
})
export type ProductPageRequest = z.infer<typeof productPageSchema>

export interface ProductPage {
  readonly rows: readonly MasterProduct[]
  /** Products that fit, on all pages. */
  readonly count: number
}

/** A picture for the window. */
export interface ProductPicture {
  readonly id: number
  readonly pictureAt: Instant
  readonly mediaType: string
  readonly base64: string
}
/** Most pictures that are asked for at once. */
export const MOST_PICTURES = 60
