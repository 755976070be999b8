import { failureSentence } from '../src-shared/failure-text.ts'
import type { Failure } from '../src-shared/failure.ts'
import type {
  MoneyLeftGroup,
  MoneyLeftKind,
  MoveFate,
  MovePreview,
  MoveStock,
  StockSum,
} from '../src-shared/status-move.ts'
import { orderStatusText } from '../src-shared/text.ts'
import { formatNumber, formatYen } from '../src-shared/yen.ts'

export const moveFateText: Readonly<Record<MoveFate, string>> = {
  moved: '変更した',
  same: '変わっていない（もうその対応状況です）',
  changed: 'ほかで変更されたため見送り',
  underInquiry: '結果確認中のため見送り',
  missing: '見つからないため見送り',
  damaged: '記録が壊れているため見送り（控えから戻してください）',
  shortStock: '在庫が不足しているため見送り',
  shortPoints: 'ポイントが不足しているため見送り',
}

const moneyText: Readonly<Record<MoneyLeftKind, (to: string, count: string, yen: string) => string>> = {
  charged: (to, count, yen) =>
    `${to}にしても請求は止まりません: 実売上・入金のまま ${count}（${yen}）。取消・返品・月跨返品または返金が別に必要です。`,
  held: (to, count, yen) =>
    `${to}にしてもカードの枠は押さえたままです: 仮売上のまま ${count}（${yen}）。取消または返品が別に必要です。`,
  payable: (to, count, yen) =>
    `${to}にしても支払番号は使えるままです: 要求成功のまま ${count}（${yen}）。お客様が支払うと入金になります。`,
  unsold: (to, count, yen) =>
    `${to}にしても請求されません: 仮売上のまま ${count}（${yen}）。請求するには実売上が別に必要です。`,
  unpaid: (_to, count, yen) => `まだ支払われていません: コンビニ・Pay-easyの要求成功のまま ${count}（${yen}）。`,
}

/** What is missing, beside the number of the order it is missing for. */
export function shortText({ params, ...why }: Failure): string {
  return failureSentence({ ...why, params: { ...params, orderNo: '' } }).what
}

/** Which money does not follow 対応状況, with number and sum. */
export function moneyLeftText(preview: MovePreview, { kind, count, totalYen }: MoneyLeftGroup): string {
  return moneyText[kind](orderStatusText[preview.to], `${formatNumber(count)}件`, formatYen(totalYen))
}

/** Everything else that the move does or does not do, one sentence each; `ticks` are what is chosen for the stock. */
export function effectTexts(preview: MovePreview, ticks: MoveStock): readonly string[] {
  const { paidDates, shippedDates } = preview
  const texts: string[] = []
  if (paidDates.count > 0) texts.push(`入金日をいまの日時にします: ${dates(paidDates)}`)
  if (shippedDates.count > 0) {
    const places = shippedDates.deliveries
    texts.push(`全商品発送日をいまの日時にします: ${dates(shippedDates)}`)
    if (places > 0) texts.push(`発送日のないお届け先 ${formatNumber(places)}か所にも、同じ発送日を入れます。`)
  }
  return [...texts, ...pointTexts(preview), ...stockTexts(preview, ticks)]
}

function pointTexts({ points }: MovePreview): readonly string[] {
  const sums = [
    points.givenBack > 0 ? `増やす ${formatNumber(points.givenBack)}pt` : '',
    points.taken > 0 ? `減らす ${formatNumber(points.taken)}pt` : '',
  ].filter((text) => text !== '')
  const unknown = `残高を取り込んでいない会員のポイントは動きません: ${formatNumber(points.unknown)}件`
  return [
    ...(points.members > 0
      ? [`会員のポイントを動かします: ${formatNumber(points.members)}件、${sums.join('、')}`]
      : []),
    ...(points.unknown > 0 ? [unknown] : []),
  ]
}

function stockTexts({ stock }: MovePreview, ticks: MoveStock): readonly string[] {
  const back = [...(ticks.unsent === 'follow' ? [stock.unsent] : []), ...(ticks.sent === 'follow' ? [stock.sent] : [])]
  const pieces = back.reduce((sum, one) => sum + one.pieces, 0)
  const { taken, unkept } = stock
  return [
    ...(pieces > 0 ? [`在庫に戻します: ${formatNumber(pieces)}点`] : []),
    ...(taken.pieces > 0 ? [`在庫から引きます: ${stockSumText(taken)}`] : []),
    ...(unkept > 0 ? [`在庫を管理していない商品は動きません: ${formatNumber(unkept)}点`] : []),
  ]
}

/** `3件、5点`. */
export function stockSumText({ orders, pieces }: StockSum): string {
  return `${formatNumber(orders)}件、${formatNumber(pieces)}点`
}

/** How the ticks stand at first: goods in the house go back when an order is cancelled, goods that were sent do not. */
export function firstTicks({ to }: MovePreview): MoveStock {
  return { unsent: to === 'cancelled' ? 'follow' : 'keep', sent: 'keep' }
}

function dates({ count, again }: { readonly count: number; readonly again: number }): string {
  const replaced = again > 0 ? `（うち ${formatNumber(again)}件は入っている日時を上書きします）` : ''
  return `${formatNumber(count)}件${replaced}`
}
