import type { BulkRun } from '../src-shared/bulk.ts'

/** How a run stands, in a word. */
export function runStateText({ state, cancelled, pausedBy }: BulkRun): string {
  if (state === 'interrupted') return '中断（受注デスクの終了）'
  if (state === 'ended') return cancelled ? '中止' : '終了'
  if (state === 'running') return cancelled ? '中止しています' : '実行中'
  const because = {
    operator: '',
    network: '（通信できません）',
    settings: '（設定がまだです）',
    storage: '（保存できません）',
  }
  return `一時停止${because[pausedBy ?? 'operator']}`
}

/** What to do about a run that stopped by itself; empty when it did not. */
export function pauseAdvice({ pausedBy }: BulkRun): string {
  const advice = {
    operator: '',
    network: 'GMOとの通信に続けて失敗したため、自動で一時停止しました。接続を確かめて「再開」を押してください。',
    settings: '決済（GMO）の設定がまだのため、自動で一時停止しました。設定してから「再開」を押してください。',
    storage: 'データを保存できないため、自動で一時停止しました。ディスクの空きを確かめて「再開」を押してください。',
  }
  return pausedBy === null ? '' : advice[pausedBy]
}
