import type { EffectPreview, PointEffect, StockEffect } from '../src-shared/effect-preview.ts'
import type { AskedStock } from '../src-shared/order-effects.ts'
import { formatNumber } from '../src-shared/yen.ts'

/** `+2` or `−2`. */
export function signedNumber(change: number): string {
  return change < 0 ? `−${formatNumber(-change)}` : `+${formatNumber(change)}`
}

/** What the tick means that leaves the stock to the operator, and why it is preset as it is. */
export const stockQuestionText: Readonly<
  Record<AskedStock['question'], { readonly tick: string; readonly follow: string; readonly keep: string }>
> = {
  giveBack: {
    tick: '在庫を戻す',
    follow: '商品がお手元に残っているため、在庫に戻します。戻さないときは外してください。',
    keep: '在庫は戻しません。商品がお手元に戻ったときだけ付けてください。',
  },
  sentGoods: {
    tick: '商品の変更を在庫に反映する',
    follow: '変更した数量のぶん、在庫を動かします。',
    keep: '発送済みの商品のため、そのままでは在庫は動きません。',
  },
  unknownGoods: {
    tick: '入力した商品を在庫から引く',
    follow: '入力した商品のぶん、在庫を動かします。',
    keep: 'カートが受注のときに引いた商品として扱うため、在庫は動きません。',
  },
}

/** 現在ポイント, and why there is none to show. */
export function presentPointsText(member: EffectPreview['member'] | undefined): string {
  if (member === undefined) return '—'
  if (member === null) return '—（会員ではありません）'
  return member.points === null ? '—（残高を取り込んでいません）' : `${formatNumber(member.points)} pt`
}

/** `在庫 A-1 湯呑 10 → 8（−2）`. */
export function stockEffectText({ productCode, name, change, stock, after }: StockEffect): string {
  const what = `在庫 ${productCode} ${name}`
  if (stock === null || after === null) return `${what} ${signedNumber(change)}（在庫を管理していないため動きません）`
  return `${what} ${formatNumber(stock)} → ${formatNumber(after)}（${signedNumber(change)}）`
}

/** `ポイント 100 → 148（+48）`. */
export function pointEffectText({ change, points, after }: PointEffect): string {
  if (points === null || after === null)
    return `ポイント ${signedNumber(change)}（残高を取り込んでいないため動きません）`
  const short = after < 0 ? '、不足' : ''
  return `ポイント ${formatNumber(points)} → ${formatNumber(after)}（${signedNumber(change)}${short}）`
}

/** Everything a change moves, one text each. */
export function effectLines({ stock, points }: Pick<EffectPreview, 'stock' | 'points'>): readonly string[] {
  return [...stock.map(stockEffectText), ...points.map(pointEffectText)]
}
