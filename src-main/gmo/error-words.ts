/** What the operator reads for one kind of refusal. `{項目}` stands for the item the gateway complains about. */
interface Words {
  readonly message: string
  readonly advice: string
}

const checkOrder = '受注の内容を直してから、もう一度実行してください。'
const inquireFirst = '決済状況を照会して、今の状態を確かめてください。'
const askGateway = 'エラーコードを控えて、GMOペイメントゲートウェイへ問い合わせてください。'
const askCustomer = 'お客様に連絡し、別のカードや別の支払方法をお願いしてください。'
const checkSettings = '設定の「決済」でショップIDとショップパスワードを確かめてください。'
const waitAndRetry = 'しばらく待ってから、もう一度実行してください。'

/** One entry for each kind the table of codes knows. */
export const kindWords = {
  missing: { message: '{項目}が空のままです。', advice: checkOrder },
  tooLong: { message: '{項目}が長すぎます。', advice: checkOrder },
  wrongLength: { message: '{項目}の長さが決まりと違います。', advice: checkOrder },
  badCharacters: { message: '{項目}に使えない文字があります。', advice: checkOrder },
  badFormat: { message: '{項目}の書き方が決まりと違います。', advice: checkOrder },
  badValue: { message: '{項目}の値が受け付けられませんでした。', advice: checkOrder },
  outOfRange: { message: '{項目}が決められた範囲に入っていません。', advice: checkOrder },
  mismatch: { message: '{項目}が、登録されている内容と食い違っています。', advice: checkOrder },
  duplicate: { message: '{項目}はすでに使われています。', advice: '新しい番号で決済をやり直してください。' },
  notFound: {
    message: '{項目}が決済代行会社に見つかりません。',
    advice: '決済の注文番号と、接続先(本番・テスト)の設定を確かめてください。',
  },
  wrongCredentials: { message: 'ショップIDかショップパスワードが違います。', advice: checkSettings },
  amountDiffers: {
    message: '送った金額が、取引の金額と合いません。',
    advice: '金額変更で取引の金額をお支払い合計に合わせてから、もう一度実行してください。',
  },
  wrongState: { message: '取引の今の状態では、この操作を選べません。', advice: inquireFirst },
  alreadyDone: { message: 'この取引の処理は、すでに済んでいます。', advice: inquireFirst },
  notExecuted: {
    message: 'お客様の支払手続きが終わっていない取引です。',
    advice: '支払手続きが終わるのを待つか、新しく支払いを案内してください。',
  },
  authorisationExpired: {
    message: '仮売上の期限を過ぎたため、実売上にできません。',
    advice: '返品にしてから再オーソリするか、お客様に支払いをやり直していただいてください。',
  },
  tooOld: {
    message: '最後の処理から180日を過ぎた取引なので、操作できません。',
    advice: '返金が必要なときは、銀行振込などの別の方法で行ってください。',
  },
  expired: { message: '{項目}の期限を過ぎています。', advice: inquireFirst },
  blocked: { message: '{項目}の利用が止められています。', advice: askGateway },
  notContracted: {
    message: 'ショップの契約に含まれない操作です。',
    advice: '契約の内容をGMOペイメントゲートウェイの管理画面か担当窓口で確かめてください。',
  },
  notAllowed: { message: '{項目}には、この操作を行えません。', advice: inquireFirst },
  settings: {
    message: 'ショップの設定に足りないところがあります。',
    advice: 'GMOペイメントゲートウェイの管理画面で、ショップの設定を確かめてください。',
  },
  declined: { message: 'カード会社または決済会社に断られました。', advice: askCustomer },
  overLimit: { message: '利用できる金額または回数を超えています。', advice: askCustomer },
  cardInvalid: { message: 'カードの番号または期限が受け付けられませんでした。', advice: askCustomer },
  securityCodeWrong: { message: 'カードの確認用の番号が合いません。', advice: askCustomer },
  authenticationFailed: {
    message: '本人確認または接続の認証に通りませんでした。',
    advice: 'お客様に支払いをやり直していただいてください。続くときは設定を確かめてください。',
  },
  cancelledByCustomer: {
    message: 'お客様が支払いを途中で取りやめました。',
    advice: '必要なら、お客様にもう一度支払いをお願いしてください。',
  },
  notFinished: {
    message: '支払いの手続きが途中で止まりました。',
    advice: 'お客様に、支払いを初めからやり直していただいてください。',
  },
  notNow: { message: '今の時間帯は受け付けられない操作です。', advice: '時間をおいて実行してください。' },
  notStarted: { message: '処理が始まる前に止まりました。取引は変わっていません。', advice: waitAndRetry },
  busy: { message: '決済代行会社が混み合っています。取引は変わっていません。', advice: waitAndRetry },
  inProgress: {
    message: '同じ取引の前の処理が、まだ続いています。',
    advice: '結果が確かめられるまで、この取引を操作しないでください。',
  },
  maintenance: { message: '決済会社が点検などで止まっています。', advice: waitAndRetry },
  networkError: {
    message: '決済会社どうしの通信が途切れ、結果を確かめられません。',
    advice: inquireFirst,
  },
  systemError: { message: '決済会社の側で障害が起きました。', advice: `${inquireFirst}続くときは、${askGateway}` },
  badRequest: { message: '送信の形が受け付けられませんでした。', advice: askGateway },
  other: { message: '決済代行会社が処理を断りました。', advice: `${inquireFirst}続くときは、${askGateway}` },
} as const satisfies Record<string, Words>

