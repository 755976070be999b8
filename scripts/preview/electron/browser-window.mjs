import { EventEmitter } from 'node:events'
import { preventable, strict } from '../strict.mjs'
import { createWebContents } from './web-contents.mjs'

/** What a window must not ask for: the stand-in enforces what the real program relies on. */
const forbidden = {
  contextIsolation: false,
  sandbox: false,
  webSecurity: false,
  nodeIntegration: true,
  nodeIntegrationInWorker: true,
  nodeIntegrationInSubFrames: true,
  allowRunningInsecureContent: true,
  experimentalFeatures: true,
  webviewTag: true,
}

function checkPreferences(preferences) {
  for (const [name, value] of Object.entries(forbidden)) {
    if (preferences[name] === value) throw new Error(`The stand-in refuses webPreferences.${name}: ${value}`)
  }
}

function visibility(window, internals, state) {
  const setState = (windowState) =>
    internals
      .page()
      ?.setBounds({ windowState })
      .catch(() => {})
  return {
    show() {
      state.visible = true
      state.minimized = false
      setState('normal')
      window.emit('show')
    },
    hide() {
      state.visible = false
      setState('minimized')
      window.emit('hide')
    },
    minimize() {
      state.minimized = true
      setState('minimized')
    },
    restore() {
      state.minimized = false
      setState('normal')
    },
    focus() {
      internals.page()?.bringToFront()
      window.emit('focus')
    },
    isVisible: () => state.visible,
    isMinimized: () => state.minimized,
    isMaximized: () => false,
    isFullScreen: () => false,
    isFocused: () => state.visible && !state.minimized,
    maximize: () => setState('maximized'),
    setFullScreen: (wanted) => setState(wanted ? 'fullscreen' : 'normal'),
  }
}

function frameOf(internals, state) {
  return {
    getTitle: () => state.title,
    setTitle: (title) => void (state.title = title),
    getBounds: () => ({ ...state.bounds }),
    setBounds(bounds) {
      Object.assign(state.bounds, bounds)
      const { x: left, y: top, width, height } = state.bounds
      internals.page()?.setBounds({ left, top, width, height })
    },
    setMenu() {},
    setMenuBarVisibility() {},
    setProgressBar() {},
    setBackgroundColor() {},
    flashFrame() {},
  }
}

function ending(host, window, internals, state) {
  function destroy() {
    if (state.destroyed) return
    state.destroyed = true
    host.windows.delete(window.face)
    void internals.destroy()
    window.emit('closed')
    host.lifecycle.windowClosed()
  }
  return {
    isDestroyed: () => state.destroyed,
    destroy,
    close() {
      const event = preventable()
      window.emit('close', event)
      if (!event.defaultPrevented) destroy()
    },
    /** The person closed it, or the browser died: there is nothing left to keep. */
    lostItsPage() {
      window.emit('close', preventable())
      destroy()
    },
  }
}

/**
 * Electron's class `BrowserWindow` for one host.
 * @returns {new (options?: object) => object}
 */
export function makeBrowserWindow(host) {
  class BrowserWindow extends EventEmitter {
    static getAllWindows = () => [...host.windows]
    static fromWebContents = (contents) => host.windowOf(contents)
    static fromId = (id) => [...host.windows].find((window) => window.id === id) ?? null
    static getFocusedWindow = () => [...host.windows].find((window) => window.isFocused()) ?? null

    constructor(options = {}) {
      super()
      if (!host.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
      const { width = 800, height = 600, x = 0, y = 0, show = true, title, webPreferences = {} } = options
      checkPreferences(webPreferences)
      const state = {
        title: title ?? host.app.getName(),
        bounds: { x, y, width, height },
        visible: show,
        minimized: false,
        destroyed: false,
      }
      const internals = createWebContents(host, { preferences: webPreferences, size: { width, height } })
      Object.assign(
        this,
        visibility(this, internals, state),
        frameOf(internals, state),
        ending(host, this, internals, state),
      )
      this.id = internals.face.id
      this.webContents = internals.face
      this.receiveFromTab = internals.receive
      this.currentPage = internals.page
      this.loadURL = internals.face.loadURL
      this.reload = internals.face.reload
      internals.face.once('did-finish-load', () => this.emit('ready-to-show'))
      this.face = strict('BrowserWindow', this)
      host.windows.add(this.face)
      host.app.emit('browser-window-created', {}, this.face)
      host.app.emit('web-contents-created', {}, internals.face)
      return this.face
    }
  }
  return strict('BrowserWindow', BrowserWindow)
}
