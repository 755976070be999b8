import { timingSafeEqual } from 'node:crypto'

const same = (left, right) => left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))

/** The cookie's name carries the port, because cookies do not keep ports apart. */
export const cookieName = (port) => `juchu-preview-${port}`

function cookieOf(request, name) {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name)?.[1] ?? ''
}

/**
 * Who may see the mirrored window. Any page the same browser shows can send requests to 127.0.0.1, so three things
 * are asked: the exact Host (a foreign name that resolves here has another), no foreign Origin, and the cookie that
 * only the printed address sets.
 * @param {{port: number, token: string}} place
 */
export function createMirrorGuard({ port, token }) {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  const name = cookieName(port)
  const rightHost = (request) => request.headers.host === host
  return {
    origin,
    /** The request for the printed address itself, which sets the cookie. */
    opens: (request) => rightHost(request) && same(new URL(request.url, origin).pathname, `/__preview/open/${token}`),
    cookie: `${name}=${token}; HttpOnly; SameSite=Lax; Path=/`,
    mayRead(request) {
      const foreign = request.headers.origin !== undefined && request.headers.origin !== origin
      const crossSite =
        request.headers['sec-fetch-site'] === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate'
      return rightHost(request) && !foreign && !crossSite && same(cookieOf(request, name), token)
    },
    mayConnect: (request) =>
      rightHost(request) && request.headers.origin === origin && same(cookieOf(request, name), token),
  }
}
