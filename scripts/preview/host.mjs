import { findBrowser } from '../find-browser.mjs'
import { startBrowser } from './chromium/browser.mjs'
import { createApp } from './electron/app.mjs'
import { makeBrowserWindow } from './electron/browser-window.mjs'
import { createDialog } from './electron/dialog.mjs'
import { createIpcMain } from './electron/ipc-main.mjs'
import { createLifecycle } from './electron/lifecycle.mjs'
import { createMenus } from './electron/menu.mjs'
import { createTheme } from './electron/native-theme.mjs'
import { createPowerMonitor } from './electron/power-monitor.mjs'
import { createProtocols } from './electron/protocol.mjs'
import { createSafeStorage } from './electron/safe-storage.mjs'
import { createSessions } from './electron/session.mjs'
import { createShell } from './electron/shell.mjs'
import { strict } from './strict.mjs'

/** The one browser of a host, started when a window first needs it. */
function browserKeeper(host) {
  let starting = null
  async function start() {
    const found = await findBrowser()
    if (!found) throw new Error('No browser was found: install Chromium or name one in JUCHU_BROWSER.')
    const browser = await startBrowser({ path: found.path, headless: host.headless, switches: host.switches })
    void browser.gone.then(() => (starting = null))
    return browser
  }
  return {
    browser: () => (starting ??= start()),
    closeBrowser: async () => {
      const browser = await starting?.catch(() => null)
      await browser?.close()
    },
  }
}

function windowKeeper(host) {
  const mainWindow = () => host.windows.values().next().value
  return {
    windows: new Set(),
    mainWindow,
    windowOf: (contents) => [...host.windows].find((window) => window.webContents === contents) ?? null,
    focusedWindow: () => host.BrowserWindow.getFocusedWindow(),
    /** In a run that only mirrors, the first window lives in the person's own browser. */
    needsPage: (contents) => !host.mirrorOnly || mainWindow()?.webContents !== contents,
    pages: () => [...host.windows].map((window) => window.currentPage()).filter(Boolean),
  }
}

function webContentsModule(host) {
  const every = () => [...host.windows].map((window) => window.webContents)
  return strict('webContents', {
    getAllWebContents: every,
    getFocusedWebContents: () => host.focusedWindow()?.webContents ?? null,
    fromId: (id) => every().find((contents) => contents.id === id),
    fromDevToolsTargetId: (targetId) =>
      [...host.windows].find((window) => window.currentPage()?.targetId === targetId)?.webContents,
  })
}

/**
 * Everything one run of the stand-in shares, and with it the module `electron` it stands for.
 * @param {{appPath: string, manifest: object, switches: Map<string, string>, headless: boolean, mirrorOnly: boolean, restartPrefix: string[]}} options
 */
export function createHost(options) {
  const host = { ...options, quitting: false, instanceLock: null, mirror: null }
  Object.assign(host, browserKeeper(host), windowKeeper(host))
  host.lifecycle = createLifecycle(host)
  host.app = createApp(host)
  host.sessions = createSessions()
  host.protocols = createProtocols(host)
  const { ipcMain, receive } = createIpcMain()
  host.ipc = { receive }
  host.theme = createTheme(host)
  host.menu = createMenus(host)
  host.BrowserWindow = makeBrowserWindow(host)
  host.electron = strict('electron', {
    app: host.app,
    BrowserWindow: host.BrowserWindow,
    dialog: createDialog(),
    ipcMain,
    Menu: host.menu.Menu,
    nativeTheme: host.theme.nativeTheme,
    powerMonitor: createPowerMonitor(),
    protocol: host.protocols.protocol,
    safeStorage: createSafeStorage(host),
    session: host.sessions.module,
    shell: createShell(),
    webContents: webContentsModule(host),
  })
  return host
}
