import { formatDateTime } from '../src-shared/business-day.ts'
import type { LinkJob } from '../src-shared/payment-link.ts'
import type { GatewaySettings, GatewaySettingsInput, LinkPage } from '../src-shared/settings.ts'

/** 決済（GMO） as typed. The pass is always empty when the screen opens: it goes in and never comes out. */
export interface GatewayForm {
  shopId: string
  password: string
  orderNoPatterns: string[]
  authorisationDays: string
  salesVoidedOn: GatewaySettings['salesVoidedOn']
  singleCancel: boolean
  cancelDays: string
  bulkAtOnce: string
  linkConfigId: string
  linkJob: LinkJob
  linkThreeDSecure: boolean
  linkDays: string
}

type GatewayField =
  | 'shopId'
  | 'password'
  | 'orderNoPatterns'
  | 'authorisationDays'
  | 'cancelDays'
  | 'bulkAtOnce'
  | 'linkConfigId'
  | 'linkDays'

export type GatewayProblems = Partial<Record<GatewayField, string>>

/** The form of stored settings. */
export function gatewayForm(settings: GatewaySettings): GatewayForm {
  return {
    shopId: settings.shopId,
    password: '',
    orderNoPatterns: [...settings.orderNoPatterns],
    authorisationDays: String(settings.authorisationDays),
    salesVoidedOn: settings.salesVoidedOn,
    singleCancel: settings.singleCancel,
    cancelDays: String(settings.cancelDays),
    bulkAtOnce: String(settings.bulkAtOnce),
    linkConfigId: settings.linkPage.configId,
    linkJob: settings.linkPage.job,
    linkThreeDSecure: settings.linkPage.threeDSecure,
    linkDays: String(settings.linkPage.days),
  }
}

/** What to store, or what has to be corrected first (the same rules as `gatewaySettingsInputSchema`). */
export function readGatewayForm(
  form: GatewayForm,
  hasPass: boolean,
): { readonly input: GatewaySettingsInput; readonly problems: GatewayProblems } {
  const problems: GatewayProblems = {}
  const shopId = form.shopId.normalize('NFKC').trim()
  if (!/^[A-Za-z0-9]{1,13}$/.test(shopId)) problems.shopId = '半角英数字13字以下で入力してください。'
  const pass = form.password
  if (pass === '' ? !hasPass : !/^[A-Za-z0-9]{1,10}$/.test(pass))
    problems.password = '半角英数字10字以下で入力してください。'
  const patterns = form.orderNoPatterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '')
  if (patterns.length === 0 || patterns.length > 5 || !patterns.every(isPattern))
    problems.orderNoPatterns = '{no} を1回含む、半角英数字とハイフンの形で、1件から5件まで登録できます。'
  const count = (key: 'authorisationDays' | 'cancelDays' | 'bulkAtOnce', most: number): number => {
    const value = Number(form[key].normalize('NFKC'))
    if (!Number.isInteger(value) || value < 1 || value > most)
      problems[key] = `1から${String(most)}までの整数で入力してください。`
    return value
  }
  const base = {
    shopId,
    orderNoPatterns: patterns,
    authorisationDays: count('authorisationDays', 180),
    salesVoidedOn: form.salesVoidedOn,
    singleCancel: form.singleCancel,
    cancelDays: count('cancelDays', 180),
    bulkAtOnce: count('bulkAtOnce', 8),
    linkPage: readLinkPage(form, problems),
  }
  return { input: pass === '' ? base : { ...base, password: pass }, problems }
}

/** The part about payment links (the same rules as `linkPageSchema`); what is wrong with it goes to `problems`. */
function readLinkPage(form: GatewayForm, problems: GatewayProblems): LinkPage {
  const linkPage = {
    configId: form.linkConfigId.normalize('NFKC').trim(),
    job: form.linkJob,
    threeDSecure: form.linkThreeDSecure,
    days: Number(form.linkDays.normalize('NFKC')),
  }
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(linkPage.configId))
    problems.linkConfigId = '半角英数字・ハイフン・下線の20字以下で入力してください。'
  if (!Number.isInteger(linkPage.days) || linkPage.days < 1 || linkPage.days > 60)
    problems.linkDays = '1から60までの整数で入力してください。'
  return linkPage
}

function isPattern(pattern: string): boolean {
  const shape = /^[A-Za-z0-9-]*\{no\}(?:[A-Za-z0-9-]|\{ddHHmmss\}|\{yyMMdd\}|\{HHmmss\})*$/
  return pattern.length >= 4 && pattern.length <= 60 && shape.test(pattern)
}

/** What a pattern makes of order 55, ordered at `at`: the example beside the field. */
export function patternExample(pattern: string, at: number): string {
  if (!isPattern(pattern.trim())) return ''
  const seconds = String(Math.floor(at / 1000) % 60).padStart(2, '0')
  const [year = '', month = '', day = '', hour = '', minute = ''] = formatDateTime(at).split(/[/ :]/)
  return pattern
    .trim()
    .replaceAll('{no}', '55')
    .replaceAll('{ddHHmmss}', `${day}${hour}${minute}${seconds}`)
    .replaceAll('{yyMMdd}', `${year.slice(2)}${month}${day}`)
    .replaceAll('{HHmmss}', `${hour}${minute}${seconds}`)
}
