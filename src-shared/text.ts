import type { Mode } from './api.ts'
import type { AuditKind } from './audit.ts'
import type { Backup } from './backup.ts'
import type { Role } from './operator.ts'
import type { OrderStatus, Sex } from './order.ts'
import type { OrderLayout, TextEncoding } from './order-import.ts'
import type { OrderSortKey } from './order-search.ts'
import type { RoundingRule, TotalsSettings } from './order-totals.ts'
import type { TaxClass } from './tax-rate.ts'
import type { LinkJob } from './payment-link.ts'
import type { PaymentKind } from './payment-method.ts'
import type { SettlementAction, SettlementStatus, UnlinkedReason } from './settlement.ts'

/** 対応状況, worded as the cart's administration words them. */
export const orderStatusText: Readonly<Record<OrderStatus, string>> = {
  paymentProcessing: '決済処理中',
  received: '新規受付',
  awaitingPayment: '入金待ち',
  paid: '入金済み',
  cancelled: 'キャンセル',
  backordered: '取り寄せ中',
  inProgress: '対応中',
  shipped: '発送済み',
  returned: '返品',
  purchaseProcessing: '購入処理中',
}

/** カード決済状況, and the states of コンビニ and Pay-easy. */
export const settlementStatusText: Readonly<Record<SettlementStatus, string>> = {
  unprocessed: '未決済',
  authenticated: '未決済（3D登録済）',
  checked: '有効性チェック',
  authorised: '仮売上',
  simpleAuthorised: '簡易オーソリ',
  sales: '実売上',
  captured: '即時売上',
  voided: '取消',
  returned: '返品',
  returnedLater: '月跨返品',
  cancelled: 'キャンセル',
  requested: '要求成功',
  paid: '入金',
  payFailed: '決済失敗',
  expired: '期限切れ',
  other: 'その他',
}

export const settlementActionText: Readonly<Record<SettlementAction, string>> = {
  sales: '実売上',
  voided: '取消',
  returned: '返品',
  returnedLater: '月跨返品',
  cancelled: 'キャンセル',
  amountAuthorised: '金額変更（仮売上）',
  amountCaptured: '金額変更（即時売上）',
  reauthorised: '仮売上（再オーソリ）',
  recaptured: '即時売上（再オーソリ）',
}

/** What an action does to the buyer, and what cannot be taken back; said before the money moves. */
export const settlementEffectText: Readonly<
  Record<SettlementAction, { readonly effect: string; readonly final: string }>
> = {
  sales: {
    effect: 'お客様に請求されます。',
    final: '実売上は仮売上に戻せません。やめる場合は取消・返品・月跨返品のいずれかになります。',
  },
  voided: {
    effect: 'お客様への請求はなくなります。',
    final: '取消は元に戻せません。もう一度請求するには、カードの与信を取り直す必要があります。',
  },
  returned: {
    effect: 'お客様への請求はなくなります。',
    final: '返品は元に戻せません。もう一度請求するには、カードの与信を取り直す必要があります。',
  },
  returnedLater: {
    effect: '請求済みの金額がお客様に返金されます。',
    final: '月跨返品は元に戻せません。もう一度請求するには、カードの与信を取り直す必要があります。',
  },
  cancelled: {
    effect: 'この決済は使えなくなり、お客様への請求はなくなります。',
    final: 'キャンセルは元に戻せません。',
  },
  amountAuthorised: {
    effect: 'カードの与信を新しい金額で取り直します。請求するには、あらためて実売上が必要です。',
    final: '前の金額の与信は取り消されます。お客様のカードには、しばらく両方の金額が表示されることがあります。',
  },
  amountCaptured: {
    effect: 'カードの与信を新しい金額で取り直し、そのままお客様に請求します。',
    final: '前の金額の決済は取り消されます。お客様のカードには、しばらく両方の金額が表示されることがあります。',
  },
  reauthorised: {
    effect: 'カードの与信を取り直します。請求するには、あらためて実売上が必要です。',
    final: 'カード会社の承認が必要です。承認されないときは、いまの状態のままになります。',
  },
  recaptured: {
    effect: 'カードの与信を取り直し、そのままお客様に請求します。',
    final: 'カード会社の承認が必要です。承認されないときは、いまの状態のままになります。',
  },
}

export const unlinkedReasonText: Readonly<Record<UnlinkedReason, string>> = {
  notAsked: 'まだGMOに照会していません',
  notFound: 'GMOに該当する取引がありません',
  ambiguous: 'GMOに候補の取引が2件以上あります',
  doubtful: '同じ番号の取引がGMOにありますが、金額も日時もこの受注と合いません',
  refused: 'GMOが照会を受け付けませんでした',
  noAnswer: 'GMOから応答がありませんでした',
  notConfigured: '決済（GMO）の設定がまだです',
}

export const paymentKindText: Readonly<Record<PaymentKind, string>> = {
  card: 'クレジットカード決済',
  convenience: 'コンビニ決済',
  payEasy: 'Pay-easy決済',
  bankTransfer: '銀行振込',
  cashOnDelivery: '代金引換',
  postalTransfer: '郵便振替',
  registeredCash: '現金書留',
  other: 'その他',
}

/** What a card payment by a link becomes. */
export const linkJobText: Readonly<Record<LinkJob, string>> = { authorised: '仮売上', captured: '即時売上' }

export const sexText: Readonly<Record<Sex, string>> = {
  male: '男性',
  female: '女性',
  other: 'その他',
  unanswered: '回答しない',
}

