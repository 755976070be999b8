import { html } from './markup.ts'
import type { Markup } from './markup.ts'

const cards: readonly (readonly [cardNo: string, what: string])[] = [
  ['4111-1111-1111-1111', '承認されます（VISA）'],
  ['5555-5555-5555-4444', '承認されます（Master）'],
  ['3530-1113-3330-0000', '承認されます（JCB）'],
  ['3782-8224-6310-005', '承認されます（AMEX）'],
  ['3600-6666-3333-44', '承認されます（Diners）'],
  ['4999-0000-0000-0002', '残高不足で断られます'],
  ['4999-0000-0000-0005', '限度額オーバーで断られます'],
  ['4996-0000-0002-0000', '承認されますが、後の金額変更・再度の仮売上は断られます'],
  ['4100-0000-0000-5000', '3Dセキュアで本人確認の画面が出ます'],
  ['4100-0000-0000-0100', '3Dセキュアを画面なしで通ります'],
]

/** The card numbers to practise with, folded away. */
export function practiceCards(): Markup {
  const rows = cards.map(
    ([cardNo, what]) =>
      html`<tr>
        <td>${cardNo}</td>
        <td>${what}</td>
      </tr>`,
  )
  return html`<details class="sheet">
    <summary>練習に使えるカード番号</summary>
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">番号</th>
          <th scope="col">結果</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <p class="hint">有効期限は今月以降、名義とセキュリティコードは何でもかまいません。</p>
  </details>`
}
