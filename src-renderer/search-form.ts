import type { BusinessDay } from '../src-shared/business-day.ts'
import type { OrderStatus, Sex } from '../src-shared/order.ts'
import type { OrderConditions } from '../src-shared/order-search.ts'
import type { SettlementStatus } from '../src-shared/settlement.ts'
import { orderStatusText, settlementStatusText, sexText } from '../src-shared/text.ts'
import { formatYen } from '../src-shared/yen.ts'
import { dayText, parseDay } from './day-input.ts'

/** The search form as typed: every field a text until [この条件で検索する]. */
export interface SearchForm {
  words: string
  customerNo: string
  product: string
  deleted: boolean
  orderNoFrom: string
  orderNoTo: string
  statuses: OrderStatus[]
  name: string
  kana: string
  email: string
  tel: string
  bornFrom: string
  bornTo: string
  sexes: Sex[]
  message: string
  hasMessage: boolean
  paymentMethods: string[]
  orderedFrom: string
  orderedTo: string
  paidFrom: string
  paidTo: string
  shippedFrom: string
  shippedTo: string
  updatedFrom: string
  updatedTo: string
  totalFromYen: string
  totalToYen: string
  settlementStatuses: SettlementStatus[]
}

export type SearchField = keyof SearchForm

/** What is wrong with what was typed, by field. */
export type SearchProblems = Partial<Record<SearchField, string>>

/** One condition as a chip: its words, and the fields it clears. */
export interface SearchChip {
  readonly label: string
  readonly text: string
  readonly fields: readonly SearchField[]
}

export const dayRanges = [
  { label: '生年月日', from: 'bornFrom', to: 'bornTo' },
  { label: '受注日', from: 'orderedFrom', to: 'orderedTo' },
  { label: '入金日', from: 'paidFrom', to: 'paidTo' },
  { label: '発送日', from: 'shippedFrom', to: 'shippedTo' },
  { label: '更新日', from: 'updatedFrom', to: 'updatedTo' },
] as const

const texts = [
  ['フリーワード', 'words'],
  ['会員ID', 'customerNo'],
  ['顧客名', 'name'],
  ['顧客名(カナ)', 'kana'],
  ['メールアドレス', 'email'],
  ['TEL', 'tel'],
  ['備考欄コメント', 'message'],
  ['購入商品', 'product'],
] as const

/** A form with nothing in it. */
export function emptyForm(): SearchForm {
  const days = Object.fromEntries(dayRanges.flatMap(({ from, to }) => [from, to]).map((key) => [key, '']))
  const words = Object.fromEntries(texts.map(([, key]) => [key, '']))
  const numbers = { orderNoFrom: '', orderNoTo: '', totalFromYen: '', totalToYen: '' }
  const several = { statuses: [], sexes: [], paymentMethods: [], settlementStatuses: [] }
  return { ...days, ...words, ...numbers, ...several, hasMessage: false, deleted: false } as unknown as SearchForm
}

/** The form that leads to these conditions, as a saved search fills it. */
export function formOf(conditions: OrderConditions): SearchForm {
  const form = emptyForm()
  for (const { from, to } of dayRanges) {
    form[from] = dayText(conditions[from])
    form[to] = dayText(conditions[to])
  }
  const { totalFromYen, totalToYen, statuses, sexes, paymentMethods, settlementStatuses } = conditions
  return {
    ...form,
    ...Object.fromEntries(texts.map(([, key]) => [key, conditions[key] ?? ''])),
    orderNoFrom: conditions.orderNoFrom ?? '',
    orderNoTo: conditions.orderNoTo ?? '',
    totalFromYen: String(totalFromYen ?? ''),
    totalToYen: String(totalToYen ?? ''),
    ...{ statuses: [...(statuses ?? [])], sexes: [...(sexes ?? [])] },
    ...{ paymentMethods: [...(paymentMethods ?? [])], settlementStatuses: [...(settlementStatuses ?? [])] },
    hasMessage: conditions.hasMessage ?? false,
    deleted: conditions.deleted ?? false,
  }
}

/** Sets some fields of the form back to empty. */
export function clearFields(form: SearchForm, fields: readonly SearchField[]): SearchForm {
  const empty = emptyForm()
  return { ...form, ...Object.fromEntries(fields.map((field) => [field, empty[field]])) }
}

/** Whole yen as typed (`1,000円`, full-width digits); null when empty, undefined when it is no amount. */
export function parseYen(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,円¥]/g, '')
  if (plain === '') return null
  return /^\d{1,10}$/.test(plain) ? Number(plain) : undefined
}