export type GatewayErrorKind = keyof typeof kindWords

/** Japanese names of the items codes complain about. */
export const fieldWords = {
  accessId: '取引ID',
  accessPass: '取引パスワード',
  account: '口座',
  accountName: '口座の名義',
  accountNumber: '口座の番号',
  accountType: '口座の種類',
  address: '住所',
  amount: '金額',
  bankCode: '銀行コード',
  bonus: 'ボーナス払いの指定',
  branchCode: '支店コード',
  cancelAmount: '取り消す金額',
  cancelTax: '取り消す税・送料',
  card: 'カード',
  cardExpiry: 'カードの期限',
  cardNumber: 'カードの番号',
  cardSequence: '登録カードの順番',
  clientField: '加盟店の自由項目',
  company: '会社の情報',
  contact: 'お問い合わせ先',
  contactHours: 'お問い合わせの受付時間',
  contactPhone: 'お問い合わせ先の電話番号',
  country: '国のコード',
  currency: '通貨',
  customerKana: 'フリガナ',
  customerName: 'お名前',
  date: '日付',
  device: '端末の情報',
  displayText: '表示する文',
  flag: '区分の値',
  itemCode: '商品の番号',
  itemName: '商品の情報',
  language: '言語',
  mail: 'メールアドレス',
  member: '会員',
  method: '支払方法',
  operation: '処理区分',
  orderId: '決済の注文番号',
  payTimes: '支払回数',
  payType: '決済方法',
  paymentTerm: '支払期限',
  phone: '電話番号',
  pin: '暗証番号',
  postcode: '郵便番号',
  receiptText: 'レシートに載せる文',
  registerText: 'レジに表示する文',
  reservationNumber: '予約番号',
  securityCode: 'セキュリティコード',
  shop: 'ショップ',
  shopId: 'ショップID',
  shopPass: 'ショップパスワード',
  site: 'サイト',
  siteId: 'サイトID',
  sitePass: 'サイトパスワード',
  store: 'コンビニの店',
  subscription: '継続課金の指定',
  tax: '税・送料',
  template: 'メールリンクの指定',
  threeDSecure: '3Dセキュアの指定',
  token: 'カード情報のトークン',
  tokenType: 'トークンの種類',
  total: '金額と税・送料の合計',
  trade: '取引',
  unitPrice: '単価',
  url: 'URL',
} as const

export type GatewayErrorField = keyof typeof fieldWords

/** Items that are set once for the shop: their errors are mended in the settings, not in the order. */
const shopFields: readonly string[] = ['shop', 'shopId', 'shopPass', 'site', 'siteId', 'sitePass']

/** Message and advice for the operator, made of the kind and the item (null: the code names none). */
export function wordsFor(kind: GatewayErrorKind, field: GatewayErrorField | null): Words {
  const { message, advice } = kindWords[kind]
  const item = field === null ? '送った項目' : fieldWords[field]
  const mended = field !== null && shopFields.includes(field) && advice === checkOrder ? checkSettings : advice
  return { message: message.replace('{項目}', item), advice: mended }
}
