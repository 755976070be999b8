import { preventable } from '../strict.mjs'

/**
 * Puts what a page wants to open to the listeners of its webContents, with Electron's events.
 * @param {object} host
 * @param {{contents: object, frame: object}} owner
 */
export function createGuard(host, { contents, frame }) {
  let expected = false
  let onOpen = () => ({ action: 'allow' })

  function allowed(url, { isTop, isRedirect = false }) {
    const details = preventable({ url, isMainFrame: isTop, isSameDocument: false, frame, initiator: frame })
    if (isRedirect) contents.emit('will-redirect', details, url, false, isTop)
    else contents.emit('will-frame-navigate', details)
    if (isTop && !isRedirect) contents.emit('will-navigate', details, url, false, isTop)
    return !details.defaultPrevented
  }

  function open({ url, windowName, windowFeatures, userGesture }) {
    const disposition = userGesture ? 'foreground-tab' : 'new-window'
    const details = {
      url,
      frameName: windowName,
      features: windowFeatures.join(','),
      disposition,
      referrer: { url: '', policy: 'no-referrer' },
    }
    const { action, overrideBrowserWindowOptions: options = {} } = onOpen(details)
    if (action !== 'allow') return
    const window = new host.BrowserWindow({ webPreferences: contents.getLastWebPreferences(), ...options })
    contents.emit('did-create-window', window, { ...details, options })
    window.loadURL(url).catch((error) => process.stderr.write(`${error.message}\n`))
  }

  return {
    setWindowOpenHandler: (handler) => void (onOpen = handler),
    /** The next navigation of the top frame is the main process's own wish and needs no leave. */
    expect: () => void (expected = true),
    mayNavigate(url, wish) {
      if (!wish.isTop || !expected || wish.isRedirect) return allowed(url, wish)
      expected = false
      return true
    },
    open,
    /** A wish the preload's script stopped in the page, because its address leads off the window's own origin. */
    wish(url, page) {
      if (!allowed(url, { isTop: true })) return
      expected = true
      void page?.navigate(url)
    },
  }
}
