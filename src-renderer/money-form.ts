import type { BusinessDay } from '../src-shared/business-day.ts'
import type { MoneySettings } from '../src-shared/money-settings.ts'
import type { RateChange, TaxClass } from '../src-shared/tax-rate.ts'
import { dayText, parseDay } from './day-input.ts'

type Percent = 'standardRatePercent' | 'reducedRatePercent' | 'pointRatePercent'

/** A change of a rate as typed; `key` tells rows apart while they come and go. */
export interface RateChangeForm {
  readonly key: number
  fromOn: string
  taxClass: TaxClass
  ratePercent: string
}

/** The rules for sums as typed: rates and days are texts. */
export type MoneyForm = Omit<{ -readonly [K in keyof MoneySettings]: MoneySettings[K] }, Percent | 'rateChanges'> &
  Record<Percent, string> & { sellsReduced: boolean; rateChanges: RateChangeForm[] }

let rows = 0

/** A row for one more change. */
export function emptyRateChange(): RateChangeForm {
  rows += 1
  return { key: rows, fromOn: '', taxClass: 'reduced', ratePercent: '' }
}

/** The form over settings as stored. */
export function moneyFormOf(settings: MoneySettings): MoneyForm {
  const { standardRatePercent, reducedRatePercent, pointRatePercent, rateChanges } = settings
  return {
    ...settings,
    standardRatePercent: String(standardRatePercent),
    sellsReduced: reducedRatePercent !== null,
    reducedRatePercent: String(reducedRatePercent ?? 8),
    pointRatePercent: String(pointRatePercent),
    rateChanges: rateChanges.map(({ fromOn, taxClass, ratePercent }) => ({
      ...emptyRateChange(),
      ...{ fromOn: dayText(fromOn), taxClass, ratePercent: String(ratePercent) },
    })),
  }
}

/** What was typed, or null and by field what has to be corrected. */
export function readMoneyForm(
  form: MoneyForm,
  today: BusinessDay,
): {
  readonly settings: MoneySettings | null
  readonly problems: Readonly<Record<string, string>>
} {
  const problems: Record<string, string> = {}
  const read = (field: Percent): number => {
    const percent = readPercent(form[field])
    if (percent === null) problems[field] = wrongPercent
    return percent ?? 0
  }
  const { sellsReduced, ...rest } = form
  const settings = {
    ...rest,
    standardRatePercent: read('standardRatePercent'),
    reducedRatePercent: sellsReduced ? read('reducedRatePercent') : null,
    pointRatePercent: read('pointRatePercent'),
    rateChanges: readRateChanges(form.rateChanges, today, problems),
  }
  return { settings: Object.keys(problems).length === 0 ? settings : null, problems }
}

const wrongPercent = '0～100の整数で入力してください。'

function readPercent(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  const percent = /^\d{1,3}$/.test(plain) ? Number(plain) : -1
  return percent < 0 || percent > 100 ? null : percent
}

function readRateChanges(
  typed: readonly RateChangeForm[],
  today: BusinessDay,
  problems: Record<string, string>,
): readonly RateChange[] {
  const taken = new Set<string>()
  return typed.map(({ key, fromOn: text, taxClass, ratePercent: percent }) => {
    const fromOn = parseDay(text, today) ?? ''
    const ratePercent = readPercent(percent)
    const name = `${fromOn} ${taxClass}`
    if (fromOn === '') problems[`rateChanges.${key}`] = '適用日は 2026/10/01 のように入力してください。'
    else if (ratePercent === null) problems[`rateChanges.${key}`] = `税率は${wrongPercent}`
    else if (taken.has(name)) problems[`rateChanges.${key}`] = '同じ日・同じ区分の変更がすでにあります。'
    taken.add(name)
    return { fromOn, taxClass, ratePercent: ratePercent ?? 0 }
  })
}
