/** The ten questions of the guide (p.11–12), then what the desk adds. */
export const helpTopics = [
  'gmo',
  'authorisation',
  'cardVerification',
  'threeDSecure',
  'authorised',
  'sales',
  'voided',
  'returned',
  'returnedLater',
  'twoClick',
  'cancelTable',
  'deadline',
  'keys',
  'contacts',
] as const
export type HelpTopic = (typeof helpTopics)[number]

/** One entry: the question, its answer in paragraphs, and where to read on. */
export interface HelpEntry {
  readonly question: string
  readonly answer: readonly string[]
  readonly see: readonly HelpTopic[]
}

/** The entries whose answer is a text; tables, keys and contacts are drawn from today's data. */
export const helpEntries: Readonly<Record<HelpTopic, HelpEntry>> = {
  gmo: {
    question: 'GMOとは？',
    answer: [
      'GMOペイメントゲートウェイのことで、お店とカード会社・コンビニ・銀行の間に立つ決済代行会社です。',
      'お店がカード会社やコンビニと1社ずつ契約する代わりに、申し込みとお金のやりとりをまとめて引き受けます。受注デスクの「カード決済状況」は、GMOにある取引の状態を写したものです。',
    ],
    see: ['contacts', 'authorisation'],
  },
  authorisation: {
    question: 'オーソリとは？',
    answer: [
      '購入金額がお客様のカードで使えるかをカード会社に尋ね、その金額の枠を押さえてもらうことです。日本語では「与信」と呼びます。',
      '枠を押さえただけでは、お客様への請求は始まりません。オーソリに成功した受注が「仮売上」になり、「実売上」にしてはじめて請求されます。',
      '金額変更と再オーソリでは、お客様の操作なしで枠を取り直します。このとき3Dセキュアの本人認証は行われません。',
    ],
    see: ['authorised', 'sales', 'threeDSecure'],
  },
  cardVerification: {
    question: 'セキュリティコード認証とは？',
    answer: [
      'カード番号と一緒に、カードの券面に印刷された3桁または4桁の数字を入力してもらい、カードが手元にあることを確かめる仕組みです。',
      'この数字は磁気には記録されていないため、磁気を読み取って作られた偽のカードでは通りません。受注デスクがこの数字を扱うことはなく、入力はGMOの画面で行われます。',
    ],
    see: ['threeDSecure'],
  },
  threeDSecure: {
    question: '3Dセキュアとは？',
    answer: [
      'カードの持ち主であることを、カード会社がパスワードやワンタイムコードなどで確かめる本人認証です。番号を知っているだけの他人は使えません。',
      '認証はお客様がカードを入力した画面の中で、対応しているカードのときだけ求められます。認証を通った取引と通っていない取引では、不正利用だったときの負担が変わることがあります。',
    ],
    see: ['cardVerification', 'authorisation'],
  },
  authorised: {
    question: '仮売上とは？',
    answer: [
      'オーソリに成功し、カードの枠と承認番号を確保した状態です。まだ請求されていません。',
      '実売上にできる期限があります。下の「仮売上の期限」で、お店の契約の日数と今日の日付で確かめられます。期限が近い受注は管理メインに並びます。',
    ],
    see: ['deadline', 'sales', 'voided', 'returned'],
  },
  sales: {
    question: '実売上とは？',
    answer: [
      '仮売上の取引について、カード会社に売上を届け出ることです。これでお客様に請求されます。',
      '仮売上のまま期限を過ぎると実売上にできません。実売上のあとでやめるときは、取消・返品・月跨返品のどれかになります。対応状況をキャンセルにしただけでは、請求は止まりません。',
    ],
    see: ['authorised', 'cancelTable', 'deadline'],
  },
  voided: {
    question: '取消とは？',
    answer: [
      '仮売上・実売上・即時売上を、処理したその日のうちにやめることです。',
      '実売上は、もとになった仮売上も同じ日のものであるときに取消になります（契約によっては、最後に処理した日だけで決まります）。',
    ],
    see: ['cancelTable', 'returned'],
  },
  returned: {
    question: '返品とは？',
    answer: [
      '仮売上を、その翌日以降にやめることです。',
      '実売上・即時売上では、翌日以降でも同じ月のうちなら返品です。日をまたいだ仮売上をその日に実売上にし、すぐやめるときも返品になります。',
    ],
    see: ['cancelTable', 'voided', 'returnedLater'],
  },
  returnedLater: {
    question: '月跨返品とは？',
    answer: [
      '実売上・即時売上を、処理した月の翌月以降にやめることです。',
      'お客様への請求がもう確定していることがあり、そのときは返金になります。いつ戻るかはカード会社の締め日で変わります。',
    ],
    see: ['cancelTable', 'returned'],
  },
  twoClick: {
    question: '2クリック決済とは？',
    answer: [
      '一度カードを登録したお客様が、カートから注文の完了まで2回のクリックで進める、カート側のオプション機能です。',
      '受注デスクでは、ほかのカード決済と同じように仮売上の受注として扱います。使えるかどうかはカートとGMOの契約によります。',
    ],
    see: ['contacts'],
  },
  cancelTable: {
    question: '今日やめるなら、取消・返品・月跨返品のどれ？',
    answer: [
      '受注デスクは受注ごとに正しいものを選んでおすすめにします。下の表は、今日の日付でどれになるかを示します。',
    ],
    see: ['voided', 'returned', 'returnedLater'],
  },
  deadline: {
    question: '仮売上の期限はいつ？',
    answer: ['仮売上にした日を1日目と数えます。日数は「決済（GMO）」の設定で変えられます。'],
    see: ['authorised', 'sales'],
  },
  keys: {
    question: 'マウスを使わないで操作するには？',
    answer: ['文字を入力している間と、確認の画面が開いている間は、1文字だけのキーは働きません。'],
    see: [],
  },
  contacts: {
    question: 'どこに問い合わせる？',
    answer: [
      'お店のカートやこの画面の使い方はショップシステムの窓口へ、GMOの管理画面・エラーコード・契約や手数料はGMOへお問い合わせください。',
    ],
    see: ['gmo'],
  },
}
