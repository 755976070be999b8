import type { Sentence } from './sentence.ts'
import type { ImportProblemCode } from './order-import.ts'

/** What is wrong with a row of a file, and how to put it right. */
export const importProblemText: Readonly<Record<ImportProblemCode, Sentence>> = {
  'row-width': { what: '列の数が見出しと違います', then: '引用符やカンマの崩れを直してください' },
  required: { what: '必要な値がありません', then: 'カートで値を入れて出力し直してください' },
  'not-a-number': { what: '数字ではありません', then: '半角の数字に直してください' },
  'not-a-date': { what: '日付として読めません', then: '2026/11/23 14:10 の形に直してください' },
  'not-money': { what: '金額として読めません', then: '円単位の整数に直してください' },
  'too-long': { what: '文字数が多すぎます', then: '短くしてください' },
  'unknown-status': { what: '知らない対応状況です', then: 'カートの対応状況の名前を確かめてください' },
  'unknown-sex': { what: '知らない性別の値です', then: 'カートの値を確かめてください' },
  'unknown-job': { what: '知らない職業の値です', then: 'カートの値を確かめてください。職業は今の内容のまま残ります' },
  'card-number': { what: 'カード番号と思われる数字があります', then: 'カード番号を消してください' },
  'control-characters': { what: '表示できない制御文字があります', then: 'その文字を取り除いてください' },
  'replacement-character': {
    what: '文字化けした文字があります',
    then: 'カートで値を直し、文字コードを確かめて出力し直してください',
  },
  'order-rows-differ': { what: '同じ注文の行どうしで内容が違います', then: 'カートから出力し直してください' },
  'duplicate-order': { what: '同じ注文番号が2回あります', then: '一方の行を取り除いてください' },
  'duplicate-member': { what: '同じ会員IDが2回あります', then: '一方の行を取り除いてください' },
  'negative-points': {
    what: 'ポイントの残高がマイナスです',
    then: 'カートで0以上に直して出力し直してください。この受注デスクではマイナスの残高を扱えません',
  },
  'totals-differ': { what: '明細の合計と合計金額が合いません', then: 'カートの金額を確かめてください' },
  'desk-order': {
    what: '同じ注文番号の受注が、この受注デスクで登録されています',
    then: 'カートの注文番号を確かめてください。デスクで登録した受注は変わりません',
  },
  'deleted-here': {
    what: 'この受注デスクで削除した受注です',
    then: '取り込むには、検索条件「削除した受注」から元に戻してください',
  },
  'locked-by-settlement': { what: '決済の結果を確認中の受注です', then: '結果がわかってから取り込んでください' },
}
