import { formatDateTime } from '../src-shared/business-day.ts'
import type { TodayKind, TodayRow } from '../src-shared/today.ts'
import { formatYen } from '../src-shared/yen.ts'
import type { HelpTopic } from './help/topics.ts'

/** Words of a card: its title, what to do about its orders, and what an empty one says. */
export interface CardWords {
  readonly title: string
  readonly hint: string
  readonly empty: string
  readonly help: HelpTopic
}

export const cardWords: Readonly<Record<TodayKind, CardWords>> = {
  received: {
    title: '新規受付',
    hint: '内容を確かめて、対応を始めてください。',
    empty: '新しい受注はありません。',
    help: 'authorised',
  },
  authorised: {
    title: '仮売上のまま',
    hint: '期限を過ぎると実売上にできません。発送する受注から実売上にしてください。',
    empty: '実売上を待っている仮売上はありません。',
    help: 'deadline',
  },
  shippedUnsold: {
    title: '発送済みなのに未売上',
    hint: '商品は出ていますが、請求されていません。実売上にしてください。',
    empty: '発送した受注は、すべて売上になっています。',
    help: 'sales',
  },
  cancelledSold: {
    title: 'キャンセルなのに請求が残っている',
    hint: '実売上・即時売上はお客様に請求され、仮売上は利用枠を押さえたままです。取消・返品・月跨返品にしてください。',
    empty: 'キャンセルした受注に、請求や仮売上は残っていません。',
    help: 'cancelTable',
  },
  amountDiffers: {
    title: '金額が決済と違う',
    hint: 'お支払い合計とGMOの金額が違います。金額変更をするか、受注の金額を直してください。',
    empty: 'お支払い合計とGMOの金額は合っています。',
    help: 'authorisation',
  },
  underInquiry: {
    title: '結果確認中',
    hint: '結果が分かるまで、決済の操作は止まります。「今すぐ確認」でGMOに照会できます。',
    empty: '結果を確認している決済はありません。',
    help: 'gmo',
  },
  slipDue: {
    title: 'コンビニ・Pay-easy 期限間近',
    hint: '支払期限まで3日以内です。お客様にお知らせするか、期限切れに備えてください。',
    empty: '期限の近い支払番号はありません。',
    help: 'gmo',
  },
}

/** What a row says beside the order's own words; empty when 決済状況 says it all. */
export function rowNote(kind: TodayKind, { order, termAt }: TodayRow): string {
  if (kind === 'slipDue') return termAt === null ? '' : `支払期限 ${formatDateTime(termAt)}`
  if (kind === 'amountDiffers') return `GMO ${formatYen(order.settlement?.amountYen ?? 0)}`
  if (kind === 'underInquiry') {
    const since = order.settlement?.underInquiry?.startedAt
    return since === undefined ? '' : `${formatDateTime(since)} から`
  }
  return ''
}
