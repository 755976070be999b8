import { z } from 'zod'

/** Yen of a fee, tax included; the cart's own forms take 8 digits. */
const fee = z.int().min(0).max(99_999_999)

/** 配送業者: what it takes to each prefecture (by its name), and the times it can be asked for. */
export const carrierSchema = z.strictObject({
  name: z.string().trim().min(1).max(50),
  /** A prefecture that is not named is not served. */
  feesYen: z.record(z.string().max(10), fee),
  timeSlots: z.array(z.string().trim().min(1).max(50)).max(16),
})
export type Carrier = z.infer<typeof carrierSchema>

/** 送料管理. */
export const shippingSettingsSchema = z
  .strictObject({
    carriers: z.array(carrierSchema).max(20),
    /** 送料無料: 小計 from which nothing is taken; null = never. */
    freeFromYen: fee.nullable(),
  })
  .refine(({ carriers }) => new Set(carriers.map(({ name }) => name)).size === carriers.length)
export type ShippingSettings = z.infer<typeof shippingSettingsSchema>

export const firstShippingSettings: ShippingSettings = { carriers: [], freeFromYen: null }

/**
 * 送料 in yen by the shop's table: the fees of all deliveries, or 0 from `freeFromYen` of 小計 on (order-calculation.md §1).
 * Null when the table does not tell: a delivery without a carrier of the table, or to a prefecture that it has no fee for.
 */
export function shippingFeeYen(
  { carriers, freeFromYen }: ShippingSettings,
  deliveries: readonly { readonly carrier: string; readonly prefecture: string }[],
  subtotalYen: number,
): number | null {
  const fees = deliveries.map(
    ({ carrier, prefecture }) =>
      carriers.find(({ name }) => name === carrier.trim())?.feesYen[prefecture.trim()] ?? null,
  )
  if (fees.length === 0 || fees.includes(null)) return null
  if (freeFromYen !== null && subtotalYen >= freeFromYen) return 0
  return fees.reduce<number>((sum, yen) => sum + (yen ?? 0), 0)
}