/** Conditions for the core, or what has to be corrected first. `today` gives the year of `11/23`. */
export function toConditions(
  form: SearchForm,
  today: BusinessDay,
): { readonly conditions: OrderConditions; readonly problems: SearchProblems } {
  const problems: SearchProblems = {}
  const conditions: Record<string, unknown> = {}
  for (const [, key] of texts) if (form[key].trim() !== '') conditions[key] = form[key].trim()
  for (const key of ['statuses', 'sexes', 'paymentMethods', 'settlementStatuses'] as const)
    if (form[key].length > 0) conditions[key] = [...form[key]]
  if (form.hasMessage) conditions['hasMessage'] = true
  if (form.deleted) conditions['deleted'] = true
  for (const { from, to } of dayRanges) readDays(form, from, to, today, conditions, problems)
  readTotals(form, conditions, problems)
  readOrderNos(form, conditions, problems)
  return { conditions, problems }
}

function readDays(
  form: SearchForm,
  from: (typeof dayRanges)[number]['from'],
  to: (typeof dayRanges)[number]['to'],
  today: BusinessDay,
  conditions: Record<string, unknown>,
  problems: SearchProblems,
): void {
  for (const key of [from, to]) {
    const day = parseDay(form[key], today)
    if (day === undefined) problems[key] = '日付は 2026/11/23 のように入力してください。'
    else if (day !== null) conditions[key] = day
  }
  if (isInverted(conditions[from], conditions[to])) problems[to] = '終わりの日が始まりの日より前になっています。'
}

function readTotals(form: SearchForm, conditions: Record<string, unknown>, problems: SearchProblems): void {
  for (const key of ['totalFromYen', 'totalToYen'] as const) {
    const yen = parseYen(form[key])
    if (yen === undefined || (yen ?? 0) > 9_999_999_999) problems[key] = '金額は円単位の整数で入力してください。'
    else if (yen !== null) conditions[key] = yen
  }
  if (isInverted(conditions['totalFromYen'], conditions['totalToYen']))
    problems.totalToYen = '上限の金額が下限より小さくなっています。'
}

function readOrderNos(form: SearchForm, conditions: Record<string, unknown>, problems: SearchProblems): void {
  for (const key of ['orderNoFrom', 'orderNoTo'] as const) {
    const text = form[key].normalize('NFKC').trim()
    if (text.length > 50) problems[key] = '注文番号は50字以下で入力してください。'
    else if (text !== '') conditions[key] = text
  }
  const [from, to] = [conditions['orderNoFrom'], conditions['orderNoTo']]
  const both = [from, to].every((text) => typeof text === 'string' && /^\d+$/.test(text))
  if (both && Number(from) > Number(to)) problems.orderNoTo = '終わりの注文番号が始まりより小さくなっています。'
}

function isInverted(from: unknown, to: unknown): boolean {
  if (typeof from === 'string' && typeof to === 'string') return from > to
  return typeof from === 'number' && typeof to === 'number' && from > to
}

/** The conditions of the last search as chips, in the order of the form. */
export function chipsOf(conditions: OrderConditions): readonly SearchChip[] {
  const chips: SearchChip[] = []
  const add = (label: string, text: string, ...fields: SearchField[]) => {
    if (text !== '') chips.push({ label, text, fields })
  }
  const range = (from: string, to: string) => (from === '' && to === '' ? '' : from === to ? from : `${from}～${to}`)
  const yen = (value: number | undefined) => (value === undefined ? '' : formatYen(value))
  add('一覧', conditions.deleted === true ? '削除した受注' : '', 'deleted')
  add('注文番号', range(conditions.orderNoFrom ?? '', conditions.orderNoTo ?? ''), 'orderNoFrom', 'orderNoTo')
  add('対応状況', (conditions.statuses ?? []).map((one) => orderStatusText[one]).join('・'), 'statuses')
  for (const [label, key] of texts) add(label, conditions[key] ?? '', key)
  add('備考欄', conditions.hasMessage === true ? 'メッセージあり' : '', 'hasMessage')
  add('性別', (conditions.sexes ?? []).map((one) => sexText[one]).join('・'), 'sexes')
  add('支払方法', (conditions.paymentMethods ?? []).join('・'), 'paymentMethods')
  for (const { label, from, to } of dayRanges)
    add(label, range(dayText(conditions[from]), dayText(conditions[to])), from, to)
  add('購入金額', range(yen(conditions.totalFromYen), yen(conditions.totalToYen)), 'totalFromYen', 'totalToYen')
  const settled = (conditions.settlementStatuses ?? []).map((one) => settlementStatusText[one])
  add('カード決済状況', settled.join('・'), 'settlementStatuses')
  return chips
}
