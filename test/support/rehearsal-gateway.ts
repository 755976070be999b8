import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The practice gateway of a running desk, as a test plays the buyer, the console and the auditor with it. */
export interface RehearsalGateway {
  /** Registers and executes a card trade, as the shop's site does when a buyer orders. */
  authorise(orderId: string, amountYen: number): Promise<void>
  ledger(): Promise<{ readonly trades: readonly LedgerTrade[]; readonly mutations: readonly LedgerMutation[] }>
  /** A person changes the trade in the gateway's own console. Rejects when the ledger does not allow it. */
  console(orderId: string, jobCd: string): Promise<void>
  /** Every request takes so many milliseconds from now on. */
  latency(min: number, max: number): Promise<void>
  /** Orders something to go wrong with a request to come. */
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>
  /** Lets every request take between so many milliseconds. */
  slow(min: number, max: number): Promise<void>
}

export interface LedgerTrade {
  readonly orderId: string
  readonly kind: string
  readonly status: string
  readonly amountYen: number
}

export interface LedgerMutation {
  readonly orderId: string
  readonly jobCd: string
  readonly statusAfter: string
}

/** The bundled sandbox's shop in rehearsal mode (`core-thread.ts`); it opens nothing but the practice ledger. */
const shop = { ShopID: 'tshop90000001', ShopPass: 'rehearsal' }

/** Reaches the practice gateway that the desk over `dataDir` has started. */
export function rehearsalGateway(dataDir: string): RehearsalGateway {
  const place = JSON.parse(readFileSync(join(dataDir, 'sandbox.json'), 'utf8')) as {
    readonly url: string
    readonly controlToken: string
  }

  async function pay(endpoint: string, fields: Readonly<Record<string, string>>): Promise<URLSearchParams> {
    const answer = await fetch(`${place.url}/payment/${endpoint}.idPass`, {
      method: 'POST',
      body: new URLSearchParams({ ...shop, ...fields }),
    })
    const text = await answer.text()
    if (text.startsWith('ErrCode')) throw new Error(`${endpoint}: ${text}`)
    return new URLSearchParams(text)
  }

  async function control(path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${place.url}/_control/${path}`, {
      headers: { 'x-sandbox-token': place.controlToken, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`)
    return answer.json()
  }

  return {
    async authorise(OrderID, amountYen) {
      const entry = await pay('EntryTran', { OrderID, JobCd: 'AUTH', Amount: String(amountYen) })
      const access = { AccessID: entry.get('AccessID') ?? '', AccessPass: entry.get('AccessPass') ?? '' }
      await pay('ExecTran', { ...access, OrderID, Method: '1', CardNo: '4111111111111111', Expire: '2912' })
    },
    ledger: () => control('ledger') as ReturnType<RehearsalGateway['ledger']>,
    async console(orderId, jobCd) {
      const done = (await control('console', { orderId, jobCd })) as { readonly ok: boolean }
      if (!done.ok) throw new Error(`console: ${JSON.stringify(done)}`)
    },
    latency: async (min, max) => {
      await control('latency', { min, max })
    },
    slow: async (min, max) => {
      await control('latency', { min, max })
    },
    fault: async (fault) => {
      await control('faults', fault)
    },
  }
}