export const roleText: Readonly<Record<Role, string>> = {
  viewer: '閲覧',
  orders: '受注',
  settlement: '決済',
  owner: '管理者',
}

export const modeText: Readonly<Record<Mode, string>> = { production: '本番', test: 'テスト', rehearsal: '練習' }

export const networkText: Readonly<Record<'untried' | 'online' | 'offline', string>> = {
  untried: '未通信',
  online: 'オンライン',
  offline: 'オフライン',
}

export const roundingText: Readonly<Record<RoundingRule, string>> = {
  halfUp: '四捨五入',
  down: '切り捨て',
  up: '切り上げ',
}

export const taxClassText: Readonly<Record<TaxClass, string>> = { standard: '標準', reduced: '軽減' }

export const pointBaseText: Readonly<Record<TotalsSettings['pointBase'], string>> = {
  taxIncluded: '税込みの単価',
  taxExcluded: '税抜きの単価',
}

/** 表示順: the wording of one key, newest or largest first and the other way round. */
export const orderSortText: Readonly<
  Record<OrderSortKey, { readonly descending: string; readonly ascending: string }>
> = {
  updatedAt: { descending: '更新日の新しい順', ascending: '更新日の古い順' },
  orderedAt: { descending: '受注日の新しい順', ascending: '受注日の古い順' },
  orderNo: { descending: '注文番号の大きい順', ascending: '注文番号の小さい順' },
  name: { descending: '顧客名の逆順', ascending: '顧客名の順' },
  total: { descending: '購入金額の高い順', ascending: '購入金額の安い順' },
  shippedAt: { descending: '発送日の新しい順', ascending: '発送日の古い順' },
  status: { descending: '対応状況の逆順', ascending: '対応状況の順' },
}

export const orderLayoutText: Readonly<Record<OrderLayout, string>> = {
  'ec2-order': 'EC-CUBE 2系 受注CSV',
  'ec4-order': 'EC-CUBE 4系 受注CSV',
}

export const textEncodingText: Readonly<Record<TextEncoding, string>> = {
  cp932: 'Shift_JIS（CP932）',
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8（BOM付き）',
}

export const backupReasonText: Readonly<Record<Backup['reason'], string>> = {
  manual: '手動',
  migration: '更新の前',
  import: '取込の前',
  restore: '復元の前',
  daily: '毎日',
}

export const auditKindText: Readonly<Record<AuditKind, string>> = {
  'order.imported': '受注を取り込みました',
  'order.reimported': '受注を取り込み直しました',
  'order.created': '受注を登録しました',
  'order.changed': '受注を変更しました',
  'order.deleted': '受注を削除しました',
  'order.restored': '削除した受注を元に戻しました',
  'order.statusHeld': '対応状況を変更できませんでした',
  'order.evened': '在庫とポイントを受注に合わせました',
  'orders.exported': '受注をCSVに出力しました',
  'settlement.requested': '決済の変更をGMOに依頼しました',
  'settlement.applied': '決済を変更しました',
  'settlement.refused': '決済の変更がGMOに受け付けられませんでした',
  'settlement.unknown': '決済の結果を確認中にしました',
  'settlement.notApplied': '決済の変更は行われていないことを確認しました',
  'settlement.confirmed': '処理済みであることを確認しました',
  'settlement.conflict': '決済の状態が合わず、確認が必要になりました',
  'settlement.linked': 'GMOの取引と連携しました',
  'settlement.unlinked': 'GMOの取引と連携できませんでした',
  'settlement.refreshed': '決済の状態をGMOで確認しました',
  'settlement.adopted': 'GMOの状態に合わせました',
  'settlement.tradeGone': 'GMO側に取引がないと判断し、連携を外しました',
  'bulk.started': '一括処理を始めました',
  'bulk.held': '一括処理を一時停止・再開・中止しました',
  'bulk.ended': '一括処理が終わりました',
  'mail.sent': 'メールを送信しました',
  'mail.failed': 'メールを送信できませんでした',
  'mail.unknown': 'メールが届いたか分かりません',
  'link.issued': '決済リンクを発行しました',
  'link.refused': '決済リンクの発行がGMOに受け付けられませんでした',
  'link.notSent': '決済リンクの発行をGMOに送信できませんでした',
  'link.unknown': '決済リンクを発行できたか確認できませんでした。この番号での入金を見張ります',
  'link.taken': '決済リンクの番号は、GMO側にすでにあります。この番号での入金を見張ります',
  'link.takenElsewhere': '決済リンクの番号は、ほかの取引で使われていました',
  'link.paid': '決済リンクで支払われました',
  'link.paidTwice': '二重に支払われた可能性があります。別の決済リンクでも支払われました',
  'link.doubtful': '決済リンクの番号の取引が、金額または日時の合わないまま見つかりました。連携していません',
  'link.ended': '決済リンクの期限が切れました',
  'settings.changed': '設定を変更しました',
  'backup.made': '控えを作成しました',
  'backup.restored': '控えから復元しました',
  'records.witness-renewed': '決済の控え記録を作り直しました',
}

/** 職業, by the cart's master id 1–18. */
export const jobText: readonly string[] = [
  '公務員',
  'コンサルタント',
  'コンピューター関連技術職',
  'コンピューター関連以外の技術職',
  '金融関係',
  '医師',
  '弁護士',
  '総務・人事・事務',
  '営業・販売',
  '研究・開発',
  '広報・宣伝',
  '企画・マーケティング',
  'デザイン関係',
  '会社経営・役員',
  '出版・マスコミ関係',
  '学生・フリーター',
  '主婦',
  'その他',
]
