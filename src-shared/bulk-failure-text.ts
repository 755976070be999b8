import type { FailureCode } from './failure.ts'
import { ofOrder, part, type Params, type Sentence } from './sentence.ts'

type BulkCode = Extract<FailureCode, `bulk.${string}`> | 'settlement.not-done' | 'settlement.decided-by-hand'

/** Sentences of what a bulk run refuses, and of lines that were not done. */
export const bulkSentences: Readonly<Record<BulkCode, (params: Params) => Sentence>> = {
  'settlement.not-done': (p) => ({
    what: `${ofOrder(p)}決済の変更は、GMOで行われていないことを確認しました。`,
    then: 'もう一度選んで、変更してください。',
  }),
  'settlement.decided-by-hand': (p) => ({
    what: `${ofOrder(p)}決済は、担当者がGMOの状態に合わせました。`,
    then: '現在状況を確かめて、必要ならもう一度選んでください。',
  }),
  'bulk.already-running': () => ({
    what: '一括処理がまだ終わっていないため、新しく始められません。',
    then: 'いまの一括処理が終わるのを待つか、中止してから始めてください。',
  }),
  'bulk.changed-since-preview': (p) => ({
    what: `確認したあとで${part(p, 'orderNo', '、注文 ', ' ') || '、受注の'}${part(p, 'others', 'ほか', '件')}の内容が変わりました。何も送信していません。`,
    then: 'もう一度内容を確認してから、始めてください。',
  }),
  'bulk.nothing-to-do': () => ({
    what: '選んだ受注に、この変更ができるものがありません。',
    then: '対象外の理由を確かめて、選び直してください。',
  }),
  'bulk.too-many': (p) => ({
    what: `一度に処理できるのは${part(p, 'max', '', '件')}までです。`,
    then: '選ぶ受注を減らして、もう一度お試しください。',
  }),
  'bulk.not-found': () => ({ what: '一括処理が見つかりません。', then: '一覧を読み直して、選び直してください。' }),
  'bulk.not-running': () => ({
    what: 'この一括処理は、もう終わっています。',
    then: '結果の一覧を確かめてください。',
  }),
}
