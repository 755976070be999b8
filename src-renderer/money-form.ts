import type { MoneySettings } from '../src-shared/money-settings.ts'

type Percent = 'standardRatePercent' | 'reducedRatePercent' | 'pointRatePercent'

/** The rules for sums as typed: rates are texts. An empty 軽減税率 means that there is none. */
export type MoneyForm = Omit<{ -readonly [K in keyof MoneySettings]: MoneySettings[K] }, Percent> &
  Record<Percent, string>

/** The form over settings as stored. */
export function moneyFormOf(settings: MoneySettings): MoneyForm {
  const { standardRatePercent, reducedRatePercent, pointRatePercent } = settings
  return {
    ...settings,
    standardRatePercent: String(standardRatePercent),
    reducedRatePercent: reducedRatePercent === null ? '' : String(reducedRatePercent),
    pointRatePercent: String(pointRatePercent),
  }
}

/** What was typed, or null and by field what has to be corrected. */
export function readMoneyForm(form: MoneyForm): {
  readonly settings: MoneySettings | null
  readonly problems: Readonly<Record<string, string>>
} {
  const problems: Record<string, string> = {}
  const read = (field: Percent): number => {
    const text = form[field].normalize('NFKC').trim()
    const percent = /^\d{1,3}$/.test(text) ? Number(text) : -1
    if (percent < 0 || percent > 100) problems[field] = '0～100の整数で入力してください。'
    return percent
  }
  const hasReduced = form.reducedRatePercent.trim() !== ''
  const settings = {
    ...form,
    standardRatePercent: read('standardRatePercent'),
    reducedRatePercent: hasReduced ? read('reducedRatePercent') : null,
    pointRatePercent: read('pointRatePercent'),
  }
  return { settings: Object.keys(problems).length === 0 ? settings : null, problems }
}
