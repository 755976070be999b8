import type { Instant } from '../../src-shared/business-day.ts'
import type { RequestRecord } from './request-record.ts'
import type { SandboxRules } from './rules.ts'

export interface SandboxOptions {
  /** SQLite file of the ledger, made when missing; `:memory:` forgets on close. */
  readonly ledgerPath: string
  /** 0, the default, takes any free port. Always on 127.0.0.1. */
  readonly port?: number
  readonly shopId: string
  readonly shopPass: string
  /** Keys of the site that keeps members and their cards; `tsite00000001` and `sandbox01` when left out. */
  readonly siteId?: string
  readonly sitePass?: string
  /** PEM texts: the sandbox speaks TLS with them. `maxVersion` is there to practise with an outdated gateway. */
  readonly tls?: {
    readonly key: string
    readonly cert: string
    readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  }
  /** UTC instant in epoch milliseconds; the machine's clock when left out. */
  readonly now?: () => Instant
  /** Least and most milliseconds a request of the payment endpoints takes; none when left out. */
  readonly latencyMs?: readonly [number, number]
  readonly rules?: Partial<SandboxRules>
  /** Key of the control door; a random one when left out. */
  readonly controlToken?: string
  /** Makes a new ledger's access ids predictable; kept with the ledger. */
  readonly idSeed?: string
  /** Called once per finished payment request. Holds no pass and no card number. */
  readonly onRequest?: (record: RequestRecord) => void
}
