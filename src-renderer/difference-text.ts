import { settlementStatusText } from '../src-shared/text.ts'
import type { SweepEnd } from '../src-shared/sweep.ts'
import type { DifferenceKind, TradeDifference } from '../src-shared/trade-difference.ts'
import { formatYen } from '../src-shared/yen.ts'

/** One way in which an order and its trade disagree, in words: what, and what to do. */
export interface DifferenceWords {
  readonly what: string
  readonly then: string
}

const checkThenAdopt = '心当たりがあれば「GMOの状態に合わせる」を押してください。'

const words: Readonly<Record<DifferenceKind, (item: TradeDifference) => DifferenceWords>> = {
  missing: () => ({
    what: 'GMOに取引がありません。',
    then: 'GMOの管理画面で取引を探し、ショップIDの設定を確かめてください。どこにもなければ、連携を外せます。',
  }),
  status: ({ ours, theirs }) => ({
    what: `GMOでは${theirs === null ? '別の状態' : settlementStatusText[theirs.status]}です（当店は${settlementStatusText[ours.status]}）。`,
    then: checkThenAdopt,
  }),
  amount: ({ ours, theirs }) => ({
    what: `決済の金額がGMOで${formatYen(theirs?.amountYen ?? 0)}に変わっています（当店は${formatYen(ours.amountYen)}）。`,
    then: checkThenAdopt,
  }),
  processed: () => ({
    what: '状態と金額は同じですが、GMOで新しく処理されています。',
    then: '決済のやり直しがあったか確かめてください。' + checkThenAdopt,
  }),
  total: ({ paymentTotalYen, theirs }) => ({
    what: `お支払い合計${formatYen(paymentTotalYen)}と、GMOの金額${formatYen(theirs?.amountYen ?? 0)}が違います。`,
    then: '受注の金額か決済の金額のどちらかを直してください。',
  }),
  shippedUnsold: () => ({
    what: '発送済みですが、売上になっていません。',
    then: '編集画面で実売上にしてください。',
  }),
  cancelledSold: () => ({
    what: 'キャンセルですが、お客様に請求されます。',
    then: '編集画面で取消・返品・月跨返品のいずれかにしてください。',
  }),
  cancelledHeld: () => ({
    what: 'キャンセルですが、仮売上がお客様の利用枠を押さえたままです。',
    then: '編集画面で取消か返品にしてください。',
  }),
  paidUnmarked: () => ({
    what: 'お客様の入金がありました。',
    then: '対応状況を入金済みにしてください。',
  }),
  expiredUnmarked: () => ({
    what: '支払期限が過ぎました。',
    then: '入金の予定がなければ、対応状況をキャンセルにしてください。',
  }),
}

/** Everything in which an order and its trade disagree, in words. */
export function differenceWords(
  item: TradeDifference,
): readonly (DifferenceWords & { readonly kind: DifferenceKind })[] {
  return item.kinds.map((kind) => ({ kind, ...words[kind](item) }))
}

export const sweepEndText: Readonly<Record<SweepEnd, string>> = {
  finished: '最後まで照会しました',
  stopped: '途中で中止しました',
  unreachable: 'GMOに接続できず、途中で終わりました',
  refused: 'GMOが照会を受け付けず、途中で終わりました',
  notConfigured: '決済（GMO）の設定がまだのため、照会できませんでした',
  failed: '受注デスクの不具合かディスクの問題で、途中で終わりました',
}
