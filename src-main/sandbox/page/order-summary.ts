import type { PaymentLink } from '../payment-link.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'

/** Whole yen as the guide writes them: `5,775円`. */
export function yenText(amountYen: number): string {
  return `${amountYen.toLocaleString('ja-JP')}円`
}

/** Who is paid, above the heading. */
export function shopLine({ shopName }: PaymentLink): Markup {
  return html`<p class="shop">${shopName === '' ? '練習ショップ' : shopName}</p>`
}

/** What is paid, as a list of names and values. */
export function orderSummary(link: PaymentLink, more: readonly (readonly [string, string])[] = []): Markup {
  const overview = link.overview === '' ? [] : [['内容', link.overview] as const]
  const lines = [['注文番号', link.orderId] as const, ...overview, ...more]
  return html`<dl class="sum">
    ${lines.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
    <dt>お支払い合計</dt>
    <dd class="total">${link.jobCd === 'CHECK' ? '請求なし' : yenText(link.amountYen + link.taxYen)}</dd>
  </dl>`
}
