import type { ContactDraft } from '../order-draft.ts'
import { postalDigits } from '../../src-shared/postal-address.ts'
import { call, failureOf } from '../api.ts'
import { failureSentence } from '../../src-shared/failure-text.ts'

/**
 * 住所入力: puts 都道府県 and 市区町村・町名 of the postal code into `contact` and answers what to tell the operator. A street
 * that begins with the place already keeps its number; another one gives way, as in the cart.
 */
export async function fillAddress(contact: ContactDraft, who: string): Promise<string> {
  const postalCode = postalDigits(contact.postalCode)
  if (postalCode === null) return `${who}の郵便番号を7桁の数字で入力してください。`
  const shown = `〒${postalCode.slice(0, 3)}-${postalCode.slice(3)}`
  try {
    const found = await call('postal.find', { postalCode })
    if (found === null) return `${shown} の住所が見つかりません。住所を直接入力してください。`
    const place = found.city + found.town
    contact.prefecture = found.prefecture
    if (!contact.address1.startsWith(place)) contact.address1 = place
    return `${who}に ${shown} の住所を入力しました。町名を確かめて、番地を続けてください。`
  } catch (error) {
    const { what, then } = failureSentence(failureOf(error))
    return what + then
  }
}
