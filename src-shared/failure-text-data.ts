import type { FailureCode } from './failure.ts'
import { ofOrder, part, type Params, type Sentence } from './sentence.ts'

/** What a file holds: 受注, unless it says otherwise. */
const subject = (p: Params): string => (p['of'] === 'member' ? '会員' : '受注')

/** Failures of the data file, its copies, and files that are brought in. */
export type DataFailureCode = Extract<
  FailureCode,
  `${'storage' | 'startup' | 'backup' | 'records' | 'file' | 'import'}.${string}`
>

/** Which record does not match its checksum. */
function damagedText(params: Params): string {
  if (params['what'] === 'journal') return '決済の記録が壊れています。'
  if (params['what'] === 'witness') return '決済の控え記録が、途切れているか書き換えられています。'
  return `${ofOrder(params)}記録が壊れています。`
}

/** `（上限 200 MB）`. */
function sizeLimit(params: Params): string {
  const bytes = params['maxBytes']
  return typeof bytes === 'number' ? `（上限 ${Math.max(1, Math.round(bytes / 1_000_000))} MB）` : ''
}

export const dataSentences: Readonly<Record<DataFailureCode, (params: Params) => Sentence>> = {
  'storage.full': () => ({
    what: 'ディスクの空き容量が足りないため、保存できませんでした。書きかけのデータはありません。',
    then: '不要なファイルを消して空きを作り、もう一度お試しください。',
  }),
  'storage.locked': () => ({
    what: '保存先をほかの処理が使っているため、保存できませんでした。書きかけのデータはありません。',
    then: 'データのフォルダを使っているほかのソフトを閉じ、少し待ってからもう一度お試しください。',
  }),
  'storage.failed': () => ({
    what: '保存先を読み書きできませんでした。書きかけのデータはありません。',
    then: 'データのフォルダの権限とディスクの状態を確かめて、もう一度お試しください。',
  }),
  'storage.damaged': (p) => ({
    what: `${damagedText(p)}使うと誤った金額になるおそれがあるため、表示・変更・決済を止めました。`,
    then: 'システム設定の「データ」で、正しかったころの控えから戻してください。',
  }),
  'storage.taken-over': () => ({
    what: 'ほかで開いた受注デスクがこのデータを使い始めたため、保存しませんでした。',
    then: 'この受注デスクを終了し、もう一方で続けてください。',
  }),
  'storage.witness': (p) => ({
    what: `${ofOrder(p)}決済の控え記録を書き込めなかったため、何も送信していません。`,
    then: 'ディスクの空き容量とデータのフォルダの権限を確かめて、もう一度お試しください。',
  }),
  'startup.newer-file': () => ({
    what: 'データファイルは、この受注デスクより新しい版で作られています。',
    then: '新しい版の受注デスクで開くか、別のフォルダを開いてください。',
  }),
  'startup.damaged-file': () => ({
    what: 'データファイルが壊れているため、開けません。',
    then: '下の控えから戻してください。壊れたファイルは消さずに残します。',
  }),
  'startup.unreadable-folder': () => ({
    what: 'データのフォルダを読み書きできません。',
    then: 'フォルダの権限と空き容量を確かめるか、別のフォルダを開いてください。',
  }),
  'startup.migration-failed': () => ({
    what: 'データを新しい形に変えている途中で失敗しました。元のデータは変わっていません。',
    then: '開き直しても同じときは、更新前の控えから戻すか、お問い合わせください。',
  }),
  'startup.practice-gateway': () => ({
    what: '練習用の決済サーバーを起動できませんでした。',
    then: '受注デスクを終了して開き直してください。それでも同じときは、別のフォルダを選ぶと新しい練習用のお店で始められます。',
  }),
  'startup.in-use': () => ({
    what: 'このデータは、ほかで開いている受注デスクが使っています。',
    then: 'もう一方を終了してから、開き直してください。',
  }),
  'startup.not-a-shop': () => ({
    what: 'このフォルダには、いまのモードのショップのデータがありません。',
    then: '別のフォルダを開いてください。',
  }),
  'file.not-found': () => ({ what: '読み込んだファイルが残っていません。', then: 'ファイルを選び直してください。' }),
  'file.too-large': (p) => ({
    what: `ファイルが大きすぎます${part(p, 'records', '（', '行）') || sizeLimit(p)}。`,
    then: 'カートで期間を区切って出力し、分けて取り込んでください。',
  }),
  'file.incomplete': () => ({
    what: 'ファイルを最後まで読み込めませんでした。',
    then: 'ファイルを選び直してください。',
  }),
  'import.empty': (p) => ({
    what: `ファイルに${subject(p)}がありません。`,
    then: 'カートで出力したCSVか確かめてください。',
  }),
  'import.unknown-layout': (p) => ({
    what: `EC-CUBE の${subject(p)}CSVとして読めませんでした。`,
    then: `見出し行のある EC-CUBE 2系・4系の${subject(p)}CSVを選んでください。`,
  }),
  'import.missing-columns': (p) => ({
    what: `必要な列がありません${part(p, 'columns', '（', '）')}。`,
    then: 'カートの「CSV出力項目設定」でこの列を加えて、出力し直してください。',
  }),
  'import.changed-since-preview': (p) => ({
    what: `確認したあとで、ファイルまたは${subject(p)}が変わりました。`,
    then: 'もう一度内容を確認してから取り込んでください。',
  }),
  'import.problems-not-accepted': (p) => ({
    what: `問題のある${subject(p)}が含まれています。`,
    then: `ファイルを直すか、「問題のある${subject(p)}を除いて取り込む」を選んでください。`,
  }),
  'backup.not-found': () => ({ what: '選んだ控えが見つかりません。', then: '一覧を読み直して、選び直してください。' }),
  'records.sound': () => ({
    what: '決済の控え記録に異常はないため、作り直しませんでした。',
    then: 'そのままお使いください。',
  }),
  'backup.damaged': () => ({ what: '選んだ控えは壊れているため、使えません。', then: 'ほかの控えを選んでください。' }),
}
