import { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { BLOCKED_REQUESTS, guardContents, guardSession, type GuardedContents } from '../../../src-main/shell/guards.ts'
import { isOwnPage } from '../../../src-main/shell/window-origin.ts'
import { hostileAddresses } from './hostile-addresses.ts'

/** A page that records what its guards say. */
function guardedPage() {
  const events = new EventEmitter()
  const page: { open?: (details: unknown) => unknown } = {}
  const contents = {
    on: (name: string, listener: (...args: unknown[]) => void) => events.on(name, listener),
    setWindowOpenHandler: (handler: (details: unknown) => unknown) => {
      page.open = handler
    },
  }
  guardContents(contents as unknown as GuardedContents)
  const prevented = (name: string, url: string): boolean => {
    let stopped = false
    events.emit(name, { url, preventDefault: () => (stopped = true) })
    return stopped
  }
  return { prevented, open: (url: string) => page.open?.({ url }) }
}

describe('navigation', () => {
  it.each(hostileAddresses)('is denied in every way to %s', (url) => {
    const { prevented, open } = guardedPage()
    expect(isOwnPage(url)).toBe(false)
    for (const way of ['will-navigate', 'will-redirect', 'will-frame-navigate']) expect(prevented(way, url)).toBe(true)
    expect(open(url)).toEqual({ action: 'deny' })
  })

  it('stays possible inside the program', () => {
    const { prevented } = guardedPage()
    expect(prevented('will-navigate', 'app://desk/index.html#/orders')).toBe(false)
  })

  it('opens no second window even for its own page, and no web view', () => {
    const { prevented, open } = guardedPage()
    expect(open('app://desk/index.html')).toEqual({ action: 'deny' })
    expect(prevented('will-attach-webview', 'app://desk/index.html')).toBe(true)
  })
})

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0]
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0]

/** A session that keeps the handlers it was given. */
function guardedSession() {
  let request: RequestHandler = null
  let check: CheckHandler = null
  let device: DeviceHandler = null
  const blocked: { urls: readonly string[]; cancel: boolean | undefined }[] = []
  guardSession({
    setPermissionRequestHandler: (handler) => (request = handler),
    setPermissionCheckHandler: (handler) => (check = handler),
    setDevicePermissionHandler: (handler) => (device = handler),
    webRequest: {
      onBeforeRequest: (filter: unknown, listener?: unknown) => {
        const answer = listener as (details: unknown, callback: (answer: { cancel?: boolean }) => void) => void
        answer({ url: 'https://example.com/' }, ({ cancel }) => {
          blocked.push({ urls: (filter as { urls: string[] }).urls, cancel })
        })
      },
    },
  })
  return { request: request as RequestHandler, check: check as CheckHandler, device: device as DeviceHandler, blocked }
}

const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fullscreen',
  'geolocation',
  'idle-detection',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'speaker-selection',
  'storage-access',
  'window-management',
  'fileSystem',
  'unknown',
] as const

describe('permissions', () => {
  it.each(permissions)('%s is refused when asked for and when checked', (permission) => {
    const { request, check } = guardedSession()
    const answers: boolean[] = []
    const contents = {} as never
    request?.(contents, permission, (granted) => answers.push(granted), {} as never)
    expect(answers).toEqual([false])
    expect(check?.(null, permission, 'app://desk', {} as never)).toBe(false)
  })

  it.each(['hid', 'serial', 'usb'] as const)('%s devices are refused', (deviceType) => {
    expect(guardedSession().device?.({ deviceType, origin: 'app://desk', device: {} as never })).toBe(false)
  })

  it('cancels every request that would leave the program', () => {
    expect(guardedSession().blocked).toEqual([{ urls: BLOCKED_REQUESTS, cancel: true }])
    for (const scheme of ['http', 'https', 'ws', 'wss', 'ftp', 'file']) {
      expect(BLOCKED_REQUESTS).toContain(`${scheme}://*/*`)
    }
  })
})
