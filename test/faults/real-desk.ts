import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport, type Delivery, type Parcel, type Transport } from '../../src-main/gmo/transport.ts'
import { startSandbox, type Sandbox } from '../../src-main/sandbox/server.ts'
import { createTestClock, type TestClock } from '../support/test-clock.ts'
import { copyData, DeskProcess, shop } from './desk-process.ts'
import { filledAt, type ShopItem } from './shop-items.ts'
import { templateOf } from './template.ts'

const pem = (name: string) => readFileSync(`test/fixtures/gmo/tls/${name}.pem`, 'utf8')

/** How long the program waits here. Slow faults get a short patience, everything else one that no busy machine uses up. */
export interface Patience {
  readonly connectMs: number
  readonly mutationMs: number
  readonly inquiryMs: number
}
export const patient: Patience = { connectMs: 20_000, mutationMs: 20_000, inquiryMs: 20_000 }

/** The program with its real transport over a real socket to a real sandbox; only time stands still. */
export interface RealDesk {
  readonly process: DeskProcess
  readonly sandbox: Sandbox
  readonly clock: TestClock
  /** What the transport reported of every request that changes something. */
  readonly deliveries: Delivery[]
  /** Takes the place of the way out for requests that change something, until it is null again. */
  detour: ((parcel: Parcel, plain: Transport) => Promise<Delivery>) | null
  close(): Promise<void>
}

export async function openRealDesk(items: readonly ShopItem[], timeouts: Patience): Promise<RealDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-faults-real-'))
  copyData(await templateOf(items), folder)
  const clock = createTestClock(filledAt)
  const sandbox = await startSandbox({ ledgerPath: ':memory:', ...shop, idSeed: 'faults', now: () => clock.now() })
  sandbox.ledger.seed(items.map(({ trade }) => trade))
  const plain = createTransport(new URL(sandbox.url))
  const deliveries: Delivery[] = []
  const process = new DeskProcess(folder, {
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    durable: false,
    timeouts,
    onStatement: () => undefined,
    onCommit: () => undefined,
    transport: {
      close: () => {
        plain.close()
      },
      send: async (parcel) => {
        if (parcel.path.includes('SearchTrade')) return plain.send(parcel)
        const delivery = await (desk.detour?.(parcel, plain) ?? plain.send(parcel))
        deliveries.push(delivery)
        return delivery
      },
    },
  })
  const desk: RealDesk = {
    ...{ process, sandbox, clock, deliveries, detour: null },
    async close() {
      await process.close()
      process.bury()
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await process.start()
  return desk
}

/** A sandbox behind a certificate that no program may accept, for as long as `work` runs. */
export async function withBadCertificate<T>(name: string, work: (transport: Transport) => Promise<T>): Promise<T> {
  const [cert, maxVersion] = certificates[name] ?? ['server.cert', undefined]
  const tls = { key: pem('server.key'), cert: pem(cert), ...(maxVersion === undefined ? {} : { maxVersion }) }
  const sandbox = await startSandbox({ ledgerPath: ':memory:', ...shop, tls })
  const transport = createTransport(new URL(sandbox.url), name === 'tls-unknown-issuer' ? undefined : pem('root'))
  try {
    return await work(transport)
  } finally {
    transport.close()
    await sandbox.close()
  }
}

const certificates: Readonly<Record<string, readonly [cert: string, maxVersion: 'TLSv1.1' | undefined]>> = {
  'tls-unknown-issuer': ['server.cert', undefined],
  'tls-other-host': ['other-host.cert', undefined],
  'tls-expired': ['expired.cert', undefined],
  'tls-outdated': ['server.cert', 'TLSv1.1'],
}

/** Waits in real time until `isSo`; false when it never was. */
export async function until(isSo: () => boolean, limitMs = 20_000): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!isSo()) {
    if (performance.now() > end) return false
    await sleep(3)
  }
  return true
}
