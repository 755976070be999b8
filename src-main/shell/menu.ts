import type { MenuItemConstructorOptions } from 'electron'
import type { Mode } from '../../src-shared/api.ts'

export interface MenuActions {
  revealDataFolder(): void
  switchMode(mode: Mode): void
}

export interface MenuPlace {
  readonly platform: NodeJS.Platform
  readonly mode: Mode
  /** Modes the person may switch to; empty when the start fixed the folder. */
  readonly modes: readonly Mode[]
  /** Adds reload and the developer tools. */
  readonly development: boolean
}

const modeLabels: Readonly<Record<Mode, string>> = {
  rehearsal: '練習',
  test: 'テスト',
  production: '本番',
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The application menu in Japanese, with the extra first menu macOS expects. */
export function menuTemplate(place: MenuPlace, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = place.platform === 'darwin'
  return [
    ...(mac ? [macMenu] : []),
    fileMenu(place, actions, mac),
    editMenu,
    viewMenu(place.development),
    windowMenu(mac),
    ...(mac ? [] : [{ label: 'ヘルプ', submenu: [{ role: 'about' as const, label: '受注デスクについて' }] }]),
  ]
}

const macMenu: MenuItemConstructorOptions = {
  label: '受注デスク',
  submenu: [
    { role: 'about', label: '受注デスクについて' },
    separator,
    { role: 'services', label: 'サービス' },
    separator,
    { role: 'hide', label: '受注デスクを隠す' },
    { role: 'hideOthers', label: 'ほかを隠す' },
    { role: 'unhide', label: 'すべてを表示' },
    separator,
    { role: 'quit', label: '受注デスクを終了' },
  ],
}

function fileMenu(place: MenuPlace, actions: MenuActions, mac: boolean): MenuItemConstructorOptions {
  const reveal = {
    label: 'データフォルダーを表示',
    click: () => {
      actions.revealDataFolder()
    },
  }
  const modes = place.modes.map((mode) => ({
    label: modeLabels[mode],
    type: 'radio' as const,
    checked: mode === place.mode,
    click: () => {
      if (mode !== place.mode) actions.switchMode(mode)
    },
  }))
  return {
    label: 'ファイル',
    submenu: [
      reveal,
      ...(modes.length > 0 ? [{ label: 'モードを切り替えて再起動', submenu: modes }] : []),
      separator,
      mac ? { role: 'close', label: 'ウインドウを閉じる' } : { role: 'quit', label: '終了' },
    ],
  }
}

const editMenu: MenuItemConstructorOptions = {
  label: '編集',
  submenu: [
    { role: 'undo', label: '元に戻す' },
    { role: 'redo', label: 'やり直す' },
    separator,
    { role: 'cut', label: '切り取り' },
    { role: 'copy', label: 'コピー' },
    { role: 'paste', label: '貼り付け' },
    { role: 'selectAll', label: 'すべて選択' },
  ],
}

function viewMenu(development: boolean): MenuItemConstructorOptions {
  const tools: MenuItemConstructorOptions[] = [
    separator,
    { role: 'reload', label: '再読み込み' },
    { role: 'toggleDevTools', label: '開発者ツール' },
  ]
  return {
    label: '表示',
    submenu: [
      { role: 'zoomIn', label: '拡大' },
      { role: 'zoomOut', label: '縮小' },
      { role: 'resetZoom', label: '実際のサイズ' },
      separator,
      { role: 'togglefullscreen', label: '全画面表示' },
      ...(development ? tools : []),
    ],
  }
}

function windowMenu(mac: boolean): MenuItemConstructorOptions {
  return {
    label: 'ウインドウ',
    submenu: [
      { role: 'minimize', label: '最小化' },
      ...(mac ? [{ role: 'front' as const, label: 'すべてを手前に移動' }] : []),
    ],
  }
}
