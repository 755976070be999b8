/** Scheme and host of the window's own pages. A scheme of its own: the window has no `file://` and no server. */
export const WINDOW_SCHEME = 'app'
export const WINDOW_HOST = 'desk'
export const WINDOW_URL = 'app://desk/index.html'

const ownPages = 'app://desk/'

/**
 * True for an address of the window's own pages. Chromium reports addresses in canonical form, so comparing the start
 * is exact: the slash ends the authority, and neither user name nor port fits before it.
 */
export function isOwnPage(url: string): boolean {
  return url.startsWith(ownPages)
}
