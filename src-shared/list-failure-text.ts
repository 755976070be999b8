import { ofOrder, part, type Params, type Sentence } from './sentence.ts'
import type { SettlementStatus } from './settlement.ts'
import { settlementStatusText } from './text.ts'
import { formatYen } from './yen.ts'

/** The state of a trade in the words of the screens. */
function moneyState(params: Params): string {
  const status = String(params['status'] ?? '')
  return status in settlementStatusText ? settlementStatusText[status as SettlementStatus] : '決済中'
}

function yenText(params: Params): string {
  const yen = params['amountYen']
  return typeof yen === 'number' ? ` ${formatYen(yen)} ` : 'お金'
}

/** Failures of 受注管理: deleting, what is kept under a name, and files. */
export const listSentences = {
  'order.money-standing': (p) => ({
    what: `${ofOrder(p)}決済は「${moneyState(p)}」のままなので、削除できません。`,
    then: '先に受注編集の「カード決済状況変更」で取消・返品・月跨返品・キャンセルのいずれかを行ってから、削除してください。',
  }),
  'order.link-money': (p) => ({
    what: `${ofOrder(p)}決済リンク（オーダーID ${part(p, 'gatewayOrderNo')}）で支払われた${yenText(p)}が「${moneyState(p)}」のままなので、削除できません。`,
    then: '先にGMOの管理画面でその取引を取り消し、受注編集の決済リンクで「状態を確認」を押してから、削除してください。',
  }),
  'order.link-open': (p) => ({
    what: `${ofOrder(p)}決済リンクから、お客様がまだ支払えるため、削除できません。`,
    then: 'リンクの期限が切れるか、支払われた決済を取り消してから、削除してください。',
  }),
  'view.name-taken': (p) => ({
    what: `「${part(p, 'name')}」という名前は、すでに使われています。`,
    then: 'ほかの名前を付けてください。',
  }),
  'view.not-found': () => ({ what: '選んだものは、もうありません。', then: '画面を読み直して、選び直してください。' }),
  'export.gone': () => ({
    what: 'CSVの作成は途中で終わっていました。ファイルは保存していません。',
    then: 'もう一度CSVダウンロードを押してください。',
  }),
  'export.nothing': () => ({
    what: 'CSVに出力する受注がありません。',
    then: '条件をゆるめて検索するか、行を選び直してください。',
  }),
} satisfies Readonly<Record<string, (params: Params) => Sentence>>
