import type { FailureCode } from './failure.ts'
import { ofOrder, part, type Params, type Sentence } from './failure-parts.ts'

const chargeText: Readonly<Record<string, string>> = {
  discountYen: '値引',
  shippingYen: '送料',
  feeYen: '手数料',
  usedPoints: '使用ポイント',
}

type OrderFailureCode = Extract<FailureCode, `order.${string}`>

/** Sentences of what can go wrong with an order itself. */
export const orderSentences: Readonly<Record<OrderFailureCode, (params: Params) => Sentence>> = {
  'order.not-found': (p) => ({
    what: `${part(p, 'orderNo', '注文 ', ' の')}受注が見つかりません。`,
    then: '検索画面に戻り、一覧から開き直してください。',
  }),
  'order.changed-meanwhile': (p) => ({
    what: `${ofOrder(p)}内容は、開いている間にほかで変更されました。`,
    then: '最新の内容と見くらべて、残すほうを選んでください。',
  }),
  'order.card-number-in-text': () => ({
    what: 'カード番号と思われる数字が含まれているため、保存できません。',
    then: 'カード番号を消してから登録してください。',
  }),
  'order.selection-changed': () => ({
    what: '確認の表示のあとに対象の受注が変わったため、1件も移動していません。',
    then: '読み直して、もう一度内容を確かめてください。',
  }),
  'order.undo-too-late': () => ({
    what: '移動を元に戻せる時間を過ぎました。',
    then: '戻したい受注を選び、元の対応状況へ移動してください。',
  }),
  'order.already-created': (p) => ({
    what: `この入力画面からの受注は、すでに${part(p, 'orderNo', '注文 ', ' として')}登録されています。`,
    then: '登録された受注を開いて、違うところを変更してください。',
  }),
  'order.no-lines': (p) => ({
    what: `${ofOrder(p)}商品が1つもありません。`,
    then: '商品を1行以上入力してください。',
  }),
  'order.line-without-name': (p) => ({
    what: `${part(p, 'line', '商品の', '行目の')}商品名が入力されていません。`,
    then: '商品名を入力するか、その行を削除してください。',
  }),
  'order.price-out-of-range': (p) => ({
    what: `${part(p, 'line', '商品の', '行目の')}単価が範囲を超えています。`,
    then: '0円～99,999,999円で入力してください。',
  }),
  'order.quantity-out-of-range': (p) => ({
    what: `${part(p, 'line', '商品の', '行目の')}数量が範囲を超えています。`,
    then: '1～999,999で入力してください。',
  }),
  'order.charge-out-of-range': (p) => ({
    what: `${chargeText[String(p['field'] ?? '')] ?? '金額'}が範囲を超えています。`,
    then: '0～999,999,999で入力してください。',
  }),
  'order.total-negative': (p) => ({
    what: `${p['which'] === 'payment' ? 'お支払い合計' : '合計'}がマイナス${part(p, 'yen', '（', '円）')}になります。`,
    then: '値引きや使用ポイントを減らして、0円以上にしてください。',
  }),
  'order.total-too-large': () => ({
    what: '合計が扱える金額（9,999,999,999円）を超えています。',
    then: '単価と数量を見直してください。',
  }),
  'order.no-delivery': (p) => ({
    what: `${ofOrder(p)}お届け先が1つもなくなります。`,
    then: 'お届け先を1つ以上残してください。',
  }),
  'order.delivery-under-way': (p) => ({
    what: `${ofOrder(p)}お届け先には、発送伝票番号か発送日が入っています。`,
    then: '発送した荷物のお届け先は外せません。伝票番号が誤りなら、先に消して登録してください。',
  }),
  'order.name-missing': () => ({
    what: '注文者の姓が入力されていません。',
    then: '姓を入力してください。',
  }),
  'order.method-locked': (p) => ({
    what: `${ofOrder(p)}お支払方法は、GMOに取引があるため変更できません。`,
    then: 'ほかのお支払方法にするときは、決済を取り消してから新しい受注を登録してください。',
  }),
  'order.money-locked': (p) => ({
    what: `${ofOrder(p)}金額は、コンビニ・Pay-easyのお支払番号が発行されているため、注文のあとから変更できません。`,
    then: '金額が変わるときは、この受注をキャンセルし、正しい金額で新しい受注を登録してください。',
  }),
}
