import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'

/** Rights of every window's page. The one place that writes them. */
export function windowPreferences(preload: string, packaged: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: !packaged,
  }
}

/** Size and looks of the window. It stays hidden until its first paint, so that nobody sees an empty frame. */
export function windowOptions(preload: string, packaged: boolean, dark: boolean): BrowserWindowConstructorOptions {
  return {
    title: '受注デスク',
    width: 1360,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: dark ? '#15191d' : '#f5f7f9',
    webPreferences: windowPreferences(preload, packaged),
  }
}
