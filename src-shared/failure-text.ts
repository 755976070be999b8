import type { Failure, FailureCode, NextStep } from './failure.ts'
import { dataSentences } from './failure-text-data.ts'
import { bulkSentences } from './bulk-failure-text.ts'
import { linkSentences } from './link-failure-text.ts'
import { listSentences } from './list-failure-text.ts'
import { mailSentences } from './mail-failure-text.ts'
import { screenSentences } from './screen-failure-text.ts'
import { productSentences } from './product-failure-text.ts'
import { ofOrder, part, type Params, type Sentence } from './sentence.ts'
import { stockSentences } from './stock-failure-text.ts'
import type { SettlementAction } from './settlement.ts'
import { settlementActionText } from './text.ts'
import { CONTROL_CHARACTER } from './typed-text.ts'

/** Why an action is not possible just now, by the reasons of `settlement-rules.ts`. */
function notAllowedText(params: Params): string {
  const instead = String(params['instead'] ?? '')
  const reasons: Readonly<Record<string, string>> = {
    midnight: '日付が変わる前後1分は変更できません。',
    dayTurned: '順番を待つあいだに日付が変わったため、送信していません。',
    orderCancelled: '対応状況がキャンセルのままでは、請求する変更ができません。',
    clock: 'このパソコンの日時がGMOと合わないため、変更できません。',
    method: 'お支払方法がこの変更に対応していません。',
    slipAmount: 'コンビニ・Pay-easyのため、受注後の金額変更や請求の操作はできません。',
    wordsRefused: '取消・返品・月跨返品のどれもGMOに受け付けられませんでした。',
    otherWord: `いまの日付では「${instead in settlementActionText ? settlementActionText[instead as SettlementAction] : '別の処理'}」になります。`,
  }
  return reasons[String(params['why'] ?? '')] ?? 'いまの状況からはこの変更ができません。'
}

/** What to do about a trade that was not found: at first, under an open outcome, and in 照合. */
function missingSteps(params: Params): string {
  if (params['twice'] !== undefined) {
    return '1分以上あけて「今すぐ確認」を2回押してください。それでも見つからないときは「GMO側に取引がありません」を選べます。'
  }
  return params['again'] === undefined
    ? '決済（GMO）の設定のショップIDが正しいか確かめ、GMOの管理画面で取引を探してください。'
    : '1分以上あけて、もう一度「連携を外す」を押してください。2回続けて見つからなければ、連携を外せます。'
}

/** An input that does not fit; what cannot be seen in a field is said. */
function invalidText(params: Params): Sentence {
  const field = part(params, 'field', '（項目: ', '）')
  if (params['why'] === CONTROL_CHARACTER) {
    return {
      what: `目に見えない制御文字が含まれているため、受け付けられませんでした。${field}`,
      then: 'その項目をいったん空にして、貼り付けずに入力し直してください。',
    }
  }
  return {
    what: `入力の形が正しくないため、受け付けられませんでした。${field}`,
    then: '入力内容を見直して、もう一度お試しください。',
  }
}

const chargeText: Readonly<Record<string, string>> = {
  discountYen: '値引',
  shippingYen: '送料',
  feeYen: '手数料',
  usedPoints: '使用ポイント',
}

const again = '時間をおいてもう一度お試しください。'
const report = '「サポートに伝える内容をコピー」の内容を添えてお問い合わせください。'

