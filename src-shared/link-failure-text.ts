import { ofOrder, part, type Params, type Sentence } from './sentence.ts'

/** Why an order can have no payment link. */
function noLinkText(params: Params): string {
  const reasons: Readonly<Record<string, string>> = {
    method: 'お支払方法がクレジットカード決済ではないため、',
    linked: 'すでにGMOの取引と連携しているため、',
    cancelled: '対応状況がキャンセルまたは返品のため、',
    amount: 'お支払い合計が1円から9,999,999円の範囲にないため、',
  }
  return reasons[String(params['why'] ?? '')] ?? 'いまの状況では、'
}

/** Failures of 決済リンク. */
export const linkSentences = {
  'link.not-possible': (p) => ({
    what: `${ofOrder(p)}決済リンクは、${noLinkText(p)}発行できません。`,
    then: 'お支払方法・対応状況・金額を確かめてください。',
  }),
  'link.alive': (p) => ({
    what: `${ofOrder(p)}決済リンクは、前に発行したものがまだ使えます。`,
    then: '前のリンクをお客様に送るか、「新しいリンクを発行」を選んでください。',
  }),
  'link.taken': (p) => ({
    what: `${ofOrder(p)}決済リンクの番号${part(p, 'gatewayOrderNo', '（', '）')}は、GMO側にすでにあります。前に発行したリンクをお客様がお持ちかもしれないため、新しいリンクは発行していません。`,
    then: 'お客様に前のリンクの有無を確かめてください。それでも発行するときは「新しいリンクを発行」を選びます。二つのリンクが両方とも支払われることがあります。',
  }),
  'link.taken-unanswered': (p) => ({
    what: `${ofOrder(p)}決済リンクの番号${part(p, 'gatewayOrderNo', '（', '）')}はGMO側にすでにありますが、支払われたかどうかをGMOに確かめられませんでした。新しいリンクは発行していません。`,
    then: 'しばらくしてから「状態を確認」を押してください。',
  }),
  'link.perhaps-paid': (p) => ({
    what: `${ofOrder(p)}番号の取引がGMOにありますが、この注文のものか確かめられません。支払い済みかもしれないため、決済リンクは発行していません。`,
    then: 'GMOの管理画面で取引を確かめてください。この注文のものでなければ「新しいリンクを発行」を選びます。',
  }),
  'link.not-looked': (p) => ({
    what: `${ofOrder(p)}取引がすでにGMOにないか、確かめられませんでした。二重のお支払いを防ぐため、決済リンクは発行していません。`,
    then: 'しばらくしてから、もう一度お試しください。',
  }),
} as const satisfies Readonly<Record<string, (params: Params) => Sentence>>
