import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** An empty text where nothing was chosen. */
const masterId = z
  .union([z.number(), z.literal('')])
  .transform((id) => (id === '' ? null : id))
  .nullable()

const expectedSchema = z.object({
  orders: z.array(
    z.object({
      order_id: z.number(),
      customer_id: z.number(),
      name01: z.string(),
      name02: z.string(),
      kana01: z.string(),
      kana02: z.string(),
      company: z.string(),
      email: z.string(),
      tel: z.array(z.string()),
      fax: z.array(z.string()),
      zip01: z.string(),
      zip02: z.string(),
      pref: z.number(),
      addr01: z.string(),
      addr02: z.string(),
      sex: masterId,
      birth: z
        .string()
        .transform((text) => (text === '' ? null : text))
        .nullable(),
      job: masterId,
      message: z.string(),
      note: z.string(),
      items: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          class1: z.string(),
          class2: z.string(),
          price_ex_tax: z.number(),
          tax_rate: z.number(),
          quantity: z.number(),
        }),
      ),
      discount: z.number(),
      deliv_fee: z.number(),
      charge: z.number(),
      use_point: z.number(),
      add_point: z.number(),
      tax: z.number(),
      subtotal: z.number(),
      total: z.number(),
      payment_total: z.number(),
      payment_id: z.number(),
      status: z.number(),
      create: z.string(),
      update: z.string(),
      payment_date: z.string().nullable(),
      commit_date: z.string().nullable(),
      device: z.number(),
      shipping_ids: z.string(),
      time: z.string(),
      deliv_date: z.string().nullable(),
      track: z.string(),
    }),
  ),
})
export type ExpectedOrder = z.infer<typeof expectedSchema>['orders'][number]

/** Bytes of a file in test/fixtures/csv. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/csv/${name}`, import.meta.url))
}

/** The orders that the fixture files were written from, by number. */
export function expectedOrders(): ReadonlyMap<string, ExpectedOrder> {
  const { orders } = expectedSchema.parse(JSON.parse(fixture('expected.json').toString()))
  return new Map(orders.map((order) => [String(order.order_id), order]))
}

/** Milliseconds of a Japanese wall-clock time, by the engine's own parser; cut to whole seconds. */
export function japanSeconds(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+09:00`)
}
