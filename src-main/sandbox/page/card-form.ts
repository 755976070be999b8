import { dayOf } from '../../../src-shared/business-day.ts'
import type { Instant } from '../../../src-shared/business-day.ts'
import type { HolderName, PaymentLink } from '../payment-link.ts'
import { cardBrands } from './card-brand.ts'
import { NUMBER_EXAMPLE } from './card-input.ts'
import type { CardField, CardMistakes } from './card-input.ts'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'
import { orderSummary, shopLine } from './order-summary.ts'
import { practiceCards } from './practice-cards.ts'
import { refusalWords } from './refusal-words.ts'

/** Years a card can still be good for. */
const YEARS_AHEAD = 15
const methodNames: Readonly<Record<string, string>> = {
  '1': '一括払い',
  '2': '分割払い',
  '3': 'ボーナス一括払い',
  '4': 'ボーナス分割払い',
  '5': 'リボ払い',
}
const firstField: Readonly<Record<CardField, string>> = {
  number: 'number1',
  expiry: 'month',
  given: 'given',
  family: 'family',
  code: 'code',
}

/** What the form shows beside the link: nothing of a card is ever written back. */
export interface CardFormState {
  readonly holder: HolderName
  readonly mistakes: CardMistakes
  readonly at: Instant
}

/** The card form of the guide. Mistakes stand at their fields and once more above them, as links. */
export function cardForm(link: PaymentLink, state: CardFormState): Markup {
  return html`${shopLine(link)}
    <h1>クレジットカードでのお支払い</h1>
    ${alertBox(link, state.mistakes)}
    <div class="two">
      <section class="sheet order" aria-labelledby="order">
        <h2 id="order">ご注文</h2>
        ${orderSummary(link)}
      </section>
      <form class="sheet" method="post" action="/link/${link.token}" autocomplete="off" novalidate>
        ${brandRow()}
        <div class="row">
          <div class="name plain">支払回数</div>
          <div>${methodName(link)}</div>
        </div>
        ${numberRow(state.mistakes)} ${expiryRow(state)} ${holderRow(state)}
        ${link.securityCode === 'none' ? null : codeRow(link, state.mistakes)}
        <div class="acts">
          <button type="submit">この内容で支払う</button>
          ${link.cancelUrl === '' ? null : html`<a href="${link.cancelUrl}">支払わずにお店へ戻る</a>`}
        </div>
        ${link.tdFlag === '2' ? html`<p class="hint">カード会社の本人認証（3Dセキュア）の画面に進むことがあります。</p>` : null}
      </form>
      ${practiceCards()}
    </div>`
}

function methodName({ method, payTimes }: PaymentLink): string {
  const name = methodNames[method] ?? '一括払い'
  return payTimes === '' ? name : `${name}（${payTimes}回）`
}

function alertBox({ refusedWith }: PaymentLink, mistakes: CardMistakes): Markup | null {
  const wrong = Object.entries(mistakes) as [CardField, string][]
  if (wrong.length > 0) {
    const items = wrong.map(([field, words]) => html`<li><a href="#${firstField[field]}">${words}</a></li>`)
    return html`<div class="alert" role="alert" tabindex="-1" autofocus>
      <h2>入力内容を確かめてください</h2>
      <ul>
        ${items}
      </ul>
      <p>安全のため、カード番号・有効期限・セキュリティコードはもう一度入力してください。</p>
    </div>`
  }
  if (refusedWith.length === 0) return null
  return html`<div class="alert" role="alert" tabindex="-1" autofocus>
    <h2>お支払いはまだ完了していません</h2>
    <p>${refusalWords(refusedWith)}</p>
    <p class="hint">コード ${refusedWith.join(' / ')}</p>
  </div>`
}

function brandRow(): Markup {
  const badges = cardBrands.map(({ name }) => html`<li>${name}</li>`)
  return html`<div class="row">
    <div class="name plain" id="brands">ご利用頂けるカードの種類</div>
    <ul class="brands" aria-labelledby="brands">
      ${badges}
    </ul>
  </div>`
}

