// The preload's side of Electron: ipcRenderer and contextBridge over a pair `post` / `receive`. Runs in
// the page, as text after codec.mjs: `encode` and `decode` come from there, no imports here.

function makeListeners() {
  const lists = new Map()
  const of = (channel) => lists.get(channel) ?? []
  return {
    of,
    add: (channel, listener) => lists.set(channel, [...of(channel), listener]),
    remove: (channel, listener) =>
      lists.set(
        channel,
        of(channel).filter((each) => each !== listener && each.wraps !== listener),
      ),
    removeAll: (channel) => (channel === undefined ? lists.clear() : lists.delete(channel)),
  }
}

function makeIpcRenderer(post, listeners, pending) {
  let calls = 0
  const api = {
    invoke(channel, ...args) {
      calls += 1
      const id = calls
      return new Promise((resolve, reject) => {
        const data = encode(args)
        pending.set(id, { channel, resolve, reject })
        post({ type: 'invoke', id, channel, args: data })
      })
    },
    send: (channel, ...args) => post({ type: 'send', channel, args: encode(args) }),
    on(channel, listener) {
      listeners.add(channel, listener)
      return api
    },
    once(channel, listener) {
      const once = (...args) => {
        listeners.remove(channel, once)
        listener(...args)
      }
      once.wraps = listener
      return api.on(channel, once)
    },
    removeListener(channel, listener) {
      listeners.remove(channel, listener)
      return api
    },
    removeAllListeners(channel) {
      listeners.removeAll(channel)
      return api
    },
  }
  api.addListener = api.on
  api.off = api.removeListener
  return api
}

/** Throws for any part of Electron a preload may not have here, naming it. */
export function onlyThese(name, object) {
  return new Proxy(object, {
    get(target, key) {
      if (key in target || typeof key === 'symbol') return target[key]
      throw new Error(`The stand-in for Electron does not implement ${name}.${key} in a preload`)
    },
  })
}

/**
 * Builds the preload's `electron` module.
 * @param {(message: object) => void} post sends one message to the main process
 * @param {(key: string, value: unknown) => void} expose puts an object into the page's own world
 * @returns {{electron: object, receive: (message: any) => void}}
 */
export function makeRenderer(post, expose) {
  const pending = new Map()
  const listeners = makeListeners()
  const ipcRenderer = makeIpcRenderer(post, listeners, pending)

  function reply({ id, ok, value, reason }) {
    const call = pending.get(id)
    pending.delete(id)
    if (ok) call?.resolve(decode(value))
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${reason}`))
  }

  function receive(message) {
    if (message.type === 'reply') reply(message)
    if (message.type === 'reload') location.reload()
    if (message.type === 'zoom') document.documentElement.style.zoom = String(message.factor)
    if (message.type !== 'event') return
    const event = { sender: ipcRenderer, ports: [] }
    for (const listener of listeners.of(message.channel)) listener(event, ...decode(message.args))
  }

  const electron = onlyThese('electron', {
    ipcRenderer: onlyThese('ipcRenderer', ipcRenderer),
    contextBridge: onlyThese('contextBridge', { exposeInMainWorld: expose }),
  })
  return { electron, receive }
}

/** Runs the preload's code as a sandboxed CommonJS file: it can require "electron" and nothing else. */
export function runPreload(code, electron, versions) {
  const require = (name) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  const process = {
    versions,
    type: 'renderer',
    platform: versions.platform,
    sandboxed: true,
    contextIsolated: true,
    argv: [],
    env: {},
  }
  const module = { exports: {} }
  code(module.exports, require, module, process)
}

/** Stops a navigation off the window's own origin and leaves it to the main process; about:blank passes no request. */
function watchNavigation(post) {
  window.navigation?.addEventListener('navigate', (event) => {
    const { url } = event.destination
    if (!event.cancelable || event.downloadRequest !== null || url.startsWith(`${location.origin}/`)) return
    event.preventDefault()
    post({ type: 'navigate', url })
  })
}

/** The link a click goes to, when that would be a window of its own. */
function linkToNewWindow(event) {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href !== '')
  const named = link && !['', '_self', '_top', '_parent'].includes(link.target)
  const wanted = named || event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey
  return link && wanted && !event.defaultPrevented ? link : null
}

/** Leaves links that would open a window to the main process. */
function watchLinks(post) {
  const onClick = (event) => {
    const link = linkToNewWindow(event)
    if (link === null) return
    event.preventDefault()
    post({ type: 'open', url: link.href, windowName: link.target, windowFeatures: [], userGesture: true })
  }
  window.addEventListener('click', onClick)
  window.addEventListener('auxclick', onClick)
}

/** What stands for `window.open` in the page: the main process decides, the page never holds the new window. */
export function makeOpen(post) {
  return (url, windowName, features) =>
    post({ type: 'open', url, windowName, windowFeatures: features.split(',').filter(Boolean), userGesture: true })
}

/** Reports key presses that could be a menu's accelerator, wishes to leave the page and the change to dark. */
export function watchPage(post) {
  watchNavigation(post)
  watchLinks(post)
  window.addEventListener('keydown', (event) => {
    const { key, code, ctrlKey, altKey, shiftKey, metaKey, defaultPrevented, repeat } = event
    if (defaultPrevented || repeat || !(ctrlKey || altKey || metaKey || /^F\d+$/.test(key))) return
    post({ type: 'key', key, code, ctrlKey, altKey, shiftKey, metaKey })
  })
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const tell = () => post({ type: 'dark', dark: dark.matches })
  dark.addEventListener('change', tell)
  tell()
}
