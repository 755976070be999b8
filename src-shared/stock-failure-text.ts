import { part, type Params, type Sentence } from './sentence.ts'

/** 商品名/規格1/規格2 as the shop's screens write it. */
function productOf(params: Params): string {
  return [params['name'], params['class1'], params['class2']].filter((one) => one !== undefined && one !== '').join('/')
}

/** Said only where it is not plain which order is meant. */
const ofNamedOrder = (params: Params): string => part(params, 'orderNo', '注文 ', ' の')

/** Failures of stock and points. */
export const stockSentences = {
  'product.not-found': () => ({
    what: '選んだ商品は、もうありません。',
    then: '画面を読み直して、選び直してください。',
  }),
  'stock.short': (p) => ({
    what: `${ofNamedOrder(p)}${productOf(p)} の在庫が不足しています。${part(p, 'most', '設定できる数量は「', '」までです。')}`,
    then: '数量を減らすか、商品管理で在庫数を数え直してください。',
  }),
  'stock.changed-meanwhile': (p) => ({
    what: `${productOf(p)} の在庫は、開いている間にほかで動きました。`,
    then: '最新の在庫数を確かめて、もう一度入力してください。',
  }),
  'customer.not-found': () => ({
    what: '選んだ会員は、もう見つかりません。',
    then: '画面を読み直して、選び直してください。',
  }),
  'points.short': (p) => ({
    what: `${ofNamedOrder(p)}${part(p, 'name', '', ' 様の')}最終保持ポイントがマイナス${part(p, 'after', '（', 'ポイント）')}になります。${part(p, 'points', '現在の保持は ', ' ポイントです。')}`,
    then: '使用ポイントを減らすか、会員のポイントを確かめてください。',
  }),
  'points.changed-meanwhile': (p) => ({
    what: `${part(p, 'name', '', ' 様の')}ポイントは、開いている間にほかで動きました。`,
    then: '最新のポイントを確かめて、もう一度入力してください。',
  }),
} satisfies Readonly<Record<string, (params: Params) => Sentence>>