function numberRow(mistakes: CardMistakes): Markup {
  // The first box takes a whole number as well: people paste it, and the browser would cut it off after four digits.
  const boxes = [1, 2, 3, 4].map(
    (place) =>
      html`${place === 1 ? null : html`<span aria-hidden="true">-</span>`}<input
          class="four"
          id="number${place}"
          name="number${place}"
          inputmode="numeric"
          maxlength="${place === 1 ? 19 : 4}"
          aria-label="カード番号 ${place}つ目の4桁"
          aria-describedby="number-hint${said(mistakes, 'number')}"
          ${invalid(mistakes, 'number')}
          aria-required="true"
        />`,
  )
  return html`<fieldset class="row">
    <legend class="name">カード番号${need()}</legend>
    <div>
      <div class="fields">${boxes}</div>
      <p class="hint" id="number-hint">
        ※ご本人名義のカードをご使用ください。<br />半角入力（例: ${NUMBER_EXAMPLE}）。AMEX は 4-4-4-3 桁、Diners は
        4-4-4-2 桁に分けて入力してください。
      </p>
      ${mistake(mistakes, 'number')}
    </div>
  </fieldset>`
}

function expiryRow({ mistakes, at }: CardFormState): Markup {
  const firstYear = Number(dayOf(at).slice(2, 4))
  const months = Array.from({ length: 12 }, (_none, index) => twoDigits(index + 1))
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_none, index) => twoDigits((firstYear + index) % 100))
  const choice = (name: string, label: string, values: readonly string[]) =>
    html`<label class="pair"
      ><select
        id="${name}"
        name="${name}"
        aria-label="有効期限 ${label}"
        aria-required="true"
        aria-describedby="expiry-hint${said(mistakes, 'expiry')}"
        ${invalid(mistakes, 'expiry')}
      >
        <option value="">--</option>
        ${values.map((value) => html`<option value="${value}">${value}</option>`)}</select
      >${label}</label
    >`
  return html`<fieldset class="row">
    <legend class="name">有効期限${need()}</legend>
    <div>
      <div class="fields">
        ${choice('month', '月', months)}<span aria-hidden="true">/</span>${choice('year', '年', years)}
      </div>
      <p class="hint" id="expiry-hint">カードの表示と同じ順です。年は西暦の下2桁を選んでください。</p>
      ${mistake(mistakes, 'expiry')}
    </div>
  </fieldset>`
}

function holderRow({ holder, mistakes }: CardFormState): Markup {
  const box = (field: 'given' | 'family', label: string) =>
    html`<label class="pair"
      >${label}<input
        class="word"
        id="${field}"
        name="${field}"
        maxlength="60"
        autocapitalize="characters"
        spellcheck="false"
        value="${holder[field]}"
        aria-describedby="holder-hint${said(mistakes, field)}"
        ${invalid(mistakes, field)}
        aria-required="true"
    /></label>`
  return html`<fieldset class="row">
    <legend class="name">カード名義 (ローマ字)${need()}</legend>
    <div>
      <div class="fields">${box('given', '名')}${box('family', '姓')}</div>
      <p class="hint" id="holder-hint">半角入力（例: TARO YAMADA）</p>
      ${mistake(mistakes, 'given')}${mistake(mistakes, 'family')}
    </div>
  </fieldset>`
}

function codeRow({ securityCode }: PaymentLink, mistakes: CardMistakes): Markup {
  const required = securityCode === 'required'
  const badge = required ? need() : html`<span class="need may">任意</span>`
  return html`<div class="row">
    <div class="name"><label for="code">セキュリティコード</label>${badge}</div>
    <div>
      <input
        class="code"
        id="code"
        name="code"
        type="password"
        inputmode="numeric"
        maxlength="4"
        aria-describedby="code-hint${said(mistakes, 'code')}"
        ${invalid(mistakes, 'code')}${required ? html` aria-required="true"` : null}
      />
      <p class="hint" id="code-hint">カード裏面の署名欄の末尾3桁です。AMEX は表面の4桁です。</p>
      ${mistake(mistakes, 'code')}
    </div>
  </div>`
}

function need(): Markup {
  return html`<span class="need">必須</span>`
}

function mistake(mistakes: CardMistakes, field: CardField): Markup | null {
  const words = mistakes[field]
  return words === undefined ? null : html`<p class="wrong" id="${field}-wrong">${words}</p>`
}

/** Lets a screen reader say the mistake after the hint. */
function said(mistakes: CardMistakes, field: CardField): string {
  return mistakes[field] === undefined ? '' : ` ${field}-wrong`
}

function invalid(mistakes: CardMistakes, field: CardField): Markup | null {
  return mistakes[field] === undefined ? null : html` aria-invalid="true"`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
