import type { Session, WebContents } from 'electron'
import { isOwnPage } from './window-origin.ts'

/** What `guardContents` needs of a page, so that tests can hand in a plain emitter. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>

/** What `guardSession` needs of a session. */
export type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }

/** Every address a page could reach outside the program; the content policy forbids them too. */
export const BLOCKED_REQUESTS = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']

/**
 * Keeps a page on the program's own origin: no navigation or redirect elsewhere in any frame, no new windows, no
 * embedded web views. Links to the outside go through `openExternal` of the bridge instead.
 */
export function guardContents(contents: GuardedContents): void {
  const keepInside = (details: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(details.url)) details.preventDefault()
  }
  contents.on('will-navigate', keepInside)
  contents.on('will-redirect', keepInside)
  contents.on('will-frame-navigate', keepInside)
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Refuses every permission and device, and every request that would leave the program. */
export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: BLOCKED_REQUESTS }, (_details, answer) => {
    answer({ cancel: true })
  })
}
