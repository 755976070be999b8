import { inspect } from 'node:util'

/**
 * The key to one trade, as an inquiry returned it. The id may be shown and logged; the pass never leaves this object
 * by `JSON.stringify`, `util.inspect`, string conversion, spreading or a structured clone.
 */
export class TradeAccess {
  readonly gatewayOrderId: string
  readonly id: string
  readonly #pass: string

  constructor(gatewayOrderId: string, id: string, pass: string) {
    this.gatewayOrderId = gatewayOrderId
    this.id = id
    this.#pass = pass
  }

  /** The pass in clear: for the request to the gateway and the encrypted store, for nothing else. */
  static revealPass(access: TradeAccess): string {
    return access.#pass
  }

  toJSON(): { gatewayOrderId: string; id: string } {
    return { gatewayOrderId: this.gatewayOrderId, id: this.id }
  }

  toString(): string {
    return `TradeAccess(${this.id})`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
