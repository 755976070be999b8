import { splitProblem } from '../src-shared/delivery-split.ts'
import { failureSentence } from '../src-shared/failure-text.ts'
import { readNumber, type LineDraft, type Problems } from './money-draft.ts'

/** A delivery as far as goods are concerned: numbers as typed, by the key of their row, which may be gone by now. */
export interface SplitDelivery {
  readonly id: number
  goods: Record<string, string>
  removed: boolean
}

/** What goes where, as typed. */
export interface SplitDraft {
  lines: LineDraft[]
  deliveries: SplitDelivery[]
}

/** The numbers of a delivery by the keys of the rows that they count. */
export function goodsDraft(lines: readonly LineDraft[], goods: readonly number[]): Record<string, string> {
  return Object.fromEntries(lines.flatMap(({ key }, at) => (goods[at] ? [[key, String(goods[at])]] : [])))
}

/** Deliveries that stay in the order. */
export function stayingDeliveries<T extends SplitDelivery>(deliveries: readonly T[]): readonly T[] {
  return deliveries.filter(({ removed }) => !removed)
}

/** True when there is something to split: goods, and more than one delivery to send them to. */
export function mayBeSplit({ lines, deliveries }: SplitDraft): boolean {
  return lines.length > 0 && stayingDeliveries(deliveries).length > 1
}

/** True when a number stands anywhere among deliveries that stay. */
export function isSplitDraft({ lines, deliveries }: SplitDraft): boolean {
  return stayingDeliveries(deliveries).some(({ goods }) => lines.some(({ key }) => isNumber(goods[key])))
}

const isNumber = (text: string | undefined) => text !== undefined && text.trim() !== '' && readNumber(text) !== 0

/** All numbers as one text, by delivery and by place of the row: what two states are compared by. Empty = nothing said. */
export function splitText(draft: SplitDraft): string {
  if (!isSplitDraft(draft)) return ''
  const rows = draft.deliveries.map(({ id, goods }) => [id, draft.lines.map(({ key }) => (goods[key] ?? '').trim())])
  return JSON.stringify(rows)
}

/** The draft with the numbers of such a text. */
export function withSplitText<T extends SplitDraft>(draft: T, text: string): T {
  const rows = new Map(text === '' ? [] : (JSON.parse(text) as [number, string[]][]))
  const goodsOf = (id: number): Record<string, string> => {
    const numbers = rows.get(id) ?? []
    return Object.fromEntries(draft.lines.flatMap(({ key }, at) => (numbers[at] ? [[key, numbers[at]] as const] : [])))
  }
  return { ...draft, deliveries: draft.deliveries.map((one) => ({ ...one, goods: goodsOf(one.id) })) }
}

/** Such a text for people. */
export function shownSplit(text: string): string {
  if (text === '') return '（指定なし）'
  const rows = JSON.parse(text) as [number, string[]][]
  return rows
    .map(([, numbers], at) => `お届け先${String(at + 1)}: ${numbers.map((one) => one || '0').join('、')}`)
    .join('\n')
}

/**
 * The numbers of one delivery in the order of the rows; none while nothing is said anywhere. What is no number is noted in
 * `problems` under `split.<delivery>.<row>`.
 */
export function readGoods(delivery: SplitDelivery, draft: SplitDraft, problems: Problems): number[] {
  if (!isSplitDraft(draft) || stayingDeliveries(draft.deliveries).length < 2) return []
  return draft.lines.map(({ key }) => {
    const text = (delivery.goods[key] ?? '').trim()
    const quantity = text === '' ? 0 : readNumber(text)
    if (quantity !== undefined && Math.abs(quantity) <= 999_999) return quantity
    problems[`split.${String(delivery.id)}.${key}`] = '数量を数字で入力してください。'
    return 0
  })
}

/** Notes under `split.<row>` the first row whose numbers do not sum up to what is ordered. */
export function checkSplit(draft: SplitDraft, problems: Problems): void {
  const wrong: Problems = {}
  const deliveries = stayingDeliveries(draft.deliveries).map((one) => ({ goods: readGoods(one, draft, wrong) }))
  Object.assign(problems, wrong)
  if (Object.keys(wrong).length > 0) return
  const lines = draft.lines.map(({ quantity }) => ({ quantity: readNumber(quantity) ?? 0 }))
  const problem = splitProblem(lines, deliveries)
  if (problem === null) return
  const { code, ...params } = problem
  const { what, then } = failureSentence({ code, params })
  problems[`split.${draft.lines[problem.line - 1]?.key ?? ''}`] = what + then
}

/** What the deliveries together get of a row; null while something there is no number. */
export function splitSum(line: LineDraft, deliveries: readonly SplitDelivery[]): number | null {
  const numbers = stayingDeliveries(deliveries).map(({ goods }) => readNumber((goods[line.key] ?? '').trim() || '0'))
  return numbers.reduce<number | null>((sum, one) => (sum === null || one === undefined ? null : sum + one), 0)
}
