import type { FaultOrder } from './fault-table.ts'

/** Where a fault is made: by an order to the sandbox, by a sandbox that is away or has another certificate, or by the client. */
export type NetworkFault = {
  readonly name: string
  /** How far the request got: not sent, sent but not applied, or applied. What a client may conclude is its own business. */
  readonly reached: 'nothing' | 'gateway' | 'ledger'
} & (
  | { readonly madeBy: 'order'; readonly order: FaultOrder }
  | { readonly madeBy: 'closed-port' | 'certificate' | 'client'; readonly how: string }
)

/** Milliseconds of the slow kinds; a client under test uses shorter limits than this. */
export const SLOW_MS = 3_000

const order = (name: string, reached: NetworkFault['reached'], fault: FaultOrder): NetworkFault => ({
  name,
  reached,
  madeBy: 'order',
  order: fault,
})

/** The 34 ways in which the network, or what stands in for it, can spoil one request. Order and names are fixed. */
export const networkFaults: readonly NetworkFault[] = [
  { name: 'dns', reached: 'nothing', madeBy: 'client', how: 'an address that ends in .invalid' },
  {
    name: 'connect-timeout',
    reached: 'nothing',
    madeBy: 'client',
    how: 'an address nobody answers, such as 192.0.2.1',
  },
  { name: 'refused', reached: 'nothing', madeBy: 'closed-port', how: 'Sandbox.goAway and comeBack, or POST away' },
  {
    name: 'tls-unknown-issuer',
    reached: 'nothing',
    madeBy: 'certificate',
    how: 'a certificate the client does not know',
  },
  { name: 'tls-other-host', reached: 'nothing', madeBy: 'certificate', how: 'a certificate of another host' },
  { name: 'tls-expired', reached: 'nothing', madeBy: 'certificate', how: 'a certificate that has run out' },
  { name: 'tls-outdated', reached: 'nothing', madeBy: 'certificate', how: 'tls.maxVersion TLSv1.1' },
  order('reset-on-connect', 'gateway', { kind: 'reset-on-connect' }),
  order('reset-mid-request', 'gateway', { kind: 'reset-mid-request' }),
  order('reset-before-apply', 'gateway', { kind: 'reset-before' }),
  order('reset-after-apply', 'ledger', { kind: 'reset-after-apply' }),
  order('silent-before-apply', 'gateway', { kind: 'silence' }),
  order('silent-after-apply', 'ledger', { kind: 'silence', applied: true }),
  // The client has long given up when this one is applied: two inquiries too early and it looks as if nothing happened.
  order('applied-late', 'ledger', { kind: 'delay', ms: SLOW_MS }),
  order('answered-late', 'ledger', { kind: 'delay', ms: SLOW_MS, when: 'after' }),
  order('slow-answer', 'ledger', { kind: 'drip', ms: SLOW_MS }),
  order('headers-only', 'ledger', { kind: 'damage', how: 'headers-only' }),
  order('truncated', 'ledger', { kind: 'damage', how: 'truncated' }),
  order('cut-short', 'ledger', { kind: 'damage', how: 'cut-short' }),
  order('empty', 'ledger', { kind: 'damage', how: 'empty' }),
  order('html', 'ledger', { kind: 'damage', how: 'html' }),
  order('wrong-charset', 'ledger', { kind: 'damage', how: 'wrong-charset' }),
  order('too-long', 'ledger', { kind: 'damage', how: 'too-long' }),
  order('other-order', 'ledger', { kind: 'damage', how: 'other-order' }),
  order('joined-errors', 'gateway', { kind: 'errinfo', code: 'E01090008|E01100008|E01110002' }),
  order('unknown-errinfo', 'gateway', { kind: 'errinfo', code: 'E77777777' }),
  order('http-302', 'gateway', { kind: 'http', status: 302 }),
  order('http-400', 'gateway', { kind: 'http', status: 400 }),
  order('http-500', 'ledger', { kind: 'http', status: 500, applied: true }),
  order('http-502', 'ledger', { kind: 'http', status: 502, applied: true }),
  order('http-503', 'gateway', { kind: 'http', status: 503 }),
  order('same-request-running', 'gateway', { kind: 'errinfo', code: 'E90010001' }),
  order('system-error', 'ledger', { kind: 'errinfo', code: 'E91099999', applied: true }),
  order('too-many-at-once', 'gateway', { kind: 'errinfo', code: 'E92000001' }),
]
