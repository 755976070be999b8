import { strict } from '../strict.mjs'

/** One of Electron's URL patterns, such as "https://example.test/*", as a regular expression. */
function patternToRegExp(pattern) {
  if (pattern === '<all_urls>') return /^/
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`, 'i')
}

/** Electron's two ways to register: (listener) or (filter, listener); null removes. */
function register(args) {
  const [filter, listener] = args.length > 1 ? args : [{ urls: ['<all_urls>'] }, args[0]]
  return listener ? { listener, patterns: filter.urls.map(patternToRegExp) } : null
}

const concerns = (entry, url) => entry?.patterns.some((pattern) => pattern.test(url)) === true

function withChanged(response, changed) {
  const headers = new Headers()
  for (const [name, values] of Object.entries(changed)) for (const value of [values].flat()) headers.append(name, value)
  return new Response(response.body, { status: response.status, headers })
}

/** Electron's `session.webRequest`, as far as a window that loads only custom schemes can use it. */
export function createWebRequest() {
  let before = null
  let received = null
  const ask = (entry, details) => new Promise((resolve) => entry.listener(details, (answer) => resolve(answer ?? {})))

  const webRequest = strict('session.webRequest', {
    onBeforeRequest: (...args) => void (before = register(args)),
    onHeadersReceived: (...args) => void (received = register(args)),
  })

  return {
    webRequest,
    isCancelled: async (details) => concerns(before, details.url) && (await ask(before, details)).cancel === true,
    async withHeaders(details, response) {
      if (!concerns(received, details.url)) return response
      const responseHeaders = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]))
      const answer = await ask(received, { ...details, statusCode: response.status, responseHeaders })
      return answer.responseHeaders ? withChanged(response, answer.responseHeaders) : response
    },
  }
}
