import { EventEmitter } from 'node:events'
import { strict } from '../strict.mjs'
import { createWebRequest } from './web-request.mjs'

/** Chromium's names of what a page may ask for, with Electron's. */
const permissions = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
  ['local-fonts', 'local-fonts'],
]

function createSession() {
  const session = new EventEmitter()
  let onRequest = null
  let onCheck = null
  let onDevice = null
  const web = createWebRequest()
  Object.assign(session, {
    web,
    webRequest: web.webRequest,
    setPermissionRequestHandler: (handler) => void (onRequest = handler),
    setPermissionCheckHandler: (handler) => void (onCheck = handler),
    setDevicePermissionHandler: (handler) => void (onDevice = handler),
    setSpellCheckerEnabled() {},
    isDeviceAllowed: (details) => onDevice?.(details) ?? false,
    // Every run has a browser profile of its own, which goes with it: there is nothing of earlier runs to clear.
    clearStorageData: async () => {},
    clearCache: async () => {},
  })

  /** Asks both handlers about one permission, as Electron would when the page asks; without handlers all is granted. */
  session.permits = async (contents, permission, origin) => {
    if (onCheck && !onCheck(contents, permission, origin, { isMainFrame: true, requestingUrl: origin })) return false
    if (!onRequest) return true
    return new Promise((resolve) =>
      onRequest(contents, permission, resolve, { isMainFrame: true, requestingUrl: origin }),
    )
  }
  return strict('session', session)
}

/** Electron's `session`: the default one and named partitions. */
export function createSessions() {
  const defaultSession = createSession()
  const partitions = new Map()
  const fromPartition = (name) => {
    if (name === '') return defaultSession
    if (!partitions.has(name)) partitions.set(name, createSession())
    return partitions.get(name)
  }
  return { defaultSession, fromPartition, module: strict('session', { defaultSession, fromPartition }) }
}

/**
 * Tells the browser beforehand what the session's handlers would answer when the page asks.
 * @param {object} root the browser's own conversation
 * @param {object} contents of the window
 * @param {{app: string, browser: string}} origin as the main process and as Chromium know it
 */
export async function applyPermissions(root, contents, origin) {
  for (const [name, electronName] of permissions) {
    const setting = (await contents.session.permits(contents, electronName, origin.app)) ? 'granted' : 'denied'
    // A browser that does not know a permission cannot grant it either.
    await root.call('Browser.setPermission', { permission: { name }, setting, origin: origin.browser }).catch(() => {})
  }
}
