import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallInput, CallName, CallOutput, Envelope, EventMessage } from '../../src-shared/api.ts'
import { japanTime } from '../../src-shared/business-day.ts'
import { createApp, type App } from '../../src-main/app.ts'
import { createFileLog } from '../../src-main/log/file-log.ts'
import { createRedactor } from '../../src-main/log/redactor.ts'
import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import type { SampleNumbers } from '../../src-main/rehearsal/sample-numbers.ts'
import type { SeedTrade } from '../../src-main/sandbox/seed-trade.ts'
import { startSandbox, type Sandbox } from '../../src-main/sandbox/server.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

/** Values that must never be seen outside the encrypted store. */
export const canary = { shopId: 'tshop00000077', shopPass: 'CANARYpw7', accessPass: 'cafe0badcafe0badcafe0badcafe0bad' }

/** A whole core over a real data file and a real sandbox gateway, with time that stands still. */
export interface TestDesk {
  readonly dataDir: string
  readonly clock: TestClock
  readonly sandbox: Sandbox
  readonly events: EventMessage[]
  readonly replies: Envelope[]
  /** Makes a call and answers its value; throws with the failure's code when it is refused. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  envelope(name: string, input: unknown): Promise<Envelope>
  /** Ends the core and starts it again over the same files; `between` does something to them. */
  restart(between?: () => void): Promise<void>
  close(): Promise<void>
}

/** Noon of a day in the middle of a month: no rule of days is near. */
export const noon = japanTime('2026-11-16', 12, 0)

export interface TestShop {
  readonly orders: readonly ImportedOrder[]
  readonly trades: readonly SeedTrade[]
  readonly numbers?: SampleNumbers
}

/** Starts a desk in rehearsal mode on its own temporary folder, filled with `shop`. */
export async function startDesk(shop: TestShop, startAt = noon): Promise<TestDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'juchu-test-'))
  const clock = createTestClock(startAt)
  const { shopId, shopPass } = canary
  const sandbox = await startSandbox({
    ledgerPath: join(dataDir, 'sandbox.sqlite'),
    shopId,
    shopPass,
    now: () => clock.now(),
  })
  const events: EventMessage[] = []
  const replies: Envelope[] = []
  let app = await open()
  await sampleLinked()

  async function open(): Promise<App> {
    const redactor = createRedactor()
    return createApp(
      {
        dataDir,
        clock,
        redactor,
        mode: 'rehearsal',
        host: 'preview',
        version: '0.0.0-test',
        log: createFileLog(dataDir, clock, redactor),
        secrets: {
          keptByOs: true,
          seal: (text) => Promise.resolve(box.seal(text)),
          open: (sealed) => Promise.resolve(box.open(sealed)),
        },
        rehearsal: {
          url: sandbox.url,
          shopId,
          shopPass,
          sample() {
            sandbox.ledger.seed(shop.trades)
            const { orders, numbers } = shop
            return { shopName: 'テスト商店', orders, orderNoPatterns: ['{no}'], ...(numbers && { numbers }) }
          },
        },
      },
      (event) => events.push(event),
    )
  }

  /** The sample's orders are tied to their trades in the background; tests begin after that. */
  async function sampleLinked(): Promise<void> {
    const linked = (event: EventMessage) => event.name === 'orders.changed' && event.payload.ids.length === 0
    for (let waited = 0; waited < 20_000 && !events.some(linked); waited += 5) await sleep(5)
  }

  async function envelope(name: string, input: unknown): Promise<Envelope> {
    const reply = await app.dispatch(name, input)
    replies.push(reply)
    return reply
  }

  return {
    dataDir,
    clock,
    sandbox,
    events,
    replies,
    envelope,
    async call(name, input) {
      const reply = await envelope(name, input)
      if (!reply.ok) throw new Error(`${name}: ${reply.failure.code} ${JSON.stringify(reply.failure.params)}`)
      return reply.value as CallOutput<typeof name>
    },
    async restart(between) {
      await app.close()
      between?.()
      app = await open()
    },
    async close() {
      await app.close()
      await sandbox.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Stands in for the key store of the operating system: reversible, and not the text itself. */
const box = {
  seal: (text: string): string => Buffer.from(text, 'utf8').toString('hex'),
  open: (sealed: string): string => Buffer.from(sealed, 'hex').toString('utf8'),
}
