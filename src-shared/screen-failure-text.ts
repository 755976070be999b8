import type { FailureCode } from './failure.ts'
import type { Params, Sentence } from './sentence.ts'

/** Failures of ステータス管理. */
export const screenSentences = {
  'order.selection-changed': () => ({
    what: '確認の表示のあとに対象の受注が変わったため、1件も移動していません。',
    then: '読み直して、もう一度内容を確かめてください。',
  }),
  'order.undo-too-late': () => ({
    what: '移動を元に戻せる時間を過ぎました。',
    then: '戻したい受注を選び、元の対応状況へ移動してください。',
  }),
} as const satisfies Partial<Record<FailureCode, (params: Params) => Sentence>>