const sentences: Readonly<Record<FailureCode, (params: Params) => Sentence>> = {
  ...dataSentences,
  bug: () => ({ what: 'プログラムの不具合で処理を続けられませんでした。', then: report }),
  'call.unknown': () => ({
    what: '画面と本体の版が合っていません。',
    then: '受注デスクを終了し、開き直してください。',
  }),
  'call.invalid': invalidText,
  'call.forbidden': () => ({ what: 'この操作をする権限がありません。', then: '権限のある担当者に依頼してください。' }),
  'call.too-large': () => ({
    what: '一度に送れる大きさを超えています。',
    then: '内容を短くして、もう一度お試しください。',
  }),
  'core.unavailable': () => ({
    what: '受注デスクの本体が応答していません。',
    then: '少し待っても変わらないときは、受注デスクを終了して開き直してください。',
  }),
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
  ...listSentences,
  ...screenSentences,
  ...stockSentences,
  ...productSentences,
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
  'order.line-text-too-long': (p) => ({
    what: `${part(p, 'line', '商品の', '行目の')}商品コード・商品名・規格に長すぎるものがあります。`,
    then: `${part(p, 'max', '', '字以下で')}入力してください。`,
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
  'order.split-mismatch': (p) => ({
    what: `${part(p, 'line', '', '行目の')}商品は、お届け先ごとの数量の合計${part(p, 'split', '（', '）')}が受注の数量${part(p, 'ordered', '（', '）')}と違います。`,
    then: 'お届け先ごとの数量か、受注の数量を直してください。',
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
  'settlement.not-linked': (p) => ({
    what: `${ofOrder(p)}決済は、まだGMOの取引と連携していません。`,
    then: '「GMOに照会する」を押してください。',
  }),
  'settlement.not-allowed': (p) => ({
    what: `${ofOrder(p)}決済は、${notAllowedText(p)}`,
    then: '現在状況を確かめてください。',
  }),
  'settlement.too-late': (p) => ({
    what: `${ofOrder(p)}決済は、この変更ができる期限${part(p, 'settleBy', '（', '）')}を過ぎています。`,
    then: 'ほかの変更を選ぶか、お客様と別のお支払方法をご相談ください。',
  }),
  'settlement.in-progress': (p) => ({
    what: `${ofOrder(p)}決済は、前の変更の結果を確認中です。`,
    then: '二重に処理しないよう、結果がわかるまでお待ちください。「今すぐ確認」で確かめられます。',
  }),
  'settlement.amount-differs': (p) => ({
    what: `${ofOrder(p)}お支払い合計${part(p, 'orderYen', '（', '円）')}が、GMOの金額${part(p, 'gatewayYen', '（', '円）')}と違います。`,
    then: '金額を合わせてから、実売上にしてください。',
  }),
  'settlement.amount-same': (p) => ({
    what: `${ofOrder(p)}お支払い合計${part(p, 'orderYen', '（', '円）')}は、GMOの金額と同じです。`,
    then: '受注の内容を変えて「計算結果の確認」を押してから、金額変更を選んでください。',
  }),
  'settlement.amount-out-of-range': (p) => ({
    what: `${ofOrder(p)}お支払い合計${part(p, 'orderYen', '（', '円）')}は、カードで請求できる金額（1円〜9,999,999円）ではありません。`,
    then: '金額を見直してください。全額を取りやめるときは、取消・返品・月跨返品を選びます。',
  }),
  'settlement.reason-missing': (p) => ({
    what: `${ofOrder(p)}決済の変更には、理由の入力が必要です。`,
    then: '理由を入力して、もう一度お試しください。',
  }),
  'settlement.changed-at-gateway': (p) => ({
    what: `${ofOrder(p)}決済は、GMO側で状態が変わっていました。何も変更していません。`,
    then: '最新の現在状況を確かめて、必要ならもう一度選んでください。',
  }),
  'settlement.nothing-to-inquire': () => ({
    what: 'このお支払方法には、GMOに照会する取引がありません。',
    then: 'そのままお使いください。',
  }),
  'settlement.trade-missing': (p) => ({
    what: `${ofOrder(p)}決済の取引が、GMOに見つかりません。`,
    then: missingSteps(p),
  }),
  'settlement.reconcile-first': (p) => ({
    what: `控えから戻したあとの照合がまだ${part(p, 'count', '', '件')}残っているため、決済の操作を止めています。`,
    then: '画面の上の「GMOに照会する」を押して、照合を済ませてください。',
  }),
  ...bulkSentences,
  ...linkSentences,
  'gateway.not-configured': () => ({
    what: '決済（GMO）の設定がまだです。',
    then: '基本設定の「決済（GMO）」でショップIDとショップパスワードを登録してください。',
  }),
  'gateway.offline': () => ({
    what: 'GMOに接続できませんでした。何も送信していません。',
    then: 'ネットワークの接続を確かめて、もう一度お試しください。',
  }),
  'gateway.refused': (p) => ({
    what: `GMOに受け付けられませんでした${part(p, 'code', '（', '）') || part(p, 'codes', '（', '）')}。`,
    then: 'エラーコードをGMOペイメントゲートウェイにお問い合わせください。',
  }),
  'gateway.no-answer': () => ({ what: 'GMOから応答がありませんでした。', then: again }),
  ...mailSentences,
}

/** The sentence of a failure. Parameters that are missing leave no gap. */
export function failureSentence(failure: Failure): Sentence {
  return sentences[failure.code](failure.params)
}

export const nextStepText: Readonly<Record<NextStep, string>> = {
  retry: 'もう一度試す',
  reload: '読み直す',
  inquire: '今すぐ確認',
  'open-gateway-settings': '決済（GMO）の設定を開く',
  'open-mail-settings': 'メールの設定を開く',
  'restore-backup': '控えから戻す',
  'choose-folder': '別のフォルダを開く',
  'check-records': '記録の検査',
}
