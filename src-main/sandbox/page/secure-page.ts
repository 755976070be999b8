import { oneTimeCode } from '../secure-authentication.ts'
import { MOST_WRONG_CODES } from '../secure-step.ts'
import type { SecureStep } from '../secure-step.ts'
import type { HostedPage } from './layout.ts'
import { html } from './markup.ts'
import { yenText } from './order-summary.ts'

/** The page of the pretend issuer that asks the holder for the code it has just "sent". */
export function securePage(step: SecureStep): HostedPage {
  const left = MOST_WRONG_CODES - step.wrongCodes
  const wrong = step.wrongCodes > 0
  const alert = html`<div class="alert" role="alert">
    <h2>認証コードが違います</h2>
    <p>届いたコードを確かめて、もう一度入力してください。あと${left}回入力できます。</p>
  </div>`
  return {
    status: wrong ? 422 : 200,
    title: '本人認証',
    leadsTo: step.returnUrl,
    body: html`<p class="shop">練習カード会社</p>
      <h1>本人認証（3Dセキュア）</h1>
      ${wrong ? alert : null}
      <form
        class="sheet"
        method="post"
        action="/secure?transId=${step.transId}&amp;t=${step.token}"
        autocomplete="off"
        novalidate
      >
        <dl class="sum">
          <dt>注文番号</dt>
          <dd>${step.orderId}</dd>
          <dt>カード</dt>
          <dd>${step.card.maskedCardNo}</dd>
          <dt>お支払い金額</dt>
          <dd class="total">${yenText(step.amountYen)}</dd>
        </dl>
        <p class="message">
          練習のため、届いたはずの認証コードをここに表示しています。<br />認証コード
          <strong>${oneTimeCode(step)}</strong>
        </p>
        <div class="row">
          <div class="name"><label for="one-time-code">認証コード</label></div>
          <div>
            <input
              class="code"
              id="one-time-code"
              name="code"
              inputmode="numeric"
              maxlength="6"
              autocomplete="one-time-code"
              aria-describedby="code-hint"
              ${wrong ? html` aria-invalid="true"` : null}
              aria-required="true"
              autofocus
            />
            <p class="hint" id="code-hint">登録された電話番号に届いた6桁の数字を入力してください。</p>
          </div>
        </div>
        <div class="acts">
          <button type="submit" name="act" value="enter">認証する</button>
          <button class="second" type="submit" name="act" value="cancel">取りやめる</button>
        </div>
      </form>`,
  }
}
