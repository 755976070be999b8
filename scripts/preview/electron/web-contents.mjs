import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { originOf, toAppUrl, toBrowserUrl } from '../address.mjs'
import { encode } from '../codec.mjs'
import { openPage } from '../chromium/page.mjs'
import { strict } from '../strict.mjs'
import { createGuard } from './navigation.mjs'
import { applyPermissions } from './session.mjs'
import { topFrame } from './web-frame.mjs'

let lastId = 0

const preloadCode = ({ preload }) => (preload ? readFileSync(preload, 'utf8') : '')

/** Passes what happens in the page on as Electron's events. */
function followPage(page, { state, contents, host, guard, receive }) {
  page.on('window-open', guard.open)
  page.on('navigated', (url) => {
    state.url = url
    contents.emit('did-navigate', {}, url, 200, 'OK')
  })
  page.on('navigated-in-page', (url) => {
    state.url = url
    contents.emit('did-navigate-in-page', {}, url, true)
  })
  page.on('dom-ready', () => {
    if (state.zoom !== 1) page.post({ type: 'zoom', factor: state.zoom })
    contents.emit('dom-ready', {})
  })
  page.on('loaded', () => contents.emit('did-finish-load', {}))
  page.on('crashed', () => contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  page.on('message', (message) => receive(message, state.frame, page.post))
  page.on('closed', () => {
    if (!state.destroyed) host.windowOf(contents.face)?.lostItsPage()
  })
}

/** Opens the page in Chromium when it is first needed: a mirrored window may never need one. */
function pageOpener(parts) {
  const { host, state, guard, contents } = parts
  let opening = null
  async function open() {
    const browser = await host.browser()
    const page = await openPage(browser, {
      host,
      preload: preloadCode(state.preferences),
      size: state.size,
      mayNavigate: guard.mayNavigate,
    })
    followPage(page, parts)
    state.page = page
    if (!browser.headless) await page.setBounds(state.size)
    if (host.theme.source !== 'system') await page.setColours(host.theme.source)
    const origin = {
      app: originOf(state.wanted),
      browser: originOf(toBrowserUrl(state.wanted, host.protocols.schemes)),
    }
    if (origin.browser.startsWith('https:')) await applyPermissions(browser.root, contents.face, origin)
    return page
  }
  return () => (opening ??= open())
}

function loader({ host, state, contents, guard, page }) {
  /** Without a page of its own, a mirrored window is loaded once its document can be served. */
  async function loadForMirror(url) {
    const response = await host.protocols.answer({ url, resourceType: 'Document' })
    if (!response || response === 'cancelled') throw new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${url}'`)
    state.url = url
    contents.emit('dom-ready', {})
    contents.emit('did-finish-load', {})
  }

  async function loadInPage(url) {
    const opened = await page()
    guard.expect()
    const loaded = new Promise((resolve) => opened.once('loaded', resolve))
    const { errorText } = await opened.navigate(url)
    if (errorText) {
      contents.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} (-2) loading '${url}'`)
    }
    await loaded
  }

  return async (url) => {
    state.wanted = url
    contents.emit('did-start-loading', {})
    if (host.needsPage(contents.face)) await loadInPage(url)
    else await loadForMirror(url)
  }
}

function messages({ host, state, contents, guard }) {
  return {
    /** Takes a message of the page, or of a tab that mirrors it. */
    receive(message, frame, post) {
      if (message.type === 'key') host.menu.pressed(message, host.windowOf(contents.face))
      else if (message.type === 'open') guard.open({ ...message, url: toAppUrl(message.url, host.protocols.schemes) })
      else if (message.type === 'navigate') guard.wish(toAppUrl(message.url, host.protocols.schemes), state.page)
      else if (message.type === 'dark') host.theme.observed(message.dark)
      else void host.ipc.receive({ sender: contents.face, senderFrame: frame, processId: 1, frameId: 1 }, message, post)
    },
    send(channel, ...args) {
      const message = { type: 'event', channel, args: encode(args) }
      state.page?.post(message)
      host.mirror?.broadcast(contents.face, message)
    },
  }
}

function looks({ state, post }) {
  return {
    getZoomFactor: () => state.zoom,
    setZoomFactor(factor) {
      state.zoom = factor
      post({ type: 'zoom', factor })
    },
    openDevTools: () => process.stderr.write('The stand-in has no developer tools of its own.\n'),
    closeDevTools() {},
    isDevToolsOpened: () => false,
  }
}

/**
 * Electron's `webContents` of one window.
 * @param {object} host
 * @param {{preferences: object, size: {width: number, height: number}}} wanted
 */
export function createWebContents(host, { preferences, size }) {
  const contents = new EventEmitter()
  const state = { url: '', wanted: '', zoom: 1, page: null, destroyed: false, frame: null, preferences, size }
  const frame = topFrame(() => state.url)
  state.frame = frame
  const guard = createGuard(host, { contents, frame })
  const { receive, send } = messages({ host, state, contents, guard })
  const page = pageOpener({ host, state, guard, contents, receive })
  const post = (message) => {
    state.page?.post(message)
    host.mirror?.broadcast(contents.face, message)
  }
  lastId += 1
  Object.assign(contents, looks({ state, post }), {
    id: lastId,
    mainFrame: frame,
    session: preferences.session ?? host.sessions.fromPartition(preferences.partition ?? ''),
    loadURL: loader({ host, state, contents, guard, page }),
    send,
    getURL: () => state.url,
    getTitle: () => host.windowOf(contents.face)?.getTitle() ?? '',
    getType: () => 'window',
    getLastWebPreferences: () => ({ ...preferences }),
    setWindowOpenHandler: guard.setWindowOpenHandler,
    isDestroyed: () => state.destroyed,
    isLoading: () => state.url !== state.wanted,
    isCrashed: () => false,
    focus: () => state.page?.bringToFront(),
    executeJavaScript: async (code, userGesture) => (await page()).evaluate(code, userGesture),
    printToPDF: async (options) => (await loadedPage()).toPdf(options),
    close: () => host.windowOf(contents.face)?.close(),
    reload() {
      guard.expect()
      state.page?.reload()
      host.mirror?.broadcast(contents.face, { type: 'reload' })
    },
  })

  /** A mirrored window has no page yet when it is first printed: it is loaded for that. */
  async function loadedPage() {
    if (state.page === null) {
      const opened = await page()
      guard.expect()
      const loaded = new Promise((resolve) => opened.once('loaded', resolve))
      await opened.navigate(state.wanted)
      await loaded
    }
    return state.page
  }

  const destroy = () => {
    state.destroyed = true
    contents.emit('destroyed')
    return state.page?.close()
  }
  contents.face = strict('webContents', contents)
  return { face: contents.face, receive, destroy, page: () => state.page }
}
