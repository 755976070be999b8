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
  /** `form`: Windows-31J pairs both ways. `json`: UTF-8, with the shop's credentials inside. */
  readonly format: 'form' | 'json'
  /** False where the trade's own pass is enough, so that the shop's is not sent without need (gmo-protocol.md §3.7). */
  readonly namesShop: boolean
  /** The key of the answer whose value is a raw web address, which may have `&` and `=` of its own. */
  readonly addressKey?: string
}

const inquiry = { purpose: 'inquiry', format: 'form', namesShop: true } as const
const mutation = { purpose: 'mutation', reuseConnection: false, format: 'form', namesShop: true } as const

export const searchTrade: Endpoint = { ...inquiry, name: 'SearchTrade', reuseConnection: true }
export const searchTradeMulti: Endpoint = { ...inquiry, name: 'SearchTradeMulti', reuseConnection: false }
export const alterTran: Endpoint = { ...mutation, name: 'AlterTran' }
export const changeTran: Endpoint = { ...mutation, name: 'ChangeTran' }
export const getLinkplusUrlPayment: Endpoint = { ...mutation, name: 'GetLinkplusUrlPayment', format: 'json' }

/** The three calls of a trade that is paid with a number: register it, have the number issued, take it back. */
export const slipEndpoints = {
  convenience: {
    register: { ...mutation, name: 'EntryTranCvs' },
    issue: { ...mutation, name: 'ExecTranCvs', namesShop: false, addressKey: 'ReceiptUrl' },
    cancel: { ...mutation, name: 'CvsCancel' },
  },
  payEasy: {
    register: { ...mutation, name: 'EntryTranPayEasy' },
    issue: { ...mutation, name: 'ExecTranPayEasy', namesShop: false, addressKey: 'PaymentURL' },
    cancel: { ...mutation, name: 'PayEasyCancel' },
  },
} as const satisfies Record<string, Record<string, Endpoint>>

/** Path of an endpoint. */
export function pathOf(endpoint: Endpoint): string {
  return `/payment/${endpoint.name}.${endpoint.format === 'form' ? 'idPass' : 'json'}`
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
