import { containsCardNumber } from '../../src-shared/card-number.ts'
import { Refusal } from '../../src-shared/failure.ts'

/** Numbers by nature: a carrier's slip number or a product's JAN code may look like a card's. */
const numbers: readonly string[] = ['trackingNo', 'trackingUrl', 'requestId']
const jan = /^\d{13}$/

/**
 * カード情報非保持化: card numbers must not enter the data file, in no free text. Refusal `order.card-number-in-text`;
 * texts that stand in `known` already are let pass.
 */
export function refuseCardNumbers(typed: unknown, known: unknown, orderNo = ''): void {
  const old = new Set(textsOf(known))
  const found = textsOf(typed).some((text) => !old.has(text) && containsCardNumber(text))
  if (found) throw new Refusal('order.card-number-in-text', orderNo === '' ? {} : { orderNo })
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (numbers.includes(key)) return []
    if (key === 'productCode' && typeof inner === 'string' && jan.test(inner)) return []
    return textsOf(inner)
  })
}
