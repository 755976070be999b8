import { dialog, type BrowserWindow } from 'electron'

/** Folder the person picked, or null when the dialog was closed. */
export async function askForFolder(): Promise<string | null> {
  const answer = await dialog.showOpenDialog({
    title: 'データフォルダーの選択',
    buttonLabel: 'このフォルダーを使う',
    properties: ['openDirectory', 'createDirectory'],
  })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

/** True when the person wants the core started again. Closing the dialog leaves everything as it is. */
export async function offerRestart(report: string): Promise<boolean> {
  const answer = await dialog.showMessageBox({
    type: 'error',
    title: '受注デスク',
    message: '処理を担当する部分が止まりました。',
    detail: `データは保存されています。決済の途中だった場合は、再起動後に結果を確認します。\n\n${report}`,
    buttons: ['再起動する', 'このままにする'],
    defaultId: 0,
    cancelId: 1,
  })
  return answer.response === 0
}

/** True when the person wants the program to end although a bulk run goes on. The safe answer is to stay. */
export async function askToQuitWhileRunning(): Promise<boolean> {
  const answer = await dialog.showMessageBox({
    type: 'question',
    title: '受注デスク',
    message: '一括処理が進行中です。終了しますか？',
    detail:
      '送信中の受注は、次に開いたときにGMOへ照会して結果を確かめます。残りの受注は送信されず、次に開いたときに再開できます。',
    buttons: ['終了する', 'このまま続ける'],
    defaultId: 1,
    cancelId: 1,
  })
  return answer.response === 0
}

/** Offers to load the window's page again after its process died. */
export async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const answer = await dialog.showMessageBox({
    type: 'error',
    title: '受注デスク',
    message: '画面の表示が止まりました。',
    detail: `保存していない入力は失われました。(${reason})`,
    buttons: ['画面を開き直す', 'このままにする'],
    defaultId: 0,
    cancelId: 1,
  })
  if (answer.response === 0 && !window.isDestroyed()) window.reload()
}

/** Tells why the program cannot go on, with the report to copy. */
export function showFatal(title: string, detail: string): void {
  dialog.showErrorBox(title, detail)
}
