import { toAppUrl } from '../address.mjs'

const headerList = (headers) => [...headers].map(([name, value]) => ({ name, value }))

/** Hands the answer of protocol.handle to Chromium, headers and all, so that it enforces the CSP itself. */
async function fulfil(session, requestId, response) {
  const body = Buffer.from(await response.arrayBuffer()).toString('base64')
  const responseHeaders = headerList(response.headers)
  await session.call('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body })
}

const refuse = (session, requestId, errorReason) => session.call('Fetch.failRequest', { requestId, errorReason })

/** "No content" keeps the document that is shown; a failed request would replace it by an error page. */
const stay = (session, requestId) => session.call('Fetch.fulfillRequest', { requestId, responseCode: 204 })

/** Chromium asks for an icon on its own account; Electron does not. */
const isBrowserIcon = (url, resourceType) => resourceType === 'Other' && new URL(url).pathname === '/favicon.ico'

/**
 * Answers every request of one window: navigations are put to the guard first, addresses of a custom scheme
 * are answered by protocol.handle, the rest goes out (where it finds no host).
 * @param {object} session of the window's target
 * @param {{host: object, mayNavigate: (url: string, frameId: string, isRedirect: boolean) => boolean}} window
 */
export async function answerRequests(session, { host, mayNavigate }) {
  const { schemes } = host.protocols

  async function decide({ requestId, request, resourceType, frameId, networkId, redirectedRequestId }) {
    const url = toAppUrl(request.url + (request.urlFragment ?? ''), schemes)
    const isNavigation = resourceType === 'Document' && networkId !== undefined
    if (isNavigation && !mayNavigate(url, frameId, redirectedRequestId !== undefined)) return stay(session, requestId)
    if (isBrowserIcon(url, resourceType)) return stay(session, requestId)
    const response = await host.protocols.answer({ url, request, resourceType })
    if (response === 'cancelled') return refuse(session, requestId, 'BlockedByClient')
    if (response === null) return session.call('Fetch.continueRequest', { requestId })
    if (response.type === 'error') return refuse(session, requestId, 'Failed')
    return fulfil(session, requestId, response)
  }

  session.on('Fetch.requestPaused', (paused) => {
    decide(paused).catch((error) => {
      if (!host.quitting) process.stderr.write(`${error.stack}\n`)
      refuse(session, paused.requestId, 'Failed').catch(() => {})
    })
  })
  await session.call('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
}
