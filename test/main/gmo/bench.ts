import { inspect } from 'node:util'
import { createGateway } from '../../../src-main/gmo/gateway.ts'
import type { Gateway, GatewayOptions } from '../../../src-main/gmo/gateway.ts'
import type { MaskedExchange } from '../../../src-main/gmo/exchange.ts'
import { startRawServer } from './raw-server.ts'
import type { RawRequest, RawServer } from './raw-server.ts'

export interface Bench {
  readonly server: RawServer
  readonly gateway: Gateway
  readonly log: MaskedExchange[]
  readonly close: () => Promise<void>
}

/** A client with a raw server of its own, whose answers `onRequest` writes. */
export async function openBench(
  onRequest: (request: RawRequest) => void,
  more: Partial<GatewayOptions> = {},
): Promise<Bench> {
  const server = await startRawServer(onRequest)
  const log: MaskedExchange[] = []
  const gateway = createGateway({
    baseUrl: `http://127.0.0.1:${server.port}`,
    credentials: () => Promise.resolve({ shopId: 'tshop00000001', shopPass: 'secret12' }),
    now: () => 1_700_000_000_000,
    onExchange: (exchange) => log.push(exchange),
    ...more,
  })
  const close = async () => {
    gateway.close()
    await server.close()
  }
  return { server, gateway, log, close }
}

/** Every way a value is likely to be turned into text. */
export function texts(value: unknown): string {
  const deep = inspect(value, { depth: 20, showHidden: true, getters: true })
  const error = value instanceof Error ? `${value.stack}${inspect(value.cause)}` : ''
  return [deep, JSON.stringify([value]), error, String(value)].join('\n')
}
