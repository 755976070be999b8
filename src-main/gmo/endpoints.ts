/** The two hosts of the gateway this program may talk to; the address of the bundled sandbox is handed in. */
export const gatewayHosts = {
  production: 'https://p01.mul-pay.jp',
  test: 'https://pt01.mul-pay.jp',
} as const

export interface Endpoint {
  readonly name: string
  /** `mutation` may change the trade, `inquiry` never does; they wait for different lengths of time. */
  readonly purpose: 'mutation' | 'inquiry'
  /**
   * Whether an open connection may be used again. Only where the answer names the order it is about: a late answer
   * to an earlier request can then never be taken for this one's. A mutation always opens its own connection, so
   * that a connection the server has just closed cannot leave its outcome in doubt.
   */
  readonly reuseConnection: boolean
}

export const searchTrade: Endpoint = { name: 'SearchTrade', purpose: 'inquiry', reuseConnection: true }
export const searchTradeMulti: Endpoint = { name: 'SearchTradeMulti', purpose: 'inquiry', reuseConnection: false }
export const alterTran: Endpoint = { name: 'AlterTran', purpose: 'mutation', reuseConnection: false }

/** Path of an endpoint of the form protocol. */
export function pathOf(endpoint: Endpoint): string {
  return `/payment/${endpoint.name}.idPass`
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/**
 * The origin to send to, or a thrown bug: only the two hosts above and this machine (the sandbox) are allowed, so
 * that neither a setting nor a mistake can send a shop's password elsewhere or in clear.
 */
export function allowedOrigin(baseUrl: string): URL {
  const url = new URL(baseUrl)
  const ofGateway = Object.values(gatewayHosts).some((host) => host === url.origin)
  const ofThisMachine = loopbackHosts.includes(url.hostname) && ['http:', 'https:'].includes(url.protocol)
  if (!ofGateway && !ofThisMachine) throw new Error(`not an address of the gateway: ${url.origin}`)
  return new URL(url.origin)
}
