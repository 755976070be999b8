import type { MoveReason } from './ledger.ts'

/** Why a stock or a balance moved. */
export const moveReasonText: Readonly<Record<MoveReason, string>> = {
  counted: '数え直し',
  corrected: '訂正',
  imported: '取込',
  registered: '受注登録',
  edited: '受注編集',
  moved: '対応状況の変更',
  moveUndone: '対応状況の変更を元に戻す',
  settlement: '決済の変更',
  deleted: '受注の削除',
  restored: '削除した受注を元に戻す',
  evened: '受注との差の調整',
}
