import { dayOf } from '../../../src-shared/business-day.ts'
import type { Instant } from '../../../src-shared/business-day.ts'
import type { HolderName, PaymentLink } from '../payment-link.ts'
import { brandOf, cardBrands } from './card-brand.ts'

/** Fields of the card form that can be wrong. */
export type CardField = 'number' | 'expiry' | 'given' | 'family' | 'code'

/** Per wrong field: what is wrong and what to do, for the buyer. */
export type CardMistakes = Partial<Record<CardField, string>>

/** A card as the buyer typed it. Lives for one request only. */
export interface TypedCard {
  readonly cardNo: string
  /** YYMM. */
  readonly expire: string
  readonly code: string
  readonly holder: HolderName
}

export const NUMBER_EXAMPLE = '1234-5678-9012-3456'

/** What the buyer typed, with blanks around it and hyphens between the groups taken away. */
export function readTyped(form: URLSearchParams): TypedCard & { month: string; year: string } {
  const text = (name: string) => (form.get(name) ?? '').trim()
  const groups = [1, 2, 3, 4].map((place) => text(`number${place}`))
  const [month, year] = [text('month'), text('year')]
  return {
    cardNo: groups.join('').replace(/[\s-]/g, ''),
    month,
    year,
    expire: `${year}${month}`,
    code: text('code'),
    holder: { given: text('given').slice(0, 60), family: text('family').slice(0, 60) },
  }
}

/** Everything that is wrong with the typed card at the instant `at`; empty when the card can be asked for. */
export function findMistakes(
  typed: ReturnType<typeof readTyped>,
  link: Pick<PaymentLink, 'securityCode'>,
  at: Instant,
): CardMistakes {
  const found = {
    number: numberMistake(typed.cardNo),
    expiry: expiryMistake(typed.month, typed.year, at),
    given: nameMistake(typed.holder.given, '名', 'TARO'),
    family: nameMistake(typed.holder.family, '姓', 'YAMADA'),
    code: link.securityCode === 'none' ? undefined : codeMistake(typed, link.securityCode === 'required'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, words]) => words !== undefined))
}

function numberMistake(cardNo: string): string | undefined {
  if (cardNo === '') return `カード番号が入力されていません。4桁ずつ入力してください（例: ${NUMBER_EXAMPLE}）。`
  if (/^[0-9０-９]+$/.test(cardNo) && !/^[0-9]+$/.test(cardNo)) {
    return 'カード番号に全角の数字があります。半角の数字で入力し直してください。'
  }
  if (!/^[0-9]+$/.test(cardNo)) return 'カード番号に数字以外の文字があります。半角の数字だけで入力し直してください。'
  const brand = brandOf(cardNo)
  if (brand === undefined) {
    const names = cardBrands.map((one) => one.name).join('・')
    return `この番号のカードはご利用いただけません。${names} のいずれかのカードを入力してください。`
  }
  if (brand.lengths.includes(cardNo.length)) return undefined
  const most = Math.max(...brand.lengths)
  const what = cardNo.length > most ? '多すぎます' : '足りません'
  return `カード番号の桁数が${what}。${brand.name} の番号は ${brand.lengths.join('桁または')}桁です。カードの表示どおりに入力してください。`
}

function expiryMistake(month: string, year: string, at: Instant): string | undefined {
  if (!/^(?:0[1-9]|1[0-2])$/.test(month) || !/^\d\d$/.test(year)) {
    return '有効期限が選ばれていません。カードに書かれた月と年を両方選んでください。'
  }
  // A card is good to the last day of its month.
  const today = dayOf(at)
  const past = `${today.slice(0, 2)}${year}-${month}` < today.slice(0, 7)
  return past ? 'このカードは有効期限が切れています。月と年を確かめるか、別のカードを入力してください。' : undefined
}

function nameMistake(name: string, label: string, example: string): string | undefined {
  const how = `カードに書かれたとおり、半角のローマ字で入力してください（例: ${example}）。`
  if (name === '') return `カード名義の「${label}」が入力されていません。${how}`
  if (!/^[A-Za-z][A-Za-z .'-]*$/.test(name)) return `カード名義の「${label}」にローマ字以外の文字があります。${how}`
  return name.length > 25 ? `カード名義の「${label}」が長すぎます。25文字までで入力してください。` : undefined
}

function codeMistake({ code, cardNo }: TypedCard, required: boolean): string | undefined {
  if (code === '') {
    return required
      ? 'セキュリティコードが入力されていません。カードに書かれた3桁または4桁の数字を入力してください。'
      : undefined
  }
  const digits = brandOf(cardNo)?.codeDigits
  if (/^[0-9]+$/.test(code) && (digits === undefined ? /^\d{3,4}$/.test(code) : code.length === digits))
    return undefined
  return `セキュリティコードが正しくありません。${String(digits ?? '3桁または4')}桁の半角の数字で入力し直してください。`
}
