import { z } from 'zod'
import { businessDaySchema, instantSchema } from './business-day.ts'
import { orderStatusSchema, sexes } from './order.ts'
import { rawText, typedText } from './typed-text.ts'

/** The longest cell of a file: no stored text is longer, and all of them may stay and be chosen again. */
const MAX_KEPT_TEXT = 65_536

/** Digits and signs as people type them on a Japanese keyboard, levelled to half width. */
const levelled = (text: string) => text.normalize('NFKC').trim()
/** Readings as the cart keeps them: ﾔﾏﾀﾞ and やまだ become ヤマダ (ec-cube-screens.md §0). */
const katakana = (text: string) =>
  levelled(text).replace(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))
const postalCode = (text: string) => {
  const digits = levelled(text).replace(/\D/g, '')
  return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : levelled(text)
}

/** Lengths are those of the cart's own forms. Which of them must not be empty is decided where they are used. */
const contactShape = {
  familyName: typedText(50),
  givenName: typedText(50),
  familyKana: rawText(50).transform(katakana),
  givenKana: rawText(50).transform(katakana),
  company: typedText(50),
  postalCode: rawText(20).transform(postalCode),
  prefecture: typedText(50),
  address1: typedText(200),
  address2: typedText(200),
  tel: rawText(30).transform(levelled),
  fax: rawText(30).transform(levelled),
}
const ordererShape = {
  ...contactShape,
  email: rawText(200)
    .transform(levelled)
    .refine((mail) => mail === '' || /^[^\s@]+@[^\s@]+$/.test(mail)),
  sex: z.enum(sexes).nullable(),
  bornOn: businessDaySchema.nullable(),
}
const deliveryShape = {
  ...contactShape,
  carrier: typedText(50),
  requestedOn: businessDaySchema.nullable(),
  timeSlot: typedText(MAX_KEPT_TEXT),
  trackingNo: typedText(255),
  trackingUrl: typedText(1024).refine((url) => url === '' || url === 'http://' || /^https?:\/\//.test(url)),
}

/**
 * A product line as the desk writes it. Ranges and the lengths of newly typed texts are checked by `moneyProblem`, so
 * that a refusal can name the line and what a file brought may stay.
 */
export const lineInputSchema = z.strictObject({
  productCode: typedText(MAX_KEPT_TEXT),
  name: typedText(MAX_KEPT_TEXT),
  class1: typedText(MAX_KEPT_TEXT),
  class2: typedText(MAX_KEPT_TEXT),
  unitPriceYen: z.int(),
  taxIncluded: z.boolean(),
  quantity: z.int(),
  taxRatePercent: z.int().min(0).max(100),
})
export type LineInput = z.infer<typeof lineInputSchema>

/** 値引, 送料, 手数料 in tax-included yen, and 使用ポイント. */
const chargesShape = { discountYen: z.int(), shippingYen: z.int(), feeYen: z.int(), usedPoints: z.int() }
const chargesSchema = z.strictObject(chargesShape)
export type Charges = Readonly<z.infer<typeof chargesSchema>>

/** What goes to a delivery: a number for each product line in its order; empty = not said. */
/** Taken back goods count below zero, in a line as in its deliveries. */
const goods = z.array(z.int().min(-999_999).max(999_999)).max(500)

const deliveryInputSchema = z.strictObject({ ...deliveryShape, goods: goods.default([]) })
export type DeliveryInput = z.infer<typeof deliveryInputSchema>

const message = rawText(4000)
/** Chosen among those that files have brought. */
const methodName = typedText(MAX_KEPT_TEXT).min(1)
const lines = z.array(lineInputSchema).max(500)

/** What 受注編集 changes. Absent = unchanged. `lines` are all product lines of the order as they shall be. */
export const orderChangesSchema = z.strictObject({
  status: orderStatusSchema.optional(),
  note: message.optional(),
  message: message.optional(),
  orderedAt: instantSchema.optional(),
  paymentMethodName: methodName.optional(),
  orderer: z.strictObject(ordererShape).partial().optional(),
  lines: lines.optional(),
  charges: chargesSchema.partial().optional(),
  deliveries: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        ...z.strictObject(deliveryShape).partial().shape,
        goods: goods.optional(),
      }),
    )
    .max(200)
    .optional(),
  addedDeliveries: z.array(deliveryInputSchema).max(200).optional(),
  removedDeliveries: z.array(z.int().positive()).max(200).optional(),
})
export type OrderChanges = z.infer<typeof orderChangesSchema>

/** 受注登録. The desk counts all sums itself; none is taken from here. */
export const newOrderSchema = z.strictObject({
  /** Made once per form by the window: the same form sent twice makes one order. */
  requestId: z.uuid(),
  /** Absent = the moment of registering. */
  orderedAt: instantSchema.optional(),
  /** 会員ID, where the buyer has one. */
  customerNo: typedText(50).transform((no) => (no === '' ? null : no)),
  orderer: z.strictObject(ordererShape),
  deliveries: z.array(deliveryInputSchema).min(1).max(200),
  lines,
  charges: chargesSchema,
  paymentMethodName: methodName,
  message,
  note: message,
})
export type NewOrder = z.infer<typeof newOrderSchema>
export type NewOrderInput = z.input<typeof newOrderSchema>

/** What of 受注登録 decides about stock and points. */
export const newOrderEffectsSchema = newOrderSchema.pick({
  orderedAt: true,
  customerNo: true,
  lines: true,
  charges: true,
})
export type NewOrderEffects = z.infer<typeof newOrderEffectsSchema>
