import type { CallOutput } from '../../src-shared/api.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Gateway } from '../gmo/gateway.ts'
import { messagesOf } from './change.ts'

/** Proves address, contract and pass by asking for a trade that cannot exist. Touches nothing. */
export type GatewayCheck = () => Promise<CallOutput<'settings.test-gateway'>>

export function createGatewayCheck(gateway: Gateway): GatewayCheck {
  return async () => {
    const inquiry = await gateway.inquire('juchu-desk-test')
    if (inquiry.outcome === 'missing' || inquiry.outcome === 'found') return { ok: true, errors: [] }
    if (inquiry.outcome === 'refused') return { ok: false, errors: messagesOf(inquiry.errors) }
    if (inquiry.reason === 'credentials') throw new Refusal('gateway.not-configured')
    throw new Refusal(inquiry.outcome === 'not-sent' ? 'gateway.offline' : 'gateway.no-answer', {}, 'retry')
  }
}
