import { strict } from '../strict.mjs'

/** Electron's `protocol`: custom schemes and who answers them. */
export function createProtocols(host) {
  const privileged = new Map()
  const handlers = new Map()

  const protocol = strict('protocol', {
    registerSchemesAsPrivileged(list) {
      if (host.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
      privileged.clear()
      for (const { scheme, privileges = {} } of list) privileged.set(scheme, privileges)
    },
    handle(scheme, handler) {
      if (!host.isReady()) throw new Error('protocol.handle should be called after app is ready')
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      handlers.set(scheme, handler)
    },
    unhandle(scheme) {
      if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
    },
    isProtocolHandled: (scheme) => handlers.has(scheme),
  })

  function toRequest(url, { method = 'GET', headers = {}, postData } = {}) {
    const body = method === 'GET' || method === 'HEAD' ? undefined : postData
    return new Request(url, { method, headers, body })
  }

  /**
   * The answer to one request of a window: null when no handler is responsible, 'cancelled' when the
   * session's webRequest refused it.
   * @param {{url: string, request?: {method: string, headers: Record<string, string>, postData?: string}, resourceType: string}} asked
   */
  async function answer({ url, request, resourceType }) {
    const { web } = host.sessions.defaultSession
    if (await web.isCancelled({ url, resourceType, method: request?.method ?? 'GET' })) return 'cancelled'
    const handler = handlers.get(new URL(url).protocol.slice(0, -1))
    if (!handler) return null
    return web.withHeaders({ url, resourceType }, await handler(toRequest(url, request)))
  }

  return { protocol, answer, schemes: privileged }
}
