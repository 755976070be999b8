import { addDays, formatDay, type BusinessDay } from '../../src-shared/business-day.ts'
import {
  cancelWord,
  daysLeft,
  settleBy,
  type CancelRules,
  type CancelWord,
} from '../../src-shared/settlement-deadline.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import { settlementActionText } from '../../src-shared/text.ts'
import { daysLeftText } from '../days-left-text.ts'

/** What the shop's contract says, as far as Help counts with it. */
export interface HelpTerms extends CancelRules {
  readonly authorisationDays: number
}

/** A line of the table 取消・返品・月跨返品, with today's dates. */
export interface CancelLine {
  readonly status: string
  /** The days of processing that the line is about. */
  readonly days: string
  readonly word: string
  readonly why: string
}

const why: Readonly<Record<CancelWord['reason'], string>> = {
  sameDay: '処理した当日だから',
  authorisedEarlier: '仮売上が前の日のものだから',
  laterDay: '仮売上の翌日以降だから',
  sameMonth: '翌日以降で、同じ月のうちだから',
  laterMonth: '処理した月の翌月以降だから',
  singleCancel: 'お店の契約ではキャンセルだけだから',
  awaitingPayment: 'まだ支払われていないから',
  otherRefused: 'ほかはGMOに受け付けられなかったから',
  notCancellable: 'この状態からはやめられません',
  tooLate: 'GMOで変更できる期間を過ぎているから',
  clockBehind: 'パソコンの日時が合っていません',
  allRefused: 'どれもGMOに受け付けられませんでした',
}

/** The table for `today`: each word is what `cancelWord` answers for the last day of the line. */
export function cancelLines(today: BusinessDay, terms: HelpTerms): readonly CancelLine[] {
  const yesterday = addDays(today, -1)
  const monthStart = `${today.slice(0, 8)}01`
  const lastMonth = addDays(monthStart, -1)
  const oldest = addDays(today, -terms.cancelDays)
  const line = (status: SettlementStatus, label: string, days: string, authorisedOn: BusinessDay, on: BusinessDay) => {
    const word = cancelWord(status, today, authorisedOn, on, terms)
    return {
      status: label,
      days,
      word: word.action === null ? 'できません' : settlementActionText[word.action],
      why: why[word.reason],
    }
  }
  const none = (label: string): CancelLine => ({
    status: label,
    days: '今日は月のはじめの日なので、当てはまる日はありません',
    word: '－',
    why: '',
  })
  const upTo = (from: BusinessDay, to: BusinessDay) =>
    from === to ? formatDay(to) : `${formatDay(from)} ～ ${formatDay(to)}`
  return [
    line('authorised', '仮売上', `今日（${formatDay(today)}）`, today, today),
    line('authorised', '仮売上', `${formatDay(yesterday)} まで`, yesterday, yesterday),
    line('sales', '実売上', `仮売上も実売上も今日（${formatDay(today)}）`, today, today),
    line('sales', '実売上', `実売上は今日、仮売上は ${formatDay(yesterday)} まで`, yesterday, today),
    today === monthStart
      ? none('実売上・即時売上（今月）')
      : line('sales', '実売上・即時売上（今月）', upTo(monthStart, yesterday), yesterday, yesterday),
    line('sales', '実売上・即時売上（先月まで）', upTo(oldest, lastMonth), lastMonth, lastMonth),
    line(
      'sales',
      '実売上・即時売上（それより前）',
      `${formatDay(addDays(oldest, -1))} まで`,
      oldest,
      addDays(oldest, -1),
    ),
  ]
}

/** A line of 仮売上の期限: the day of 仮売上, the last day of 実売上, and what the desk says about it today. */
export interface DeadlineLine {
  readonly authorisedOn: string
  readonly settleBy: string
  readonly says: string
}

/** For each step of the warnings the 仮売上 that stands at it today. */
export function deadlineLines(today: BusinessDay, { authorisationDays }: HelpTerms): readonly DeadlineLine[] {
  // 仮売上 of today first, then those that stand at a step of the warnings.
  const steps = [20, 7, 3, 0, -1].filter((left) => left < authorisationDays - 1)
  return [authorisationDays - 1, ...steps].map((left) => {
    const authorisedOn = addDays(today, left - authorisationDays + 1)
    const lastDay = settleBy(authorisedOn, authorisationDays)
    const rest = daysLeft(today, lastDay)
    const says = daysLeftText(rest)
    const day = formatDay(authorisedOn)
    return { authorisedOn: authorisedOn === today ? `今日（${day}）` : day, settleBy: formatDay(lastDay), says }
  })
}
