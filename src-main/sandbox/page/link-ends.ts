import { formatDateTime } from '../../../src-shared/business-day.ts'
import type { LinkStanding, PaymentLink } from '../payment-link.ts'
import type { LedgerTrade } from '../ledger.ts'
import type { HostedPage } from './layout.ts'
import { html } from './markup.ts'
import { orderSummary, shopLine } from './order-summary.ts'

const askShop = 'お支払いについては、お店にお問い合わせください。'

/** Why a link takes no card, for the buyer. */
const ends: Readonly<Record<Exclude<LinkStanding, 'open'>, readonly [heading: string, words: string]>> = {
  paid: [
    'お支払いは済んでいます',
    'このリンクからのお支払いはすでに完了しています。もう一度お支払いいただく必要はありません。',
  ],
  cancelled: ['このリンクは取り消されました', `お店がこのお支払いを取り消しました。${askShop}`],
  expired: [
    'このリンクの期限が切れています',
    `お支払いの期限を過ぎたため、このページではお支払いできません。${askShop}`,
  ],
  exhausted: ['このリンクは使えなくなりました', `お支払いを試せる回数の上限に達しました。${askShop}`],
}

/** The page of a link that takes no card any more. */
export function linkEnded(link: PaymentLink, standing: Exclude<LinkStanding, 'open'>): HostedPage {
  const [heading, words] = ends[standing]
  return {
    status: 410,
    title: heading,
    body: html`${shopLine(link)}
      <div class="sheet">
        <h1>${heading}</h1>
        <p>${words}</p>
        <p class="hint">注文番号 ${link.orderId}</p>
      </div>`,
  }
}

/** The page after a successful payment. */
export function paidPage(link: PaymentLink, trade: LedgerTrade | undefined): HostedPage {
  const more: [string, string][] =
    trade === undefined
      ? []
      : [
          ['カード', trade.maskedCardNo],
          ['お手続き日時', formatDateTime(trade.authorisedAt ?? trade.processedAt)],
        ]
  return {
    status: 200,
    title: 'お支払いの完了',
    body: html`${shopLine(link)}
      <div class="sheet done" role="status">
        <h1>お支払いの手続きが完了しました</h1>
        <p>ありがとうございました。このページは閉じてかまいません。</p>
      </div>
      <section class="sheet" aria-labelledby="order">
        <h2 id="order">ご注文</h2>
        ${orderSummary(link, more)}
      </section>
      ${link.completeUrl === '' ? null : html`<p><a class="button" href="${link.completeUrl}">お店へ戻る</a></p>`}`,
  }
}

/** The page of an address that leads nowhere. */
export function nothingHere(): HostedPage {
  return {
    status: 404,
    title: 'ページが見つかりません',
    body: html`<div class="sheet">
      <h1>ページが見つかりません</h1>
      <p>
        リンクが途中で切れていないか確かめてください。メールから開いた場合は、リンク全体をコピーして開き直してください。
      </p>
    </div>`,
  }
}
